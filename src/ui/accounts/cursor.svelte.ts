import type { Line, Lines } from '#core/account-table/lines.ts';
import type { KeyAction } from './keyboard.ts';
import type { AccountsView } from './view.svelte.ts';

/** The row of the column heads, above the first line. */
export const HEAD = -1;

/** What the cursor walks over and may ask for. */
interface Field {
  readonly columns: number;
  /** Rows that fit on the screen. */
  readonly page: number;
  /** Brings a cell into sight and gives it the focus. */
  focus(row: number, column: number): void;
}

/** The cell that has the focus, and what moves and selects from there. */
export class Cursor {
  readonly #field: Field;
  readonly #view: AccountsView;
  #key = $state.raw<string | undefined>();
  #column = $state.raw(0);
  /** Where the cursor was last seen: when its line leaves, the one that takes its place has it. */
  #last = $state.raw(0);
  #anchor: { key: string | undefined; selected: ReadonlySet<string> } | undefined;

  readonly row: number = $derived.by(() => {
    if (this.#last === HEAD) return HEAD;
    const { lines } = this.#view;
    // Mostly the line still stands where it stood; looking for it goes through all of them.
    const at =
      lines.at(this.#last)?.key === this.#key ? this.#last : lines.indexOf(this.#key ?? '');
    return at >= 0 ? at : Math.max(0, Math.min(this.#last, lines.length - 1));
  });
  readonly column: number = $derived.by(() => Math.min(this.#column, this.#field.columns - 1));

  constructor(field: Field, view: AccountsView) {
    this.#field = field;
    this.#view = view;
  }

  get lines(): Lines {
    return this.#view.lines;
  }
  get line(): Line | undefined {
    return this.lines.at(this.row);
  }

  /** Puts the cursor on a cell without moving the focus. */
  place(row: number, column: number) {
    this.#last = row;
    this.#key = this.lines.at(row)?.key;
    this.#column = Math.max(0, Math.min(column, this.#field.columns - 1));
  }

  go(row: number, column: number) {
    this.place(Math.max(HEAD, Math.min(row, this.lines.length - 1)), column);
    this.#field.focus(this.row, this.column);
  }

  move({ to, extend }: Extract<KeyAction, { do: 'move' }>) {
    const { row, column } = this;
    const { page } = this.#field;
    const last = this.lines.length - 1;
    const rows = {
      up: row - 1,
      down: row + 1,
      pageUp: Math.max(0, row - page),
      pageDown: row + page,
      first: 0,
      last,
      left: row,
      right: row,
      rowStart: row,
      rowEnd: row
    };
    const columns = {
      left: column - 1,
      right: column + 1,
      rowStart: 0,
      rowEnd: this.#field.columns - 1,
      first: column,
      last: column,
      up: column,
      down: column,
      pageUp: column,
      pageDown: column
    };
    if (extend && rows[to] !== row) this.extendTo(Math.max(0, Math.min(rows[to], last)));
    else this.go(rows[to], columns[to]);
  }

  /** The accounts of a line: one, or those of a group. */
  idsAt(row: number): readonly string[] {
    const line = this.lines.at(row);
    if (!line) return [];
    return line.kind === 'account' ? [line.id] : this.lines.idsOfGroup(line.value);
  }

  toggle(row: number) {
    this.#view.toggleSelected(this.idsAt(row));
    this.place(row, this.column);
    this.#anchorHere();
  }

  /** Selects from where the selection began to a line. */
  extendTo(row: number) {
    if (!this.#anchor) this.#anchorHere();
    const from = this.lines.indexOf(this.#anchor?.key ?? '');
    const ids = this.lines.idsBetween(from >= 0 ? from : this.row, row);
    this.#view.select(new Set([...(this.#anchor?.selected ?? []), ...ids]));
    this.go(row, this.column);
  }

  selectAll() {
    this.#view.select(this.lines.ids());
  }

  selectAllOrNone() {
    if (this.#view.selected.size > 0) this.clear();
    else this.selectAll();
  }

  clear() {
    this.#anchor = undefined;
    this.#view.clearSelection();
  }

  #anchorHere() {
    this.#anchor = { key: this.#key ?? this.line?.key, selected: this.#view.selected };
  }

  /** What a verb acts on: what is selected, or else the account of the cursor. */
  chosen(): readonly string[] {
    const { accounts } = this.#view.selection;
    return accounts.length > 0 ? accounts : this.row === HEAD ? [] : this.idsAt(this.row);
  }
}

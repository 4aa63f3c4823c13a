import { isRecord, type Outline, type OutlineRow } from '#core/account/outline.ts';
import type { Selection } from '#core/account/selection.ts';
import { Account } from '#core/account/model.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import type { OrganizationView } from '../view.svelte.ts';
import type { KeyAction } from './keyboard.ts';
import { idsBetween, indexOfKey, isFiltering, keyOf, parentIndex } from './lines.ts';

/** What the cursor walks over and may ask for. */
interface Field {
  readonly state: State;
  readonly outline: Outline;
  /** Rows that fit on the screen. */
  readonly page: number;
  /** Brings a line into sight and gives it the focus. */
  focus(index: number): void;
  rename(id: string): void;
  ask(verb: 'move' | 'tag' | 'remove', selection: Selection): void;
}

/** A word typed to find a name is finished after this pause. */
const WORD_PAUSE = 700;

/** The line that has the focus, and what keys and clicks do from there. */
export class Cursor {
  readonly #field: Field;
  readonly #view: OrganizationView;
  #key = $state.raw(ROOT);
  /** Where the cursor was last seen: when its line leaves, the one that takes its place has it. */
  #last = 0;
  #anchor: { key: string; selected: ReadonlySet<string> } | undefined;
  #word = '';
  #wordTimer: ReturnType<typeof setTimeout> | undefined;

  readonly index: number = $derived.by(() => {
    const { outline } = this.#field;
    const at = indexOfKey(outline, this.#key);
    return at >= 0 ? at : Math.max(0, Math.min(this.#last, outline.length - 1));
  });

  constructor(field: Field, view: OrganizationView) {
    this.#field = field;
    this.#view = view;
    if (view.at !== undefined) this.#key = view.at;
  }

  get line(): OutlineRow | undefined {
    return this.#field.outline.at(this.index);
  }
  get typing(): boolean {
    return this.#word !== '';
  }

  /** Puts the cursor on a line without moving the focus. */
  place(index: number) {
    const line = this.#field.outline.at(index);
    if (!line) return;
    this.#key = keyOf(line);
    this.#last = index;
  }

  /** Follows the record that the inspector was told to show from elsewhere. */
  follow(id: string): number {
    const index = this.#field.outline.indexOf(id);
    if (index >= 0) this.place(index);
    return index;
  }

  go(index: number) {
    const { outline } = this.#field;
    const to = Math.max(0, Math.min(index, outline.length - 1));
    this.place(to);
    this.#field.focus(to);
    const line = outline.at(to);
    if (line && isRecord(line) && this.#view.at !== undefined) this.#view.inspect(line.id, true);
  }

  /** What a verb acts on: what is selected, or else the line of the cursor. */
  chosen(line = this.line): Selection {
    const { selection } = this.#view;
    if (selection.departments.length + selection.accounts.length > 0) return selection;
    return {
      departments: line?.kind === 'department' ? [line.id] : [],
      accounts: line?.kind === 'account' ? [line.id] : []
    };
  }

  /** What a drag from a line takes along: the selection when the line is part of it, else the line. */
  draggedFrom(line: OutlineRow): Selection {
    if (this.#view.selected.has(line.id)) return this.chosen();
    return {
      departments: line.kind === 'department' ? [line.id] : [],
      accounts: line.kind === 'account' ? [line.id] : []
    };
  }

  toggle(index: number) {
    const line = this.#field.outline.at(index);
    if (!line || !isRecord(line)) return;
    if (line.kind === 'root') this.selectAllOrNone();
    else this.#view.toggleSelected(line.id);
    this.place(index);
    this.#anchorHere();
  }

  selectAllOrNone() {
    const { outline } = this.#field;
    if (this.#view.selected.size > 0) this.#view.clearSelection();
    else this.#view.select(idsBetween(outline, 0, outline.length - 1));
  }

  /** Selects from where the selection began to a line. */
  extendTo(index: number) {
    const { outline } = this.#field;
    if (!this.#anchor) this.#anchorHere();
    const from = indexOfKey(outline, this.#anchor?.key ?? ROOT);
    const ids = idsBetween(outline, from >= 0 ? from : this.index, index);
    this.#view.select(new Set([...(this.#anchor?.selected ?? []), ...ids]));
    this.place(index);
  }

  #anchorHere() {
    this.#anchor = { key: this.#key, selected: this.#view.selected };
  }

  /** Does what a key means. */
  act(action: KeyAction) {
    switch (action.do) {
      case 'move': {
        this.#move(action);
        return;
      }
      case 'type': {
        this.#type(action.text);
        return;
      }
      case 'open': {
        this.#open();
        return;
      }
      case 'close': {
        this.#close();
        return;
      }
      case 'openSiblings': {
        this.#openSiblings();
        return;
      }
      case 'inspect': {
        this.#inspect();
        return;
      }
      case 'toggle': {
        this.toggle(this.index);
        return;
      }
      case 'selectAll': {
        this.#view.select(idsBetween(this.#field.outline, 0, this.#field.outline.length - 1));
        return;
      }
      case 'clear': {
        this.#clear();
        return;
      }
      case 'rename':
        if (this.line && isRecord(this.line)) this.#field.rename(this.line.id);
        return;
      case 'moveTo': {
        this.#ask('move');
        return;
      }
      case 'tag':
      case 'remove': {
        this.#ask(action.do);
        return;
      }
    }
  }

  #move({ to, extend }: KeyAction & { do: 'move' }) {
    const { outline, page } = this.#field;
    const steps = {
      up: -1,
      down: 1,
      pageUp: -page,
      pageDown: page,
      first: -Infinity,
      last: Infinity
    };
    const index = Math.max(0, Math.min(outline.length - 1, this.index + steps[to]));
    if (extend) this.extendTo(index);
    else this.#anchor = undefined;
    this.go(index);
  }

  #open() {
    const { line } = this;
    if (line?.expanded === undefined) return;
    if (!line.expanded) this.#view.setExpanded(line.id, true);
    else this.go(this.index + 1);
  }

  #close() {
    const { line } = this;
    if (line?.expanded && !isFiltering(this.#view)) {
      this.#view.setExpanded(line.id, false);
      return;
    }
    const parent = parentIndex(this.#field.outline, this.index);
    if (parent >= 0) this.go(parent);
  }

  #openSiblings() {
    const { outline } = this.#field;
    const { line } = this;
    if (!line) return;
    const from = parentIndex(outline, this.index) + 1;
    const ids: string[] = [];
    for (let i = from; i < outline.length; i++) {
      const other = outline.at(i);
      if (!other || other.level < line.level) break;
      if (other.level === line.level && other.expanded === false) ids.push(other.id);
    }
    this.#view.expandAll(ids);
  }

  #inspect() {
    const { line } = this;
    if (line?.kind === 'rest') this.#view.unfold(line.id);
    else if (line?.kind === 'group') this.#view.toggleExpanded(line.id);
    else if (line) this.#view.inspect(line.id);
  }

  #clear() {
    if (this.#view.selected.size > 0) this.#view.clearSelection();
    else this.#view.inspect(undefined, true);
  }

  #ask(verb: 'move' | 'tag' | 'remove') {
    const selection = this.chosen();
    if (selection.departments.length + selection.accounts.length > 0)
      this.#field.ask(verb, selection);
  }

  /** Type-ahead: the next line whose name begins with the word; one letter again goes on to the next. */
  #type(text: string) {
    clearTimeout(this.#wordTimer);
    this.#wordTimer = setTimeout(() => (this.#word = ''), WORD_PAUSE);
    const again = this.#word === text.toLowerCase();
    this.#word = again ? this.#word : this.#word + text.toLowerCase();
    const { outline } = this.#field;
    const start = this.index + (this.#word.length === 1 || again ? 1 : 0);
    for (let i = 0; i < outline.length; i++) {
      const index = (start + i) % outline.length;
      const line = outline.at(index);
      if (line && this.#nameOf(line).toLowerCase().startsWith(this.#word)) {
        this.go(index);
        return;
      }
    }
  }

  #nameOf({ kind, id, group }: OutlineRow): string {
    const { state } = this.#field;
    if (group?.of === 'tag') return group.value ?? '';
    if (group) return rowOf(state, Department, group.id)?.name ?? '';
    if (kind === 'account') return rowOf(state, Account, id)?.name ?? '';
    if (kind === 'department') return rowOf(state, Department, id)?.name ?? '';
    return kind === 'root' ? (rowOf(state, Organization, ROOT)?.name ?? '') : '';
  }
}

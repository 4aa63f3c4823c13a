import { Account } from '#core/account/model.ts';
import type { Arrangement } from '#core/account/arranged.ts';
import type { TagFilter } from '#core/account/by-tag.ts';
import type { AccountSort } from '#core/account/outline.ts';
import type { Selection } from '#core/account/selection.ts';
import { homeOf } from '#core/account/home.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { ancestorsOf, childrenOf } from '#core/org/tree.ts';
import type { ViewMode } from '#workspace/presence.ts';
import { readAddress, writeAddress, type Address } from './address.ts';
import type * as Arranging from './outline/arranging.ts';
import { FRESH, recall, remember } from './remembered.ts';

/** The workspace as far as a view looks at it. */
interface Source {
  readonly id: string;
  readonly state: State;
  readonly frozen?: { readonly hiddenColumns: readonly string[] };
}

/** So many lines of departments are open when a workspace is seen for the first time. */
const FIRST_LINES = 16;

/**
 * What is open, selected and looked at on the Organization page: one view, shared by the outline,
 * the chart and the inspector. What fits in a link stands in the address, the rest in memory.
 */
export class OrganizationView {
  readonly #source: Source;
  readonly #address: Address;
  #mode = $state.raw<ViewMode>('outline');
  #colour = $state.raw('');
  #top = $state.raw<string | undefined>();
  #at = $state.raw<string | undefined>();
  #query = $state.raw('');
  #tagged = $state.raw<TagFilter | undefined>();
  #arranged = $state.raw<Arrangement | undefined>();
  #arranging = $state.raw<typeof Arranging | undefined>();
  #selected = $state.raw<ReadonlySet<string>>(new Set());
  #expanded = $state.raw<ReadonlySet<string> | undefined>();
  #unfolded = $state.raw<ReadonlySet<string>>(new Set());
  #sort = $state.raw<AccountSort>({ field: 'name', descending: false });
  #hidden = $state.raw<ReadonlySet<string>>(new Set());
  #findings = $state.raw(false);
  #addressRead = $state.raw(0);

  /** Departments whose contents are shown; a view seen for the first time opens a screenful. */
  readonly expanded: ReadonlySet<string> = $derived.by(
    () => this.#expanded ?? firstExpanded(this.#source.state)
  );

  /** What is selected and still there, by kind. */
  readonly selection: Selection = $derived.by(() => split(this.#source.state, this.#selected));

  /** Departments that are not selected and have something selected beneath them. */
  readonly partly: ReadonlySet<string> = $derived.by(() =>
    above(this.#source.state, this.selection)
  );

  constructor(source: Source, address: Address) {
    this.#source = source;
    this.#address = address;
    const { expanded, sort, hidden } = source.frozen
      ? { ...FRESH, hidden: source.frozen.hiddenColumns }
      : recall(source.id);
    this.#expanded = expanded && new Set(expanded);
    this.#sort = sort;
    this.#hidden = new Set(hidden);
    this.readAddress();
  }

  /** Where a part of the page keeps its own share of the link. */
  get address(): Address {
    return this.#address;
  }
  /** How often the address changed beneath the view: who keeps a share of it reads it anew. */
  get addressRead(): number {
    return this.#addressRead;
  }
  get mode(): ViewMode {
    return this.#mode;
  }
  /** What icicle and treemap are coloured by, as the address has it. */
  get colour(): string {
    return this.#colour;
  }
  /** The department that icicle and treemap look into. */
  get top(): string | undefined {
    return this.#top;
  }
  /** The record the inspector shows, if it is open: a department, an account or the root. */
  get at(): string | undefined {
    return this.#at;
  }
  get query(): string {
    return this.#query;
  }
  /** Only the accounts with a tag, or without its key. */
  get tagged(): TagFilter | undefined {
    return this.#tagged;
  }
  /** By what the outline arranges accounts, when not by departments. */
  get arranged(): Arrangement | undefined {
    return this.#arranged;
  }
  /** What arranges them, once it is loaded. */
  get arranging(): typeof Arranging | undefined {
    return this.#arranging;
  }
  /** Ids of departments and accounts; some may be gone, `selection` has those that are there. */
  get selected(): ReadonlySet<string> {
    return this.#selected;
  }
  get unfolded(): ReadonlySet<string> {
    return this.#unfolded;
  }
  get sort(): AccountSort {
    return this.#sort;
  }
  /** Columns a person switched off, or on where they must be asked for. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden;
  }
  /** Whether the findings stand where the inspector stands otherwise. */
  get findingsOpen(): boolean {
    return this.#findings;
  }

  /** Follows the address: at the start, and after Back and Forward. */
  readAddress() {
    const { mode, colour, top, at, query, tagged, arranged, selected } = readAddress(
      this.#address.read()
    );
    this.#mode = mode;
    this.#colour = colour;
    this.#top = top;
    this.#at = at;
    this.#query = query;
    this.#tagged = tagged;
    this.#arrange(arranged);
    // A selection too long for the address is not lost by going back.
    if (selected.size > 0 || this.#selected.size <= 50) this.#selected = selected;
    if (at !== undefined) this.#openAbove(at);
    this.#addressRead++;
  }

  /** Opens what stands above the record of the address, once it is loaded. */
  settle() {
    if (this.#at !== undefined) this.#openAbove(this.#at);
  }

  #write(how: 'push' | 'replace') {
    const shown = {
      mode: this.#mode,
      colour: this.#colour,
      top: this.#top,
      at: this.#at,
      query: this.#query,
      tagged: this.#tagged,
      arranged: this.#arranged,
      selected: this.#selected
    };
    this.#address.write(writeAddress(this.#address.read(), shown), how);
  }

  setMode(mode: ViewMode) {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.#write('push');
  }

  setColour(colour: string) {
    this.#colour = colour;
    this.#write('replace');
  }

  /** Looks into a department, or at all of the organization. */
  setTop(id: string | undefined) {
    if (id === this.#top) return;
    this.#top = id;
    this.#write('push');
  }

  /** Shows a record in the inspector; `follow` for a walk by keyboard, which Back does not retrace. */
  inspect(id: string | undefined, follow = false) {
    if (id === this.#at && !this.#findings) return;
    this.#findings = false;
    this.#at = id;
    this.#write(follow ? 'replace' : 'push');
  }

  showFindings(open: boolean) {
    this.#findings = open;
    if (open && this.#at !== undefined) {
      this.#at = undefined;
      this.#write('replace');
    }
  }

  setQuery(query: string) {
    this.#query = query;
    this.#write('replace');
  }

  setTagged(tagged: TagFilter | undefined) {
    this.#tagged = tagged;
    this.#write('push');
  }

  arrange(arranged: Arrangement | undefined) {
    this.#arrange(arranged);
    this.#write('push');
  }

  #arrange(arranged: Arrangement | undefined) {
    this.#arranged = arranged;
    if (!arranged || this.#arranging) return;
    void import('./outline/arranging.ts').then(
      (arranging) => {
        this.#arranging = arranging;
        this.settle();
      },
      // What cannot be fetched now is not waited for: the departments are there.
      () => (this.#arranged = undefined)
    );
  }

  clearFilters() {
    this.#tagged = undefined;
    this.setQuery('');
  }

  select(ids: Iterable<string>) {
    this.#selected = new Set(ids);
    this.#selectedChanged();
  }

  toggleSelected(id: string) {
    const next = new Set(this.#selected);
    if (!next.delete(id)) next.add(id);
    this.select(next);
  }

  clearSelection() {
    if (this.#selected.size > 0) this.select([]);
  }

  #selectedChanged() {
    if (this.#selected.has(ROOT))
      this.#selected = new Set([...this.#selected].filter((id) => id !== ROOT));
    this.#write('replace');
  }

  setExpanded(id: string, open: boolean) {
    const next = new Set(this.expanded);
    if (open) next.add(id);
    else next.delete(id);
    this.#keepExpanded(next);
  }

  toggleExpanded(id: string) {
    this.setExpanded(id, !this.expanded.has(id));
  }

  /** Only the root stays open. */
  collapseAll() {
    this.#keepExpanded(new Set([ROOT]));
  }

  /** Opens many at once. */
  expandAll(ids: Iterable<string>) {
    this.#keepExpanded(new Set([...this.expanded, ...ids]));
  }

  #keepExpanded(next: ReadonlySet<string>) {
    this.#expanded = next;
    this.#remember();
  }

  unfold(departmentId: string) {
    this.#unfolded = new Set([...this.#unfolded, departmentId]);
  }

  setSort(sort: AccountSort) {
    this.#sort = sort;
    this.#remember();
  }

  toggleColumn(id: string) {
    const next = new Set(this.#hidden);
    if (!next.delete(id)) next.add(id);
    this.#hidden = next;
    this.#remember();
  }

  #remember() {
    if (this.#source.frozen) return;
    const expanded = this.#expanded && [...this.#expanded];
    remember(this.#source.id, { expanded, sort: this.#sort, hidden: [...this.#hidden] });
  }

  /** Opens what stands above a record, so that it is in sight. */
  #openAbove(id: string) {
    const { state } = this.#source;
    const account = rowOf(state, Account, id);
    if (!account && !rowOf(state, Department, id)) return;
    if (account && this.#arranged && this.#arranging) {
      const groups = this.#arranging.groupsAbove(state, this.#arranged, account);
      const closed = [ROOT, ...groups].filter((one) => !this.expanded.has(one));
      if (closed.length > 0) this.expandAll(closed);
      this.unfold(groups.at(-1) ?? ROOT);
      return;
    }
    const home = account && homeOf(state, account);
    const open = home === undefined ? [] : [home];
    const above = ancestorsOf(state, home ?? id).map((row) => row.id);
    const missing = [ROOT, ...above, ...open].filter((one) => !this.expanded.has(one));
    if (missing.length > 0) this.expandAll(missing);
    if (home !== undefined) this.unfold(home);
  }

  /** Brings a record into sight and shows it in the inspector. */
  reveal(id: string, follow = false) {
    if (this.#query !== '' || this.#tagged) this.clearFilters();
    this.#openAbove(id);
    this.inspect(id, follow);
  }
}

/** The root and, level by level, what fits on a screen. */
function firstExpanded(state: State): ReadonlySet<string> {
  const open = new Set<string>();
  const queue = [ROOT];
  let lines = 1;
  for (const id of queue) {
    const children = childrenOf(state, id);
    lines += children.length;
    if (lines > FIRST_LINES && id !== ROOT) break;
    open.add(id);
    queue.push(...children.filter((child) => childrenOf(state, child).length > 0));
  }
  return open;
}

function split(state: State, ids: ReadonlySet<string>): Selection {
  const departments: string[] = [];
  const accounts: string[] = [];
  for (const id of ids)
    if (rowOf(state, Department, id)) departments.push(id);
    else if (rowOf(state, Account, id)) accounts.push(id);
  return { departments, accounts };
}

function above(state: State, { departments, accounts }: Selection): ReadonlySet<string> {
  const found = new Set<string>();
  const climb = (from: string) => {
    for (let at: string | undefined = from; at !== undefined && !found.has(at);) {
      found.add(at);
      at = rowOf(state, Department, at)?.parentId;
    }
  };
  for (const id of departments) climb(rowOf(state, Department, id)?.parentId ?? ROOT);
  for (const id of accounts) {
    const row = rowOf(state, Account, id);
    if (row) climb(homeOf(state, row));
  }
  for (const id of departments) found.delete(id);
  return found;
}

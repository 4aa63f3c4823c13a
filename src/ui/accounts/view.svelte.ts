import { columnOf, COST_COLUMN, type Column } from '#core/account-table/columns.ts';
import { withCosts } from '#core/account-table/costs.ts';
import { linesOf, type Lines } from '#core/account-table/lines.ts';
import { FRESH_QUERY, queryText, readQuery, type TableQuery } from '#core/account-table/query.ts';
import { Account } from '#core/account/model.ts';
import type { Selection } from '#core/account/selection.ts';
import { homeOf } from '#core/account/home.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import type { WorkspaceView } from '#workspace/current.ts';
import type { ShownCosts } from '#workspace/month-costs.ts';
import { NARROWEST, recall, remember, WIDEST } from './remembered.ts';

/** Where a view keeps what belongs in a link. */
export interface Address {
  read(): URLSearchParams;
  /** `push` makes a step that Back returns from. */
  write(params: URLSearchParams, how: 'push' | 'replace'): void;
}

/** What is shown, and what it costs. */
interface Source extends Pick<WorkspaceView, 'id' | 'state'> {
  /** Whether there are costs at all, and what they are once they are read. */
  readonly hasCosts?: boolean;
  readonly costs?: ShownCosts | undefined;
}

/** What the table shows, and what is selected in it: the query stands in the address. */
export class AccountsView {
  readonly #source: Source;
  readonly #address: Address;
  #query = $state.raw<TableQuery>(FRESH_QUERY);
  #widths = $state.raw<ReadonlyMap<string, number>>(new Map());
  #beside = $state.raw('');
  #selected = $state.raw<ReadonlySet<string>>(new Set());
  #collapsed = $state.raw<ReadonlySet<string>>(new Set());

  /** What the table is made from: costs stand beside the accounts once they are read. */
  readonly state: State = $derived.by(() => withCosts(this.#source.state, this.costs?.now?.costs));
  /** Costs are a column like any other where there are any, headed by their month and currency. */
  readonly costColumn: Column | undefined = $derived.by(() => {
    if (!this.#source.hasCosts) return undefined;
    return this.costs?.now ? { ...COST_COLUMN, label: this.costs.head() } : COST_COLUMN;
  });
  readonly columns: readonly Column[] = $derived.by(() => {
    const columns = this.#query.columns.flatMap((id) => this.columnOf(id) ?? []);
    return columns.length > 0 ? columns : [columnOf('name')].flatMap((name) => name ?? []);
  });
  /** A phone has room for the first and one word or amount beside it. */
  readonly phoneColumns: readonly Column[] = $derived.by(() => {
    const [first] = this.columns;
    const beside = this.columnOf(this.#beside);
    return [first, beside?.id === first?.id ? undefined : beside].flatMap((each) => each ?? []);
  });
  readonly lines: Lines = $derived.by(() => linesOf(this.state, this.#query, this.#collapsed));
  /** What is selected and still there. */
  readonly selection: Selection = $derived.by(() => ({
    departments: [],
    accounts: [...this.#selected].filter((id) => rowOf(this.#source.state, Account, id))
  }));

  constructor(source: Source, address: Address) {
    this.#source = source;
    this.#address = address;
    const { widths, beside } = recall(source.id);
    this.#widths = widths;
    this.#beside = beside;
    this.readAddress();
  }

  get query(): TableQuery {
    return this.#query;
  }
  get costs(): ShownCosts | undefined {
    return this.#source.costs;
  }
  /** Whether the table asks for costs: by a column, or by its order. */
  get asksForCosts(): boolean {
    const { columns, sort } = this.#query;
    return [...columns, ...sort.map(({ column }) => column)].includes(COST_COLUMN.id);
  }
  /** A column by its id, if there is one for whoever looks. */
  columnOf(id: string): Column | undefined {
    return id === COST_COLUMN.id ? this.costColumn : columnOf(id);
  }
  /** The query as a link and a saved view keep it. */
  get text(): string {
    return queryText(this.#query);
  }
  get widths(): ReadonlyMap<string, number> {
    return this.#widths;
  }
  /** The column a phone has room for beside the first. */
  get beside(): string {
    return this.#beside;
  }
  get selected(): ReadonlySet<string> {
    return this.#selected;
  }
  get collapsed(): ReadonlySet<string> {
    return this.#collapsed;
  }
  /** Something keeps accounts from being shown. */
  get filtered(): boolean {
    return this.#query.text.trim() !== '' || this.#query.filters.size > 0;
  }

  /** Follows the address: at the start, and after Back and Forward. */
  readAddress() {
    const text = this.#address.read().toString();
    // An address that says nothing shows the table as it was left here.
    const columns = text === '' ? recall(this.#source.id).columns : undefined;
    const next = readQuery(text, columns ? { ...FRESH_QUERY, columns } : FRESH_QUERY);
    if (queryText(next) !== this.text) this.#query = next;
  }

  set(change: Partial<TableQuery>, how: 'push' | 'replace' = 'replace') {
    this.#query = { ...this.#query, ...change };
    this.#address.write(new URLSearchParams(this.text), how);
    if (change.columns) this.#remember();
  }

  /** Shows what a saved view keeps. */
  show(text: string) {
    this.set(readQuery(text), 'push');
  }

  /** By one column; `more` keeps the others before it. */
  sortBy(column: string, more: boolean) {
    const { sort } = this.#query;
    const at = sort.findIndex((each) => each.column === column);
    const descending = at >= 0 && !sort[at]?.descending && (more || sort.length === 1);
    const next = { column, descending };
    if (!more) this.set({ sort: [next] });
    else if (at < 0) this.set({ sort: [...sort, next] });
    // A third time takes it out again.
    else if (descending) this.set({ sort: sort.with(at, next) });
    else this.set({ sort: sort.toSpliced(at, 1) });
  }

  /** Lets only some values of a column pass; all of them when there are none. */
  filter(column: string, values: Iterable<string>) {
    const passing = new Set(values);
    const filters = new Map(this.#query.filters);
    if (passing.size > 0) filters.set(column, passing);
    else filters.delete(column);
    this.set({ filters });
  }

  clearFilters() {
    this.set({ text: '', filters: new Map() });
  }

  setGroup(group: string | undefined) {
    this.#collapsed = new Set();
    this.set({ group });
  }

  toggleGroup(value: string) {
    const next = new Set(this.#collapsed);
    if (!next.delete(value)) next.add(value);
    this.#collapsed = next;
  }

  collapseAll(collapsed: boolean) {
    this.#collapsed = new Set(collapsed ? this.lines.groups.map(({ value }) => value) : []);
  }

  toggleColumn(id: string) {
    const { columns } = this.#query;
    if (!columns.includes(id)) this.set({ columns: [...columns, id] });
    else if (columns.length > 1) this.set({ columns: columns.filter((each) => each !== id) });
  }

  /** Puts a column where another place is; places count from the start. */
  moveColumn(id: string, to: number) {
    const rest = this.#query.columns.filter((each) => each !== id);
    const at = Math.max(0, Math.min(to, rest.length));
    this.set({ columns: rest.toSpliced(at, 0, id) });
  }

  setWidth(id: string, width: number) {
    const next = new Map(this.#widths);
    next.set(id, Math.round(Math.max(NARROWEST, Math.min(WIDEST, width))));
    this.#widths = next;
    this.#remember();
  }

  setBeside(column: string) {
    this.#beside = column;
    this.#remember();
  }

  #remember() {
    const { columns } = this.#query;
    remember(this.#source.id, { columns, widths: this.#widths, beside: this.#beside });
  }

  select(ids: Iterable<string>) {
    this.#selected = new Set(ids);
  }

  toggleSelected(ids: readonly string[]) {
    const next = new Set(this.#selected);
    const isAll = ids.every((id) => next.has(id));
    for (const id of ids)
      if (isAll) next.delete(id);
      else next.add(id);
    this.#selected = next;
  }

  clearSelection() {
    if (this.#selected.size > 0) this.#selected = new Set();
  }
}

/** In how many departments and clouds some accounts are. */
export function spreadOf(state: State, ids: readonly string[]) {
  const departments = new Set<string>();
  const clouds = new Set<string>();
  for (const id of ids) {
    const row = rowOf(state, Account, id);
    if (!row) continue;
    departments.add(homeOf(state, row));
    clouds.add(row.provider);
  }
  return { departments: departments.size, clouds: clouds.size };
}

import { Account } from '#core/account/model.ts';
import { tagKeysInUse } from '#core/account/breakdown.ts';
import { amountText } from '#core/finance/amount.ts';
import { amountIn, unitFor, type AmountUnit } from '#core/finance/amount-unit.ts';
import { anomaliesAt, median, type Anomaly } from '#core/finance/anomaly.ts';
import type { FactLine } from '#core/finance/batch-format.ts';
import type { CostCells } from '#core/finance/cost.ts';
import { OUTSIDE, placeTogether } from '#core/finance/cost-home.ts';
import { driversOf, growthOf, type Change, type Drivers } from '#core/finance/drivers.ts';
import { outlook, type Outlook } from '#core/finance/forecast.ts';
import {
  costHomeOf,
  filterOf,
  groupedBy,
  type CostDimension,
  type CostFilter,
  type LineDimension
} from '#core/finance/grouping.ts';
import type { CostMeasure } from '#core/finance/half-sums.ts';
import { tagsIn } from '#core/finance/line-tags.ts';
import { monthsFrom, monthsLater } from '#core/finance/month.ts';
import { differenceOf, originOf, type Origin } from '#core/finance/origin.ts';
import { accountCosts, pivot, totalCells, type Pivot, type PivotRow } from '#core/finance/pivot.ts';
import { departmentRows, type CostRow } from '#core/finance/report.ts';
import { reportingOf } from '#core/finance/rates.ts';
import { rateOf, REPORTED_DECIMALS, type Rates, type Reporting } from '#core/finance/reporting.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, Organization, ROOT } from '#core/org/model.ts';
import type { CountedBills } from '#workspace/finance.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { BREAKDOWNS, isKeyed, type Breakdown, type FinanceAddress, type Keyed } from './address.ts';
import { costAreas, type CostAreas } from './area-source.ts';
import { financeMessages as m } from './messages.ts';

export interface FinanceInputs {
  readonly state: State;
  readonly money: CountedBills;
  readonly ratesTo: (currency: string) => Rates;
  readonly address: FinanceAddress;
  /** The month that is running: it and what comes after is not closed. */
  readonly thisMonth: string;
  /** The organization at the end of months, as far as it was asked for and is known. */
  readonly then: ReadonlyMap<string, State>;
  /** What costs can be told by, where bills do not say everything. */
  readonly breakdowns?: readonly Breakdown[] | undefined;
}

/** A number that was asked about: which months, accounts and lines it is made of. */
export interface Asked {
  readonly title: string;
  readonly months: readonly string[];
  readonly account: (id: string) => boolean;
  readonly line: (line: FactLine) => boolean;
  /** What is taken off: it asks about a change then. */
  readonly minus?: Asked;
}

/** An amount that is not in any total. */
export interface Apart {
  readonly currency: string;
  readonly month: string;
  readonly amount: bigint;
}

const NOTHING: State = new Map();
/** The kinds that say where an account's cost stands. */
const ORGANIZATION = [Organization, Department, FormerDepartment, Account].map(({ name }) => name);

/** How far back a month is seen: two years, so that a year to date has one to compare with. */
const BACK = 24;
const YEAR = 12;

/** What drove a change is told by these. */
export type DrivenBy = 'departmentService' | 'account' | 'service';

/** Everything the finance page shows, worked out from bills and the organization when it is asked for. */
export class FinanceView {
  readonly #read: () => FinanceInputs;
  #asked = $state.raw<Asked>();

  constructor(read: () => FinanceInputs) {
    this.#read = read;
  }

  #known: State | undefined;
  /** The organization; the same object until something that costs are told by is another. */
  readonly state: State = $derived.by(() => {
    const { state } = this.#read();
    const known = this.#known;
    const same = known && ORGANIZATION.every((kind) => known.get(kind) === state.get(kind));
    return same ? known : (this.#known = state);
  });
  /** By departments where it asks for what costs cannot be told by here. */
  readonly address: FinanceAddress = $derived.by(() => {
    const { address } = this.#read();
    return this.breakdowns.includes(address.by) ? address : { ...address, by: 'department' };
  });
  get filter(): CostFilter {
    const { tagKey, allocationKey } = this;
    return { tagKey, allocationKey, ...this.address.filter };
  }
  /** The same as long as it says the same, whatever else of the address changes. */
  readonly #filterText: string = $derived.by(() => JSON.stringify(this.filter));
  readonly #filter: CostFilter = $derived(JSON.parse(this.#filterText) as CostFilter);
  readonly #measure: CostMeasure = $derived.by(() => this.address.measure);
  readonly #counted = $derived.by(() => this.#read().money.counted);

  /** Months that have bills, ascending. */
  readonly billed: readonly string[] = $derived.by(() =>
    [...new Set(this.#counted.map(({ month }) => month))].sort()
  );
  readonly month: string = $derived.by(() => {
    const { address, thisMonth } = this.#read();
    const closed = this.billed.filter((month) => month < thisMonth);
    return address.month ?? closed.at(-1) ?? this.billed.at(-1) ?? thisMonth;
  });
  readonly before: string = $derived.by(() =>
    monthsLater(this.month, this.address.against === 'year' ? -YEAR : -1)
  );
  readonly isRunning: boolean = $derived.by(() => this.month >= this.#read().thisMonth);
  readonly months: readonly string[] = $derived(
    monthsFrom(monthsLater(this.month, -BACK), monthsLater(this.month, 1))
  );
  /** Places of the month and of what it is compared with. */
  readonly at: number = $derived(this.months.indexOf(this.month));
  readonly from: number = $derived(this.months.indexOf(this.before));

  hasBill(month: string): boolean {
    return this.billed.includes(month);
  }

  /** Currencies of bills, the one with the most months of bills first. */
  readonly currencies: readonly string[] = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const { batch } of this.#counted)
      counts.set(batch.scope.currency, (counts.get(batch.scope.currency) ?? 0) + 1);
    return [...counts]
      .sort(([a, n], [b, k]) => k - n || (a < b ? -1 : 1))
      .map(([currency]) => currency);
  });
  readonly currency: string = $derived.by(
    () =>
      this.address.currency ??
      reportingOf(this.#read().state)?.currency ??
      this.currencies[0] ??
      'CNY'
  );
  readonly #rates: Rates = $derived.by(() => this.#read().ratesTo(this.currency));
  readonly reporting: Reporting = $derived({ currency: this.currency, rates: this.#rates });

  readonly tagKeys: readonly string[] = $derived.by(() => tagKeysInUse(this.state));
  readonly tagKey: string = $derived.by(() => this.address.filter.tagKey ?? this.tagKeys[0] ?? '');
  /** Keys of the cost allocation tags that bills have. */
  readonly allocationKeys: readonly string[] = $derived.by(() => {
    const batches = new Set(this.#counted.map(({ batch }) => batch));
    const texts = new Set([...batches].flatMap(({ lines }) => lines.map(({ tags }) => tags)));
    return [...new Set([...texts].flatMap((tags) => [...tagsIn(tags).keys()]))].sort();
  });
  readonly allocationKey: string = $derived.by(
    () => this.address.filter.allocationKey ?? this.allocationKeys[0] ?? ''
  );
  /** The tag a breakdown is by, and those it could be by. */
  keyOf = (by: Keyed): string => (by === 'tag' ? this.tagKey : this.allocationKey);
  keysOf = (by: Keyed): readonly string[] => (by === 'tag' ? this.tagKeys : this.allocationKeys);

  /** Only what is told by the organization asks for it: nothing else is summed anew when that changes. */
  #grouping(by: CostDimension): ReturnType<typeof groupedBy> {
    const { department, tag } = this.#filter;
    const asks = by === 'tag' || department !== undefined || tag !== undefined;
    return groupedBy(asks ? this.state : NOTHING, this.#filter, by);
  }

  #pivot(months: readonly string[], grouping: ReturnType<typeof groupedBy>): Pivot {
    const measure = this.#measure;
    return pivot(this.#counted, { months, measure, reporting: this.reporting, ...grouping });
  }

  readonly #byAccount: Pivot = $derived.by(() =>
    this.#pivot(this.months, this.#grouping('account'))
  );
  /** What all that is looked at costs, by month. */
  readonly total: CostCells = $derived.by(() =>
    totalCells(this.#byAccount.rows, this.months.length)
  );
  readonly change: Change = $derived.by(() => ({
    before: this.total[this.from] ?? 0n,
    after: this.total[this.at] ?? 0n
  }));
  /** What has no rate in either month, in 1e-12 of its own currency. */
  readonly apart: readonly Apart[] = $derived.by(() =>
    [...this.#byAccount.apart].flatMap(([currency, cells]) =>
      [this.at, this.from].flatMap((place) => {
        const [month, amount] = [this.months[place] ?? '', cells[place] ?? 0n];
        return amount === 0n ? [] : [{ currency, month, amount }];
      })
    )
  );

  /** Whether a month's total is made of the same currencies as that of the month looked at. */
  isComparable(month: string): boolean {
    const has = (of: string, currency: string) =>
      rateOf(this.reporting, of, currency) !== undefined;
    return this.currencies.every((currency) => has(month, currency) === has(this.month, currency));
  }

  /** What costs can be told by. */
  readonly breakdowns: readonly Breakdown[] = $derived.by(() => {
    const told = this.#read().breakdowns ?? BREAKDOWNS;
    return this.allocationKeys.length > 0 ? told : told.filter((by) => by !== 'allocation');
  });

  /** What bills say of a dimension anywhere, to be chosen from. */
  valuesOf(dimension: LineDimension): string[] {
    const values = new Set<string>();
    for (const { batch } of this.#counted)
      for (const line of batch.lines) values.add(line[dimension]);
    return [...values].sort((a, b) => a.localeCompare(b, settings.locale));
  }

  readonly #costs = $derived.by(() => accountCosts(this.#byAccount.rows));

  /** Costs along today's tree, down to accounts. */
  readonly areas: CostAreas = $derived.by(() =>
    costAreas(this.state, this.#costs, this.months.length, this.at)
  );

  /** Rows by a breakdown; together they are the total of every month. */
  rowsBy(by: Breakdown): readonly CostRow[] {
    if (by === 'department') return this.#departments(this.state, this.#costs);
    if (by === 'account') return rowsOf(this.#byAccount.rows);
    return rowsOf(this.#pivot(this.months, this.#grouping(by)).rows);
  }

  #departments(state: State, costs: ReturnType<typeof accountCosts>): readonly CostRow[] {
    return departmentRows(state, costs, this.filter.department ?? ROOT, this.months.length);
  }

  readonly breakdown: readonly CostRow[] = $derived.by(() => this.rowsBy(this.address.by));

  /** The same months by the tree of each of them; undefined where the history does not reach. */
  readonly breakdownThen: readonly CostRow[] = $derived.by(() => {
    const byKey = new Map<string, bigint[]>();
    for (const month of [this.before, this.month]) {
      const state = this.#read().then.get(month) ?? this.state;
      const { rows } = this.#pivot([month], groupedBy(state, this.filter, 'account'));
      const at = this.months.indexOf(month);
      const table = accountCosts(rows);
      for (const { key, cells } of departmentRows(
        state,
        table,
        this.filter.department ?? ROOT,
        1
      )) {
        const known = byKey.get(key) ?? new Array<bigint>(this.months.length).fill(0n);
        known[at] = cells[0] ?? 0n;
        byKey.set(key, known);
      }
    }
    return [...byKey].map(([key, cells]) => ({ key, cells }));
  });

  isKnownThen(month: string): boolean {
    return this.#read().then.has(month);
  }

  /** Whether nothing that is closed comes after the month: what comes next is only guessed from there. */
  readonly isLatest: boolean = $derived.by(() => {
    const { thisMonth } = this.#read();
    return this.billed.every((month) => month >= thisMonth || month <= this.month);
  });
  readonly outlook: Outlook | undefined = $derived.by(() => {
    const { thisMonth } = this.#read();
    if (!this.isLatest) return undefined;
    const series = this.months.flatMap((month, i) =>
      this.hasBill(month) && this.isComparable(month)
        ? [{ month, amount: this.total[i] ?? 0n }]
        : []
    );
    return outlook(series, thisMonth);
  });

  /** This year until the month, and the same months of the year before where all have bills. */
  readonly yearToDate = $derived.by(() => {
    const year = this.months.filter(
      (month) => month.slice(0, 4) === this.month.slice(0, 4) && month <= this.month
    );
    const withBill = year.filter((month) => this.hasBill(month));
    const sum = (months: readonly string[]) =>
      months.reduce((all, month) => all + (this.total[this.months.indexOf(month)] ?? 0n), 0n);
    const earlier = withBill.map((month) => monthsLater(month, -YEAR));
    const comparable = [...withBill, ...earlier].every(
      (month) => this.hasBill(month) && this.isComparable(month)
    );
    return {
      months: withBill,
      amount: sum(withBill),
      growth: comparable ? growthOf({ before: sum(earlier), after: sum(withBill) }) : undefined
    };
  });

  readonly untagged: { readonly amount: bigint; readonly accounts: number } = $derived.by(() => {
    const rows = this.#byAccount.rows.filter(
      ({ account, cells }) =>
        (cells[this.at] ?? 0n) !== 0n &&
        rowOf(this.state, Account, account)?.tags.every(([key]) => key !== this.tagKey)
    );
    return { amount: totalCells(rows, this.months.length)[this.at] ?? 0n, accounts: rows.length };
  });

  readonly #driving: readonly PivotRow[] = $derived.by(() => {
    const { accountOf } = this.#grouping('account');
    const { lineOf } = this.#grouping('service');
    return this.#pivot([this.before, this.month], { accountOf, lineOf }).rows;
  });

  drivers(by: DrivenBy, most: number): Drivers {
    const { state } = this;
    const keyOf = {
      departmentService: ({ account, line }: PivotRow) => pairKey(costHomeOf(state, account), line),
      account: ({ account }: PivotRow) => account,
      service: ({ line }: PivotRow) => line
    }[by];
    return driversOf(this.#driving, keyOf, { from: 0, to: 1, most });
  }

  /** Months that say what is usual, and the month itself. */
  readonly #judged: readonly string[] = $derived.by(() =>
    this.months.filter(
      (month, i) =>
        i > this.at - 1 - YEAR && i <= this.at && this.hasBill(month) && this.isComparable(month)
    )
  );
  readonly hasUsual: boolean = $derived(this.#judged.length > 4);
  readonly anomalies: readonly Anomaly[] = $derived.by(() => {
    const { state } = this;
    const allows = filterOf(state, this.filter);
    const { rows } = this.#pivot(this.#judged, {
      accountOf: (id) => (allows.account(id) ? costHomeOf(state, id) : undefined),
      lineOf: (line) => (allows.line(line) ? line.service : undefined)
    });
    const keyed = rows.map(({ account, line, cells }) => ({ key: pairKey(account, line), cells }));
    return this.hasBill(this.month) ? anomaliesAt(keyed, this.#judged.length - 1) : [];
  });

  /** The account whose cost lies furthest from its own usual, of those an anomaly is made of. */
  mostOf(key: string): { readonly account: string; readonly change: bigint } | undefined {
    const { account, line } = this.askingPair(key, this.month);
    const { rows } = this.#pivot(this.#judged, {
      accountOf: (id) => (account(id) ? id : undefined),
      lineOf: (each) => (line(each) ? '' : undefined)
    });
    const offs = rows.map((row) => ({
      account: row.account,
      change: (row.cells.at(-1) ?? 0n) - median(row.cells.slice(0, -1))
    }));
    return offs.reduce<(typeof offs)[number] | undefined>(
      (most, each) => (sizeOf(each.change) > sizeOf(most?.change ?? 0n) ? each : most),
      undefined
    );
  }

  // Why a number is what it is.

  get asked(): Asked | undefined {
    return this.#asked;
  }
  ask(asked: Asked | undefined) {
    this.#asked = asked;
  }

  /** All that is looked at, narrowed further; by the tree of `state` where that is not today's. */
  asking(
    title: string,
    months: readonly string[],
    narrow: CostFilter = {},
    state = this.state
  ): Asked {
    return { title, months, ...filterOf(state, { ...this.filter, ...narrow }) };
  }

  /** A row of the breakdown, in one month. */
  askingRow(key: string, month: string, by: Breakdown, state = this.state): Asked {
    const title = this.nameOf(by, key, state);
    if (by !== 'department') return this.asking(title, [month], { [by]: key }, state);
    const at = this.filter.department ?? ROOT;
    if (key !== at) return this.asking(title, [month], { department: key }, state);
    const { account, line } = this.asking(title, [month], {}, state);
    const directly = (id: string) => account(id) && costHomeOf(state, id) === at;
    return { title, months: [month], account: directly, line };
  }

  /** A department's own accounts and one service, in one month. */
  askingPair(key: string, month: string): Asked {
    const [home, service] = pairOf(key);
    const { account, line } = this.asking('', [month], { service });
    const own = (id: string) => account(id) && costHomeOf(this.state, id) === home;
    return { title: this.pairName(key), months: [month], account: own, line };
  }

  readonly origin: Origin | undefined = $derived.by(() => {
    const asked = this.#asked;
    if (!asked) return undefined;
    const { minus } = asked;
    return minus
      ? differenceOf(this.#originOf(asked), this.#originOf(minus))
      : this.#originOf(asked);
  });

  #originOf({ months, account, line }: Asked): Origin {
    return originOf(this.#counted, {
      months,
      measure: this.#measure,
      reporting: this.reporting,
      accountOf: (id) => (account(id) ? id : undefined),
      lineOf: (each) => (line(each) ? each.service : undefined)
    });
  }

  // Names and amounts, as they are read.

  nameOf(by: Breakdown, key: string, state = this.state): string {
    if (key === OUTSIDE) return t(m.outside);
    if (by === 'department') return this.#departmentName(key, state);
    if (by === 'account') return this.accountName(key);
    if (key !== '') return key;
    return isKeyed(by) ? t(m.untagged, { key: this.keyOf(by) }) : t(m.unsaid);
  }

  /** What rows of a breakdown are, with the tag they are by. */
  headOf(by: Breakdown): string {
    return isKeyed(by) && this.keyOf(by) !== '' ? `${t(m[by])} ${this.keyOf(by)}` : t(m[by]);
  }

  #departmentName(key: string, state: State): string {
    const at = this.filter.department ?? ROOT;
    const name =
      key === ROOT
        ? this.#groupName
        : (
            rowOf(state, Department, key) ??
            rowOf(this.state, Department, key) ??
            rowOf(this.state, FormerDepartment, key)
          )?.name;
    if (name === undefined) return t(m.gone, { id: key });
    return key === at ? t(m.directly, { name }) : name;
  }

  get #groupName(): string {
    return rowOf(this.state, Organization, ROOT)?.name || t(m.group);
  }

  /** A department by its own name, wherever one looks from. */
  homeName(id: string): string {
    if (id === OUTSIDE) return t(m.outside);
    return id === ROOT ? this.#groupName : (rowOf(this.state, Department, id)?.name ?? id);
  }

  accountName(id: string): string {
    const place = placeTogether(id);
    if (place !== undefined) return t(m.together, { name: this.homeName(place) });
    const name = rowOf(this.state, Account, id)?.name;
    return name === undefined || name === '' ? this.accountId(id) : name;
  }

  /** What the cloud calls an account; blank where its bill does not say. */
  accountId(id: string): string {
    if (placeTogether(id) !== undefined) return '';
    const own = rowOf(this.state, Account, id)?.externalId ?? external(id);
    return own === '' ? t(m.unsaid) : own;
  }

  pairName(key: string): string {
    const [home, service] = pairOf(key);
    if (!this.breakdowns.includes('service')) return this.homeName(home);
    return `${this.homeName(home)} · ${this.nameOf('service', service)}`;
  }

  unitOf(amounts: readonly bigint[]): AmountUnit {
    return unitFor(amounts, REPORTED_DECIMALS, settings.locale);
  }
  unitText = (unit: AmountUnit): string =>
    t(m.unit, { zeros: unit.zeros, currency: this.currency });

  /** `1,385.2` in a unit that stands elsewhere. */
  inUnit = (amount: bigint, unit: AmountUnit, sign?: 'always'): string =>
    amountIn(amount, unit, REPORTED_DECIMALS, sign);
  /** `87.9万`, with its unit. */
  short(amount: bigint, sign?: 'always'): string {
    const unit = this.unitOf([amount]);
    return `${this.inUnit(amount, unit, sign)}${t(m.unitShort, { zeros: unit.zeros })}`;
  }
  /** To two decimals, in full. */
  full = (amount: bigint): string =>
    `${amountIn(amount, { zeros: 0, decimals: 2 }, REPORTED_DECIMALS)} ${this.currency}`;
  /** Every digit there is. */
  exact = (amount: bigint): string => `${amountText(amount, REPORTED_DECIMALS)} ${this.currency}`;
  percent(part: number | undefined, sign: 'always' | 'never' = 'always'): string {
    if (part === undefined) return '';
    const rounded = Math.round(part * 1000) / 10;
    const text = `${Math.abs(rounded).toFixed(1)}%`;
    if (rounded < 0) return `−${text}`;
    return sign === 'always' && rounded > 0 ? `+${text}` : text;
  }
  share = (part: bigint, whole: bigint): string =>
    whole > 0n ? this.percent(Number((part * 100_000n) / whole) / 100_000, 'never') : '';
}

export const pairKey = (home: string, service: string): string => JSON.stringify([home, service]);
export const pairOf = (key: string): [home: string, service: string] =>
  JSON.parse(key) as [string, string];

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

const rowsOf = (rows: readonly PivotRow[]): CostRow[] =>
  rows.map(({ account, line, cells }) => ({ key: account || line, cells }));

/** What stands behind the cloud in the key of a record. */
function external(id: string): string {
  const text = id.slice(id.indexOf(':') + 1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { Account } from '#core/account/model.ts';
import { changeOfAccounts } from '#core/finance/accounts-change.ts';
import { amountText } from '#core/finance/amount.ts';
import { amountIn, unitFor, type AmountUnit } from '#core/finance/amount-unit.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { costByDepartment } from '#core/finance/department-cost.ts';
import { changeIn, growthOf, type Change } from '#core/finance/drivers.ts';
import { ExchangeRate, FinanceSettings } from '#core/finance/model.ts';
import {
  billedCurrencies,
  latestBilled,
  monthCosts,
  type MonthCosts
} from '#core/finance/month-costs.ts';
import { ratesTo, reportingOf } from '#core/finance/rates.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import { blur, HIDDEN } from './blur.svelte.ts';
import { costMessages as m } from './cost-messages.ts';
import { moneyOf, type BillHolder, type Money } from './money.svelte.ts';
import { settings, t } from './settings.svelte.ts';

const PICO_DECIMALS = 12;
const EXACT: AmountUnit = { zeros: 0, decimals: 2 };

/**
 * What accounts and departments cost in the latest closed month with bills, for pages that are about
 * something else. The table of accounts stays the same object while only the organization changes,
 * so that costs by department follow a move at the cost of the move.
 */
export class ShownCosts {
  readonly #holder: BillHolder;
  readonly #money: Money;
  /** `2026-11`: the first month that is not closed. */
  readonly #running: () => string;
  #inputs: readonly unknown[] = [];
  #costs: MonthCosts | undefined;
  #paper: ShownCosts | undefined;
  readonly #isHidden: () => boolean;

  constructor(holder: BillHolder, running: () => string, isHidden = () => blur.on) {
    this.#isHidden = isHidden;
    this.#holder = holder;
    this.#money = moneyOf(holder);
    this.#running = running;
  }

  follow(): Promise<void> {
    return this.#money.follow();
  }

  /** The same for a file, in which nothing is hidden. */
  get onPaper(): ShownCosts {
    return (this.#paper ??= new ShownCosts(this.#holder, this.#running, () => false));
  }

  /** Whether amounts are written as such, or only that there are some. */
  get hidden(): boolean {
    return this.#isHidden();
  }

  get isReading(): boolean {
    return this.#money.phase === 'reading';
  }

  /** Nothing while no bill was read. */
  get now(): MonthCosts | undefined {
    const { counted } = this.#money;
    const { state } = this.#holder;
    const inputs = [counted, tableOf(state, ExchangeRate), tableOf(state, FinanceSettings)];
    if (inputs.some((input, i) => input !== this.#inputs[i])) {
      this.#inputs = inputs;
      this.#costs = this.#make(state);
    }
    return this.#costs;
  }

  #make(state: State): MonthCosts | undefined {
    const { counted } = this.#money;
    const month = latestBilled(counted, this.#running());
    const [usual = ''] = billedCurrencies(counted);
    const currency = reportingOf(state)?.currency ?? usual;
    return month === undefined
      ? undefined
      : monthCosts(counted, month, { currency, rates: ratesTo(state, currency) });
  }

  /** What an account or a department with all beneath it cost, before and in the month. */
  changeOf(state: State, id: string): Change {
    const { now } = this;
    if (!now) return changeIn(undefined);
    const isAccount = id !== OUTSIDE && id !== ROOT && rowOf(state, Account, id) !== undefined;
    const table = isAccount ? now.costs : costByDepartment(state, now.costs);
    return changeIn(get(table, id)?.cells);
  }

  costOf = (state: State, id: string): bigint => this.changeOf(state, id).after;

  /** The same of accounts together, which share something. */
  changeOfAccounts = (ids: readonly string[]): Change =>
    this.now ? changeOfAccounts(this.now.costs, ids) : changeIn(undefined);

  /** Why changes say nothing, if they do not. */
  get incomparable(): string | undefined {
    const { now } = this;
    const why = now?.incomparable;
    return why && t(m[why], { before: this.#monthName(now.before) });
  }

  // Words and amounts, as they are read.

  #monthName = (month: string): string =>
    t(m.month, { year: Number(month.slice(0, 4)), month: Number(month.slice(5)) });

  get #currency(): string {
    return this.now?.currency ?? '';
  }
  /** "2026 年 10 月费用" / "Cost in Oct 2026". */
  get title(): string {
    return t(m.cost, { month: this.#monthName(this.now?.month ?? '') });
  }
  /** The same with the currency, for what shows amounts without one. */
  get titleIn(): string {
    return t(m.costIn, {
      month: this.#monthName(this.now?.month ?? ''),
      currency: this.#currency
    });
  }
  get changeTitle(): string {
    const { month = '', before = '' } = this.now ?? {};
    return t(m.change, {
      month: this.#monthName(month),
      before: this.#monthName(before),
      currency: this.#currency
    });
  }
  /** Over a column of amounts in a unit. */
  head(unit: AmountUnit = EXACT): string {
    const month = this.now?.month ?? '';
    return t(m.head, { month, zeros: unit.zeros, currency: this.#currency });
  }

  unitOf = (state: State): AmountUnit =>
    unitFor([this.costOf(state, ROOT)], REPORTED_DECIMALS, settings.locale);
  inUnit = (amount: bigint, unit: AmountUnit): string =>
    this.hidden ? HIDDEN : amountIn(amount, unit, REPORTED_DECIMALS);
  /** `87.9万` / `879.0K`: in the unit people use. */
  short(amount: bigint): string {
    if (this.hidden) return HIDDEN;
    const unit = unitFor([amount], REPORTED_DECIMALS, settings.locale);
    return t(m.short, { text: this.inUnit(amount, unit), zeros: unit.zeros });
  }
  /** To two decimals: `1,385.20 CNY`. */
  full = (amount: bigint): string =>
    t(m.amount, { text: this.inUnit(amount, EXACT), zeros: 0, currency: this.#currency });
  plain = (amount: bigint): string => this.inUnit(amount, EXACT);
  /** Every digit there is. */
  exact = (amount: bigint): string =>
    `${this.hidden ? HIDDEN : amountText(amount, REPORTED_DECIMALS)} ${this.#currency}`;

  /** `+2.1%`; nothing where there is nothing to compare. */
  growth(change: Change): string {
    if (this.now?.incomparable !== undefined) return '';
    const growth = growthOf(change);
    if (growth === undefined) return change.before === 0n && change.after > 0n ? t(m.fresh) : '';
    const percent = Math.round(growth * 1000) / 10;
    const text = `${Math.abs(percent).toFixed(1)}%`;
    return percent === 0 ? text : `${percent < 0 ? '−' : '+'}${text}`;
  }

  /** What is not in the amounts, and why: never dropped without a word. */
  notes(state: State): string[] {
    const { now } = this;
    if (this.isReading) return [t(m.reading)];
    const { missing } = this.#money;
    const lost = missing.length > 0 ? [t(m.missing, { n: missing.length })] : [];
    if (!now) return lost.length > 0 ? lost : [t(m.nothing)];
    const apart = [...now.apart].map(([currency, amount]) =>
      this.hidden ? `${HIDDEN} ${currency}` : apartText(amount, currency)
    );
    const outside = this.costOf(state, OUTSIDE);
    const running = now.month >= this.#running();
    return [
      ...(running ? [t(m.running, { month: this.#monthName(now.month) })] : []),
      ...lost,
      ...(apart.length > 0 ? [t(m.apart, { amounts: apart })] : []),
      ...(outside !== 0n ? [t(m.outside, { amount: this.full(outside) })] : [])
    ];
  }
}

const apartText = (amount: bigint, currency: string): string =>
  t(m.amount, { text: amountIn(amount, EXACT, PICO_DECIMALS), zeros: 0, currency });

const opened = new WeakMap<BillHolder, ShownCosts>();

/** The costs of a workspace: pages that show them share what was summed. */
export function costsOf(holder: BillHolder): ShownCosts {
  const running = () => new Date(holder.takenAt ?? Date.now()).toISOString().slice(0, 7);
  const costs = opened.get(holder) ?? new ShownCosts(holder, running);
  opened.set(holder, costs);
  return costs;
}

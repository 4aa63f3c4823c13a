import { batchOf } from '#core/finance/batch-write.ts';
import { SNAPSHOT } from '#core/finance/batch-format.ts';
import { readBatch, readMonth, type Batch } from '#core/finance/batch-read.ts';
import { accountKeys, type CountedMonth } from '#core/finance/cost.ts';
import { OUTSIDE, together } from '#core/finance/cost-home.ts';
import type { BillScope, Fact } from '#core/finance/fact.ts';
import { costHomeOf } from '#core/finance/grouping.ts';
import { CostSums } from '#core/finance/half-sums.ts';
import { BillBatch, ExchangeRate, FinanceSettings } from '#core/finance/model.ts';
import { placed, type Placed } from './placed.ts';
import { rateId } from '#core/finance/rates.ts';
import { readRow, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { ROOT } from '#core/org/model.ts';
import type { MoneyGrain, Scope } from './scope.ts';
import { shownIn } from './shown.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const NO_LINE = { service: '', region: '', chargeCategory: '', pricingCategory: '', tags: '' };

/** A bill of which some months count, and under which names its accounts leave, by their places. */
export interface NamedBill {
  readonly batch: Batch;
  readonly months: readonly string[];
  /** Undefined for what the scope does not reach. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Names the accounts of bills for a scope. Those outside the organization are shown nowhere else and
 * never told apart.
 */
export function namedBills(
  state: State,
  counted: readonly CountedMonth[],
  scope: Scope
): NamedBill[] {
  if (scope.money === 'none') return [];
  const homes = new Map(
    shownIn(state, scope).accounts.map(({ id, departmentId }) => [id, departmentId])
  );
  const beyond = (key: string) =>
    scope.top === ROOT && costHomeOf(state, key) === OUTSIDE ? together(OUTSIDE) : undefined;
  const months = new Map<Batch, string[]>();
  for (const { batch, month } of counted) {
    const own = months.get(batch);
    if (own) own.push(month);
    else months.set(batch, [month]);
  }
  return [...months].map(([batch, own]) => ({
    batch,
    months: own,
    names: accountKeys(batch).map((key, i) => {
      const home = homes.get(key);
      if (home === undefined) return beyond(key);
      return scope.money === 'department' ? together(home) : batch.accounts[i];
    })
  }));
}

/**
 * The costs of named accounts as batches of their own: one a provider, currency and month, without
 * payers, files, regions or anything else the grain does not name. A step is one of them.
 */
export function* summedBills(
  bills: readonly NamedBill[],
  money: MoneyGrain
): Generator<Result<Bytes>> {
  for (const group of groupsOf(bills)) {
    const facts: Fact[] = [];
    for (const { bill, month } of group) {
      const columns = readMonth(bill.batch, month);
      if (!columns.ok) {
        yield columns;
        return;
      }
      addFacts(facts, bill, { month, columns: columns.value }, money);
    }
    const [first] = group;
    if (!first || facts.length === 0) continue;
    const { provider, currency } = first.bill.batch.scope;
    const scope: BillScope = { provider, payer: '', currency };
    yield ok(batchOf({ scope, format: SNAPSHOT, facts, sketches: new Map() }));
  }
}

interface BillMonth {
  readonly bill: NamedBill;
  readonly month: string;
}

/** Months of one provider and currency, whoever pays them, in an order of their own. */
function groupsOf(bills: readonly NamedBill[]): readonly (readonly BillMonth[])[] {
  const groups = new Map<string, BillMonth[]>();
  for (const bill of bills)
    for (const month of bill.months) {
      const { provider, currency } = bill.batch.scope;
      const key = JSON.stringify([month, provider, currency]);
      const group = groups.get(key);
      if (group) group.push({ bill, month });
      else groups.set(key, [{ bill, month }]);
    }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function addFacts(
  facts: Fact[],
  { batch, names }: NamedBill,
  { month, columns }: Pick<CountedMonth, 'month' | 'columns'>,
  money: MoneyGrain
): void {
  const accounts = placed(names, (name) => name);
  const lines = placed(batch.lines, ({ service }) => (money === 'service' ? service : ''));
  const [billed, effective] = [sumsOf(accounts, lines), sumsOf(accounts, lines)];
  const places = { accounts: accounts.at, cells: lines.at };
  for (const segment of columns) {
    billed.add(segment, places, 'billed');
    effective.add(segment, places, 'effective');
  }
  const fact = (row: number, line: number, amounts: Pick<Fact, 'billed' | 'effective'>): Fact => ({
    month,
    account: accounts.names[row] ?? '',
    ...NO_LINE,
    service: lines.names[line] ?? '',
    ...amounts
  });
  billed.each((row, line, amount) =>
    facts.push(fact(row, line, { billed: amount, effective: 0n }))
  );
  effective.each((row, line, amount) =>
    facts.push(fact(row, line, { billed: 0n, effective: amount }))
  );
}

const sumsOf = (accounts: Placed, lines: Placed) =>
  new CostSums(accounts.names.length, lines.names.length);

/** Rates as a snapshot holds them, those of its months and currencies, and the currency to tell in. */
interface RatesShown {
  readonly reporting: string;
  readonly rates: readonly (readonly [
    month: string,
    currency: string,
    reporting: string,
    rate: string
  ])[];
}

export function ratesShown(state: State, bills: readonly Uint8Array[]): RatesShown {
  const told = new Set<string>();
  for (const bytes of bills) {
    const batch = readBatch(bytes);
    if (!batch.ok) continue;
    const { scope, months } = batch.value;
    for (const { month } of months) told.add(JSON.stringify([month, scope.currency]));
  }
  const rates: RatesShown['rates'][number][] = [];
  each(tableOf(state, ExchangeRate), ({ month, currency, reporting, rate }) => {
    if (told.has(JSON.stringify([month, currency]))) rates.push([month, currency, reporting, rate]);
  });
  return {
    reporting: rowOf(state, FinanceSettings, ROOT)?.reportingCurrency ?? '',
    rates: rates.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  };
}

/** Facts of more rows would fill the memory of whoever only looks. */
const MOST_ROWS = 8_000_000;

/** A snapshot's money, as the views of costs ask for it. */
export interface MoneyShown {
  /** Bills by the ids of their records. */
  readonly bills: ReadonlyMap<string, Bytes>;
  /** Records by kind. */
  readonly rows: readonly (readonly [kind: string, rows: readonly Row[]])[];
}

/** Reads what a snapshot tells of money whoever wrote it, within what may be unpacked of it. */
export function readMoney(told: unknown, rates: unknown): Result<MoneyShown> {
  const bills = new Map<string, Bytes>();
  const batches: Row[] = [];
  let rows = 0;
  for (const text of Array.isArray(told) ? (told as unknown[]) : []) {
    const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
    const batch = bytes && readBatch(bytes);
    if (!bytes || !batch?.ok || batch.value.format !== SNAPSHOT) return damaged();
    const { scope, format, months } = batch.value;
    const own = months.flatMap(({ segments }) => segments.map((segment) => segment.rows));
    const sum = own.reduce((all, each) => all + each, 0);
    rows += sum;
    if (rows > MOST_ROWS) return damaged();
    const id = `bill-${bills.size + 1}`;
    bills.set(id, bytes);
    const said = { ...scope, format, months: months.map(({ month }) => month), rows: sum };
    batches.push(readRow(BillBatch, id, (field) => (said as Record<string, unknown>)[field]));
  }
  return ok({ bills, rows: [[BillBatch.name, batches], ...readRates(rates)] });
}

const damaged = (): Result<never> =>
  refused({ code: 'snapshot.malformed', params: { detail: 'bills' } });

function readRates(raw: unknown): MoneyShown['rows'] {
  const { reporting, rates } = (raw ?? {}) as { reporting?: unknown; rates?: unknown };
  const list: unknown[] = Array.isArray(rates) ? rates : [];
  const found = list.flatMap((each): Row[] => {
    const texts: unknown[] = Array.isArray(each) ? each : [];
    const [month, currency, into, rate] = texts;
    if (typeof month !== 'string' || typeof currency !== 'string' || typeof into !== 'string')
      return [];
    const said: Record<string, unknown> = { month, currency, reporting: into, rate };
    return [readRow(ExchangeRate, rateId(month, currency, into), (field) => said[field])];
  });
  const settings = readRow(FinanceSettings, ROOT, (field) =>
    field === 'reportingCurrency' ? reporting : undefined
  );
  return [
    [ExchangeRate.name, found],
    [FinanceSettings.name, [settings]]
  ];
}

/** Characters that one call takes as arguments. */
const SLICE = 32_768;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += SLICE)
    binary += String.fromCharCode(...bytes.subarray(at, at + SLICE));
  return btoa(binary);
}

function fromBase64(text: string): Bytes | undefined {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}

import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { recordKey } from '#core/org/provider.ts';
import type { Batch } from './batch-read.ts';
import { periodKey, type BillSource, type Outdone, type Settled } from './current.ts';
import { scopeKey, type BillScope } from './fact.ts';
import { BillBatch, BillChoice } from './model.ts';

/** The record under which a choice for one payer's month in one currency is kept. */
export const periodId = ({ provider, payer, currency }: BillScope, month: string): string =>
  `${recordKey(provider, payer)}:${recordKey('other', currency).slice('other:'.length)}:${month}`;

/** What a batch says of each of its months, as far as it is listed. */
export function billSources(batches: ReadonlyMap<string, Batch>, state: State): BillSource[] {
  const bills = tableOf(state, BillBatch);
  return [...batches].flatMap(([id, { scope, format, months }]) => {
    const bill = get(bills, id);
    if (!bill) return [];
    const importedAt = Date.parse(bill.importedTime) || 0;
    return months.map(({ month, sketch }) => ({ id, scope, format, month, sketch, importedAt }));
  });
}

type Tables = [choices: Table<BillChoice>, bills: Table<BillBatch>];

/** By `periodKey`, the bills that somebody chose and that are still listed. */
const chosen = derived<Tables, ReadonlyMap<string, ReadonlySet<string>>>(
  (choices, bills) => {
    const byPeriod = new Map<string, ReadonlySet<string>>();
    each(choices, ({ month, sources, ...scope }) => {
      const listed = new Set(sources.filter((id) => get(bills, id)));
      if (listed.size > 0) byPeriod.set(periodKey({ scope, month }), listed);
    });
    return byPeriod;
  },
  // There are a few choices in all.
  () => undefined
);

export const chosenBills = (state: State): ReadonlyMap<string, ReadonlySet<string>> =>
  chosen(tableOf(state, BillChoice), tableOf(state, BillBatch));

/** One payer's month in one currency: what counts, what does not and why, and whether somebody chose. */
export interface BillPeriod {
  readonly scope: BillScope;
  readonly month: string;
  readonly counted: readonly BillSource[];
  readonly outdone: readonly Outdone<BillSource>[];
  readonly chosen: boolean;
}

/** The newest month first. */
export function billPeriods(
  { counted, replaced, aside }: Settled<BillSource>,
  choices: ReadonlyMap<string, ReadonlySet<string>>
): BillPeriod[] {
  const periods = new Map<string, { counted: BillSource[]; outdone: Outdone<BillSource>[] }>();
  const of = (source: BillSource) => {
    const key = periodKey(source);
    const known = periods.get(key) ?? { counted: [], outdone: [] };
    periods.set(key, known);
    return known;
  };
  for (const source of counted) of(source).counted.push(source);
  for (const each of [...replaced, ...aside]) of(each.source).outdone.push(each);
  return [...periods]
    .flatMap(([key, own]): BillPeriod[] => {
      const first = own.counted[0] ?? own.outdone[0]?.source;
      if (!first) return [];
      return [{ scope: first.scope, month: first.month, ...own, chosen: choices.has(key) }];
    })
    .sort((a, b) => compare(b.month, a.month) || compare(scopeKey(a.scope), scopeKey(b.scope)));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { recordKey } from '#core/org/provider.ts';
import type { Batch } from './batch-read.ts';
import { periodKey, type BillSource } from './current.ts';
import type { BillScope } from './fact.ts';
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

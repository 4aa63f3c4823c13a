import { monthsLater } from '#core/finance/month.ts';
import type { Result } from '#core/kernel/problem.ts';
import type { State } from '#core/kernel/state.ts';
import type { Money } from './money.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

/** The bills that count, as whoever shows costs asks for them. */
export type CountedBills = Pick<Money, 'phase' | 'counted' | 'batches' | 'missing'>;

/** What can be asked of a workspace about its past. */
export interface PastStates extends Pick<Workspace, 'entryIds' | 'entry'> {
  asOf(entry: string): Promise<Result<{ readonly state: State }>>;
}

/**
 * The organization as it was at the end of each month; a month that ended before the history begins
 * is not in it. A month that has not ended is as of now.
 */
export async function statesThen(
  history: PastStates,
  months: readonly string[]
): Promise<ReadonlyMap<string, State>> {
  const states = new Map<string, State>();
  for (const month of months) {
    const end = Date.parse(`${monthsLater(month, 1)}-01T00:00:00Z`);
    // Entries come newest first.
    const last = history.entryIds().find((id) => (history.entry(id)?.at ?? Infinity) < end);
    const past = last === undefined ? undefined : await history.asOf(last);
    if (past?.ok) states.set(month, past.value.state);
  }
  return states;
}

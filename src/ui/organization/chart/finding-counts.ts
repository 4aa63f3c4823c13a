import { Account } from '#core/account/model.ts';
import type { Finding } from '#core/account/findings.ts';
import { homeOf } from '#core/account/home.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { ancestorsOf } from '#core/org/tree.ts';
import { recordsOf } from '../findings/jump.ts';

/** How many findings are about each record, or about something in or beneath it. */
export function findingCounts(
  state: State,
  findings: readonly Finding[]
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const touched = new Set<string>();
    for (const id of recordsOf(state, finding)) for (const at of wayUp(state, id)) touched.add(at);
    for (const id of touched) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** A record and everything it stands in, up to the root. */
export function wayUp(state: State, id: string): string[] {
  const account = rowOf(state, Account, id);
  const home = account ? homeOf(state, account) : id;
  const above = ancestorsOf(state, home).map((row) => row.id);
  return [...new Set([id, home, ...above, ROOT])];
}

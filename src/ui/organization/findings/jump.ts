import { Account } from '#core/account/model.ts';
import type { Finding } from '#core/account/findings.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';

/** The records a finding is about; those of a spelling are looked up only when asked for. */
export function recordsOf(state: State, { ids, problem }: Finding): readonly string[] {
  if (problem.code !== 'finding.tagKeyDrift') return ids;
  const common = String(problem.params['common']);
  const spelling = common.trim().toLowerCase();
  const found: string[] = [];
  each(tableOf(state, Account), ({ tags }, id) => {
    if (tags.some(([key]) => key !== common && key.trim().toLowerCase() === spelling))
      found.push(id);
  });
  return found;
}

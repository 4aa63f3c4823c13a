import type { Finding } from '#core/account/findings.ts';
import { spelledOtherwise } from '#core/account/tag-drift.ts';
import type { State } from '#core/kernel/state.ts';

/** The records a finding is about; those of a spelling are looked up only when asked for. */
export function recordsOf(state: State, { ids, problem }: Finding): readonly string[] {
  const { code, params } = problem;
  const common = String(params['common']);
  if (code === 'finding.tagKeyDrift') return spelledOtherwise(state, common);
  if (code === 'finding.tagValueDrift')
    return spelledOtherwise(state, String(params['key']), common);
  return ids;
}

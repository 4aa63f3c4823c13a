import { LINE_DIMENSIONS } from '#core/finance/grouping.ts';
import { t } from '#workspace/settings.svelte.ts';
import { financeMessages as m } from './messages.ts';
import type { FinanceView } from './view.svelte.ts';

const DIMENSIONS = ['department', 'account', ...LINE_DIMENSIONS, 'tag', 'allocation'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What is filtered by, in words. */
export function filterChips(view: FinanceView): { dimension: Dimension; text: string }[] {
  const { filter } = view.address;
  return DIMENSIONS.flatMap((dimension) => {
    const value = filter[dimension];
    if (value === undefined) return [];
    const name = dimension === 'department' ? view.homeName(value) : view.nameOf(dimension, value);
    return [{ dimension, text: t(m.chip, { what: view.headOf(dimension), value: name }) }];
  });
}

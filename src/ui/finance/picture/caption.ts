import { LINE_DIMENSIONS } from '#core/finance/grouping.ts';
import type { Caption } from '#ui/charts/picture.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { financeMessages as m } from '../messages.ts';
import type { FinanceView } from '../view.svelte.ts';

/** Whose costs they are, and when the picture is made: epoch milliseconds. */
export interface Motif {
  readonly view: FinanceView;
  readonly name: string;
  readonly now: number;
}

/** The name above a picture, and below it what is shown, in what, of what and when it was made. */
export function captionOf(
  { view, name, now }: Motif,
  shown: readonly string[],
  way: readonly string[] = []
): Caption {
  const { measure } = view.address;
  return {
    title: [name, ...way].join(' / '),
    note: [
      ...shown,
      t(measure === 'effective' ? m.effective : m.billed),
      ...filtersOf(view),
      settings.formats.date(now)
    ]
  };
}

/** What is filtered by, as the page's chips say it. */
function filtersOf(view: FinanceView): string[] {
  const { filter } = view.address;
  return (['department', 'account', ...LINE_DIMENSIONS, 'tag'] as const).flatMap((dimension) => {
    const value = filter[dimension];
    if (value === undefined) return [];
    const what = dimension === 'tag' ? view.tagKey : t(m[dimension]);
    const named = dimension === 'department' ? view.homeName(value) : view.nameOf(dimension, value);
    return [t(m.chip, { what, value: named })];
  });
}

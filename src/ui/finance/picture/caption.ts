import type { Caption } from '#ui/charts/picture.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { filterChips } from '../filter-chips.ts';
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
      ...filterChips(view).map(({ text }) => text),
      settings.formats.date(now)
    ]
  };
}

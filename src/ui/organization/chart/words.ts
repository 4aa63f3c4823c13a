import type { ChartLabels } from '#ui/charts/TreeChart.svelte';
import type { LegendOf } from '#ui/charts/Legend.svelte';
import { settings, t } from '#workspace/settings.svelte.ts';
import { BINS, FINDING_BINS, type Cards } from './cards.ts';
import { chartMessages as m } from './messages.ts';
import type { ColourBy, SizeBy } from './options.ts';

/** What a chart says of itself, in the language of the page. */
export const chartLabels = (): ChartLabels => ({
  chart: t(m.chart),
  zoomIn: t(m.zoomIn),
  zoomOut: t(m.zoomOut),
  fit: t(m.fit),
  openAll: t(m.openAll),
  closeAll: t(m.closeAll),
  map: t(m.map),
  refused: t(m.refused),
  more: (n: number) => t(m.more, { n })
});

const upTo = (bin: number) => `${settings.formats.count(bin)}+`;

/** What colours stand for. */
export function legendOf(colour: ColourBy, { categories }: Cards): LegendOf {
  if (colour === 'accounts') return { title: t(m.byAccounts), least: '0', most: upTo(BINS[5]) };
  if (colour === 'findings')
    return { title: t(m.byFindings), least: '0', most: upTo(FINDING_BINS[5]) };
  const title =
    colour === 'status' ? t(m.byStatus) : t(m.byTag, { key: colour.slice('tag:'.length) });
  return { title, categories: categories ?? [] };
}

/** What the size of cards says, if anything. */
export const sizeText = (size: SizeBy): string | undefined =>
  size === 'same'
    ? undefined
    : t(m.sizeBy, { by: t(size === 'accounts' ? m.byAccounts : m.byFindings) });

import { CHANGE_ENDS, CHANGE_STEPS } from '#ui/charts/change-paint.ts';
import type { LegendOf } from '#ui/charts/tree-drawing.ts';
import type { ChartLabels } from '#ui/charts/TreeChart.svelte';
import type { ShownCosts } from '#workspace/month-costs.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { BINS, COST_BINS, FINDING_BINS, type Cards } from './cards.ts';
import { chartMessages as m } from './messages.ts';
import { isMoney, type ChartLook, type ColourBy, type MoneyBy } from './options.ts';

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

/** What colours stand for; of money once it is read. */
export function legendOf(
  colour: ColourBy,
  { categories }: Pick<Cards, 'categories'>,
  costs: ShownCosts | undefined
): LegendOf {
  if (colour === 'accounts') return { title: t(m.byAccounts), least: '0', most: upTo(BINS[5]) };
  if (colour === 'findings')
    return { title: t(m.byFindings), least: '0', most: upTo(FINDING_BINS[5]) };
  if (isMoney(colour)) return moneyLegend(colour, costs?.now && costs);
  const title =
    colour === 'status' ? t(m.byStatus) : t(m.byTag, { key: colour.slice('tag:'.length) });
  return { title, categories: categories ?? [] };
}

function moneyLegend(colour: MoneyBy, costs: ShownCosts | undefined): LegendOf {
  if (colour === 'cost')
    return {
      title: t(m.said, { title: costs ? costs.titleIn : t(m.byCost), what: t(m.shareOfAll) }),
      least: '0',
      most: `${COST_BINS[5]}%+`
    };
  const title = costs ? costs.changeTitle : t(m.byChange);
  const why = costs?.incomparable;
  return {
    title: why === undefined ? title : t(m.said, { title, what: why }),
    ...CHANGE_ENDS,
    steps: CHANGE_STEPS
  };
}

/** What the size of cards says, if anything. */
export function sizeText(
  { size, colour }: Pick<ChartLook, 'size' | 'colour'>,
  costs: ShownCosts | undefined
): string | undefined {
  if (size === 'same') return undefined;
  // Of which month and in what stands beside it where colours tell of money too.
  const alone = costs?.now && !isMoney(colour) ? costs : undefined;
  if (size === 'cost') return t(m.sizeBy, { by: alone?.titleIn ?? t(m.byCost) });
  return t(m.sizeBy, { by: t(size === 'accounts' ? m.byAccounts : m.byFindings) });
}

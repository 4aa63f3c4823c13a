import { totalOf } from '#core/account/totals.ts';
import type { State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { layoutIcicle, layoutTreemap } from '#ui/charts/area-layout.ts';
import type { AreaShape } from '#ui/charts/area-drawing.ts';
import type { Painter } from '#ui/charts/paints.ts';
import { areaPicture, type Caption, type Picture } from '#ui/charts/picture.ts';
import type { Palette } from '#ui/charts/tree-drawing.ts';
import { treePicture } from '#ui/charts/tree-picture.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import type { AreasScene } from '../areas/scene.svelte.ts';
import { nameOf, trailTo } from '../areas/source.ts';
import type { ChartScene } from '../chart/scene.svelte.ts';
import type { OrganizationView } from '../view.svelte.ts';
import { pictureMessages as m } from './messages.ts';

export type PictureShape = AreaShape | 'chart';

/** What a picture is of. */
export interface Motif {
  readonly state: State;
  readonly view: Pick<OrganizationView, 'query' | 'top'>;
  /** The wall clock, for the day on the picture. */
  readonly now: number;
}

/** Of charts that fill whatever room they have. */
const AREA = { width: 1600, height: 1000 } as const;

/** The tree as the chart shows it, and nothing of how: that stays with the chart. */
export function drawTree(
  scene: ChartScene,
  motif: Pick<Motif, 'state' | 'now'>,
  palette: Palette,
  { inks }: Painter
): Picture {
  const { layout, cards, leavesOf, legend, size, focus, notes } = scene;
  const { accounts } = totalOf(motif.state, focus);
  const caption = captionOf('chart', motif, { top: focus, accounts, about: notes });
  const heapLine = (n: number) => t(m.accounts, { n });
  return treePicture(
    { layout, ...cards, leavesOf, legend, size, heapLine },
    caption,
    palette,
    inks
  );
}

/** The organization as an icicle or a treemap, as it is filtered, sized and coloured. */
export function drawAreas(
  shape: AreaShape,
  { shown: source, colours, counted, about, notes }: AreasScene,
  motif: Motif,
  painter: Painter
): Picture {
  const { state, view } = motif;
  const query = view.query.trim();
  const top = trailTo(state, view.top).at(-1) ?? ROOT;
  const layouter = shape === 'treemap' ? layoutTreemap : layoutIcicle;
  const lookOf = (id: string) => ({
    label: nameOf(state, id),
    value: source.format(source.value(id), id),
    paint: colours.paint(id)
  });
  const layout = layouter(source, top, AREA.width, AREA.height);
  const shown = { top, accounts: counted(top), query, about: [...about, ...notes] };
  const caption = { ...captionOf(shape, motif, shown), legend: colours.legend };
  return areaPicture({ shape, layout, lookOf }, AREA, caption, painter);
}

/** What it is, how many accounts are in it, and the day. */
function captionOf(
  shape: PictureShape,
  { state, now }: Pick<Motif, 'state' | 'now'>,
  shown: {
    readonly top: string;
    readonly accounts: number;
    readonly query?: string;
    /** What sizes and colours say of money, and what is in no amount. */
    readonly about?: readonly string[];
  }
): Caption {
  const way = [ROOT, ...trailTo(state, shown.top)].map((id) => nameOf(state, id));
  const { query = '', about = [] } = shown;
  return {
    title: way.join(' / '),
    note: [
      t(m[shape]),
      t(m.accounts, { n: shown.accounts }),
      ...about,
      ...(query === '' ? [] : [t(m.filtered, { query })]),
      settings.formats.date(now)
    ]
  };
}

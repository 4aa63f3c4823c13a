import type { Conflict } from '#core/audit/conflict.ts';
import type { Finding } from '#core/account/findings.ts';
import { totalOf } from '#core/account/totals.ts';
import type { State } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import { layoutIcicle, layoutTreemap } from '#ui/charts/area-layout.ts';
import type { AreaShape } from '#ui/charts/area-drawing.ts';
import type { Painter } from '#ui/charts/paints.ts';
import {
  areaPicture,
  stepPaint,
  treePicture,
  type Caption,
  type Picture
} from '#ui/charts/picture.ts';
import { layoutTree, stepOf } from '#ui/charts/tree-layout.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { coloursOf, colouringsOf } from '../areas/colouring.ts';
import { areaSource, isAccount, nameOf, trailTo } from '../areas/source.ts';
import { conflictsAt } from '../conflicted.ts';
import { isFiltering, matchesOf } from '../outline/lines.ts';
import type { OrganizationView } from '../view.svelte.ts';
import { pictureMessages as m } from './messages.ts';

export type PictureShape = AreaShape | 'chart';

/** What a picture is drawn from. */
export interface Motif {
  readonly state: State;
  readonly view: Pick<
    OrganizationView,
    'expanded' | 'query' | 'tagged' | 'sort' | 'colour' | 'top'
  >;
  readonly findings: readonly Finding[];
  readonly conflicts: readonly Conflict[];
  /** The wall clock, for the day on the picture. */
  readonly now: number;
}

/** Of charts that fill whatever room they have. */
const AREA = { width: 1600, height: 1000 } as const;

/** From so many accounts on a card has the next colour. */
const BINS = [1, 5, 10, 20, 50, 100] as const;

export const draw = (shape: PictureShape, motif: Motif, painter: Painter): Picture =>
  shape === 'chart' ? drawTree(motif, painter) : drawAreas(shape, motif, painter);

function drawTree(motif: Motif, painter: Painter): Picture {
  const { state, view, conflicts } = motif;
  const layout = layoutTree(
    ROOT,
    (id) => childrenOf(state, id),
    (id) => view.expanded.has(id)
  );
  const cardOf = (id: string) => {
    const { accounts } = totalOf(state, id);
    const open = conflictsAt(conflicts, id).length;
    return {
      name: nameOf(state, id),
      line: t(m.accounts, { n: accounts }),
      step: stepOf(accounts, BINS),
      warning: open > 0 ? t(m.conflicts, { n: open }) : undefined
    };
  };
  const legend = [0, ...BINS].map((from, i) => {
    const next = BINS[i];
    const range = { from, to: next === undefined ? undefined : next - 1 };
    return { paint: stepPaint(i + 1), label: t(m.accountsRange, range) };
  });
  const accounts = totalOf(state, ROOT).accounts;
  const caption = { ...captionOf('chart', motif, { top: ROOT, accounts }), legend };
  return treePicture(layout, cardOf, caption, painter);
}

function drawAreas(shape: AreaShape, motif: Motif, painter: Painter): Picture {
  const { state, view, findings } = motif;
  const query = view.query.trim();
  const source = areaSource(
    state,
    view.sort,
    isFiltering(view) ? matchesOf(state, view) : undefined
  );
  const colouring = colouringsOf(state).find((each) => each === view.colour) ?? '';
  const colours = coloursOf(state, colouring, findings);
  const top = trailTo(state, view.top).at(-1) ?? ROOT;
  const layouter = shape === 'treemap' ? layoutTreemap : layoutIcicle;
  const lookOf = (id: string) => ({
    label: nameOf(state, id),
    value: isAccount(state, id) ? '' : settings.formats.count(source.value(id)),
    paint: colours.paint(id)
  });
  const layout = layouter(source, top, AREA.width, AREA.height);
  const shown = { top, accounts: source.value(top), query };
  const caption = { ...captionOf(shape, motif, shown), legend: colours.legend };
  return areaPicture({ shape, layout, lookOf }, AREA, caption, painter);
}

/** What it is, how many accounts are in it, and the day. */
function captionOf(
  shape: PictureShape,
  { state, now }: Motif,
  shown: { readonly top: string; readonly accounts: number; readonly query?: string }
): Omit<Caption, 'legend'> {
  const way = [ROOT, ...trailTo(state, shown.top)].map((id) => nameOf(state, id));
  const { query = '' } = shown;
  return {
    title: way.join(' / '),
    note: [
      t(m[shape]),
      t(m.accounts, { n: shown.accounts }),
      ...(query === '' ? [] : [t(m.filtered, { query })]),
      settings.formats.date(now)
    ].join(' · ')
  };
}

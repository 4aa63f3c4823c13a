import { ROOT } from '#core/org/model.ts';
import type { AreaShape } from '#ui/charts/area-drawing.ts';
import { layoutIcicle, layoutTreemap } from '#ui/charts/area-layout.ts';
import { CHANGE_LEGEND } from '#ui/charts/change-paint.ts';
import type { Painter } from '#ui/charts/paints.ts';
import { areaPicture, type Picture } from '#ui/charts/picture.ts';
import { t } from '#workspace/settings.svelte.ts';
import { areaLooks } from '../area-look.ts';
import { financeMessages as m } from '../messages.ts';
import { monthName, monthText } from '../month-text.ts';
import { captionOf, type Motif } from './caption.ts';

const SIZE = { width: 1600, height: 1000 } as const;

/** Costs of the month down to accounts, as the page looks into them. */
export function drawCostAreas(shape: AreaShape, motif: Motif, painter: Painter): Picture {
  const { view } = motif;
  const looks = areaLooks(view);
  const layouter = shape === 'treemap' ? layoutTreemap : layoutIcicle;
  const layout = layouter(looks, looks.trail.at(-1) ?? ROOT, SIZE.width, SIZE.height);
  const lookOf = (id: string) => ({
    label: looks.label(id),
    value: looks.format(looks.value(id)),
    paint: looks.colour(id)
  });
  const month = monthText(view.month);
  const shown = [
    t(shape === 'treemap' ? m.treemapOf : m.icicleOf, { month }),
    view.unitText(looks.unit)
  ];
  const caption = {
    ...captionOf(motif, shown, looks.trail.map(looks.label)),
    about: t(m.legendChange, { month: monthName(view.before) }),
    legend: CHANGE_LEGEND
  };
  return areaPicture({ shape, layout, lookOf }, SIZE, caption, painter);
}

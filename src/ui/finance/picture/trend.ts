import { framed, type Key, type Picture } from '#ui/charts/picture.ts';
import type { Inks, Painter } from '#ui/charts/paints.ts';
import { attributes, named, rect, text } from '#ui/charts/svg.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { financeMessages as m } from '../messages.ts';
import { monthText } from '../month-text.ts';
import { SHOWN, trendOf, type Trend, type TrendColumn } from '../trend.ts';
import { stacked } from '../trend-drawing.ts';
import type { FinanceView } from '../view.svelte.ts';
import { captionOf, type Motif } from './caption.ts';

const WIDTH = 1120;
const HEIGHT = 440;
const LEFT = 64;
const TOP = 24;
const BOTTOM = HEIGHT - 44;
const STEP = (WIDTH - LEFT) / (SHOWN + 1);
const BAR = 48;
const SMALL = 11;

/** What the columns are drawn from. */
interface Sheet {
  readonly trend: Trend;
  readonly view: FinanceView;
  readonly painter: Painter;
}

/** The months as columns, as the page has them, with the amount over each. */
export function drawTrend(motif: Motif, painter: Painter): Picture {
  const { view } = motif;
  const trend = trendOf(view, TOP, BOTTOM);
  const sheet = { trend, view, painter };
  const first = SHOWN - trend.columns.length;
  const content = [
    axis(trend, painter.inks),
    ...trend.columns.map((column, place) => columnParts(sheet, column, first + place, place === 0)),
    expected(sheet)
  ].join('');
  const { by } = view.address;
  const shown = [
    t(m.trend),
    `${monthText(trend.columns[0]?.month ?? view.month)} – ${monthText(view.month)}`,
    view.unitText(trend.unit),
    t(m.chip, { what: t(m.by), value: view.headOf(by) }),
    ...(by === 'department' ? [t(m.todaysTree)] : [])
  ];
  const keys = trend.parts.map(({ name, paint }): Key => {
    const { mark, fill } = painter.painted(paint);
    return { fills: [mark ?? fill], label: name };
  });
  const caption = captionOf(motif, shown);
  return framed({ content, width: WIDTH, height: HEIGHT }, caption, keys, painter.inks);
}

const middleOf = (place: number) => LEFT + STEP * (place + 0.5);

function written(content: string, x: number, y: number, fill: string, weight: 400 | 600 = 400) {
  return text({ text: content, x, y, size: SMALL, weight, fill, middle: true });
}

function axis({ scale }: Trend, inks: Inks): string {
  return scale.ticks
    .map((value) => {
      const y = Math.round(scale.y(value)) + 0.5;
      const line = { x1: LEFT, x2: WIDTH, y1: y, y2: y, stroke: inks.line };
      const label = settings.formats.count(value);
      const said = {
        text: label,
        x: LEFT - 8,
        y,
        size: SMALL,
        weight: 400,
        fill: inks.quiet
      } as const;
      const faint = value === 0 ? {} : { 'stroke-opacity': 0.45 };
      return `<line${attributes({ ...line, ...faint })}/>${text({ ...said, end: true })}`;
    })
    .join('');
}

/** A month: its parts, its amount over them, and its name below. */
function columnParts(
  { trend, view, painter }: Sheet,
  { month, total, parts }: TrendColumn,
  place: number,
  isFirst: boolean
): string {
  const middle = middleOf(place);
  const { inks } = painter;
  const here = month === view.month;
  const ink = here ? inks.text : inks.quiet;
  const weight = here ? 600 : 400;
  const paintOf = new Map(trend.parts.map(({ key, paint }) => [key, paint]));
  const blocks = stacked(parts, trend.scale).map(({ key, y, height }) => {
    const { mark, fill } = painter.painted(paintOf.get(key) ?? 'cat-10');
    const box = { x: middle - BAR / 2, y, width: BAR, height, radius: 0, fill: mark ?? fill };
    const name = trend.parts.find((part) => part.key === key)?.name ?? '';
    return named(name, rect(box));
  });
  const highest = Math.min(trend.scale.y(0), ...stacked(parts, trend.scale).map(({ y }) => y));
  const has = view.hasBill(month);
  const amount = has ? view.inUnit(total, trend.unit) : t(m.noBill);
  const year = isFirst || month.endsWith('-01');
  return [
    ...blocks,
    written(amount, middle, highest - 10, ink, weight),
    written(month.slice(5), middle, BOTTOM + 14, ink, weight),
    ...(year ? [written(month.slice(0, 4), middle, BOTTOM + 30, inks.quiet)] : [])
  ].join('');
}

/** The month that is expected: an outline, and how far off it may be. */
function expected({ trend, view, painter }: Sheet): string {
  const { next, numberOf, scale, unit } = trend;
  if (!next) return '';
  const middle = middleOf(SHOWN);
  const [y, low, high] = [next.amount, next.amount - next.within, next.amount + next.within].map(
    (amount) => scale.y(numberOf(amount))
  ) as [number, number, number];
  const stroke = { fill: 'none', stroke: painter.inks.quiet };
  const box = { x: middle - BAR / 2, y, width: BAR, height: Math.max(0, scale.y(0) - y) };
  const reach = `M${middle} ${low}V${high}m-5 0h10M${middle - 5} ${low}h10`;
  return [
    `<rect${attributes({ ...box, ...stroke, 'stroke-dasharray': '3 3' })}/>`,
    `<path${attributes({ d: reach, ...stroke })}/>`,
    written(
      `${view.inUnit(next.amount, unit)} ± ${view.inUnit(next.within, unit)}`,
      middle,
      high - 10,
      painter.inks.quiet
    ),
    written(next.month.slice(5), middle, BOTTOM + 14, painter.inks.quiet),
    written(t(m.forecast), middle, BOTTOM + 30, painter.inks.quiet)
  ].join('');
}

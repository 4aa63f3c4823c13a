import type { AmountUnit } from '#core/finance/amount-unit.ts';
import type { CostCells } from '#core/finance/cost.ts';
import type { Outlook } from '#core/finance/forecast.ts';
import { largestRows } from '#core/finance/report.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import type { Paint } from '#ui/charts/paints.ts';
import { t } from '#workspace/settings.svelte.ts';
import { financeMessages as m } from './messages.ts';
import { reachOf, trendScale, type TrendScale } from './trend-drawing.ts';
import type { FinanceView } from './view.svelte.ts';

/** So many months are shown, ending at the one looked at. */
export const SHOWN = 12;
/** The key of all that has no part of its own. */
export const OTHER = '\n';
const PAINTS = ['cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5'] as const satisfies readonly Paint[];
const OTHER_PAINT: Paint = 'cat-10';

export interface TrendPart {
  readonly key: string;
  readonly cells: CostCells;
  readonly name: string;
  readonly paint: Paint;
}

export interface TrendColumn {
  readonly month: string;
  /** Place of the month among all. */
  readonly i: number;
  readonly total: bigint;
  readonly parts: readonly { readonly key: string; readonly value: number }[];
}

/** Months side by side, each of the largest parts and the rest: on the page and on a picture. */
export interface Trend {
  readonly parts: readonly TrendPart[];
  readonly columns: readonly TrendColumn[];
  /** The month that is expected after them. */
  readonly next: Outlook['months'][number] | undefined;
  readonly unit: AmountUnit;
  /** Only for where to draw: texts come from the integers. */
  readonly numberOf: (amount: bigint) => number;
  readonly scale: TrendScale;
}

/** The trend of what is looked at, drawn between two heights. */
export function trendOf(view: FinanceView, top: number, bottom: number): Trend {
  const unit = view.unitOf(view.total);
  const numberOf = (amount: bigint) =>
    Number(amount / 10n ** BigInt(REPORTED_DECIMALS + unit.zeros - 6)) / 1e6;
  const parts = partsOf(view);
  const columns = view.months
    .map((month, i) => ({ month, i }))
    .filter(({ i }) => i > view.at - SHOWN && i <= view.at)
    .map(({ month, i }) => ({
      month,
      i,
      total: view.total[i] ?? 0n,
      parts: parts.map(({ key, cells }) => ({ key, value: numberOf(cells[i] ?? 0n) }))
    }));
  const expected = view.outlook?.months[0];
  const next = expected && expected.month > view.month ? expected : undefined;
  const reaches = columns.map((column) => reachOf(column.parts.map(({ value }) => value)));
  const highest = next ? numberOf(next.amount + next.within) : 0;
  const scale = trendScale(
    Math.min(...reaches.map(([low]) => low)),
    Math.max(highest, ...reaches.map(([, high]) => high)),
    top,
    bottom
  );
  return { parts, columns, next, unit, numberOf, scale };
}

function partsOf(view: FinanceView): TrendPart[] {
  const { rows, rest } = largestRows(view.breakdown, view.at, PAINTS.length);
  const named = rows.map(({ key, cells }, i) => ({
    key,
    cells,
    name: view.nameOf(view.address.by, key),
    paint: PAINTS[i] ?? OTHER_PAINT
  }));
  return rest
    ? [...named, { key: OTHER, cells: rest.cells, name: t(m.other), paint: OTHER_PAINT }]
    : named;
}

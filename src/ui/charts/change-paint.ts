import { growthOf, type Change } from '#core/finance/drivers.ts';
import type { LegendEntry } from './area-chart.ts';
import type { Paint } from './paints.ts';
import { ALIKE } from './tree-drawing.ts';

/** By what share a cost must have changed for each colour, and all colours from less to more. */
const SHARES = [0.01, 0.05, 0.1, 0.2] as const;
const PAINTS = [
  'div-down-4',
  'div-down-3',
  'div-down-2',
  'div-down-1',
  'div-same',
  'div-up-1',
  'div-up-2',
  'div-up-3',
  'div-up-4'
] as const satisfies readonly Paint[];
const MIDDLE = SHARES.length;

/** −4 to 4. What had no cost before is as much more as can be. */
export function changeLevel(change: Change): number {
  const growth = growthOf(change);
  if (growth === undefined) return change.after > 0n ? MIDDLE : 0;
  const level = SHARES.filter((share) => Math.abs(growth) >= share).length;
  return growth < 0 ? -level : level;
}

/** Blue for less, orange for more: more cost is no error. */
export const changePaint = (change: Change): Paint =>
  PAINTS[MIDDLE + changeLevel(change)] ?? 'div-same';

const labelOf = (level: number): string => {
  const percent = (SHARES[Math.abs(level) - 1] ?? 0) * 100;
  return level === 0 ? '0%' : `${level < 0 ? '−' : '+'}${percent}%`;
};

export const CHANGE_LEGEND: readonly LegendEntry[] = PAINTS.map((paint, place) => ({
  paint,
  label: labelOf(place - MIDDLE)
}));

/** The same scale as steps of cards, and its ends in words. */
export const changeStep = (change: Change): number => ALIKE + changeLevel(change);
export const CHANGE_STEPS: readonly number[] = PAINTS.map((_, place) => ALIKE + place - MIDDLE);
export const CHANGE_ENDS = { least: labelOf(-MIDDLE), most: labelOf(MIDDLE) } as const;

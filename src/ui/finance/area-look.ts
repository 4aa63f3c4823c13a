import type { AmountUnit } from '#core/finance/amount-unit.ts';
import { OUTSIDE } from '#core/finance/department-cost.ts';
import { growthOf, type Change } from '#core/finance/drivers.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import { ancestorsOf } from '#core/org/tree.ts';
import type { Paint } from '#ui/charts/paints.ts';
import { areaOf, changePaint } from './area-source.ts';
import type { FinanceView } from './view.svelte.ts';

/** Costs of a month as areas, and how each changed: on the page and on a picture. */
export interface AreaLooks {
  readonly unit: AmountUnit;
  readonly children: (id: string) => readonly string[];
  readonly value: (id: string) => number;
  readonly label: (id: string) => string;
  readonly colour: (id: string) => Paint;
  readonly note: (id: string) => string;
  readonly format: (value: number) => string;
  readonly exact: (value: number) => string;
  /** The departments on the way to the one that is looked into, itself the last. */
  readonly trail: readonly string[];
}

/** Back from what an area was drawn by; its text is rounded far above what that loses. */
const amountOf = (value: number): bigint =>
  BigInt(Math.round(value * 1e6)) * 10n ** BigInt(REPORTED_DECIMALS - 6);

export function areaLooks(view: FinanceView): AreaLooks {
  const { areas } = view;
  const unit = view.unitOf([view.change.after]);
  const changeOf = (id: string): Change => {
    const cells = areas.cells(id);
    return { before: cells[view.from] ?? 0n, after: cells[view.at] ?? 0n };
  };
  return {
    unit,
    children: areas.children,
    value: (id) => areaOf(areas.cells(id)[view.at] ?? 0n),
    label: (id) => (areas.isAccount(id) ? view.accountName(id) : view.homeName(id)),
    colour: (id) => changePaint(changeOf(id)),
    note: (id) => view.percent(growthOf(changeOf(id))),
    format: (value) => view.inUnit(amountOf(value), unit),
    exact: (value) => view.full(amountOf(value)),
    trail: trailOf(view)
  };
}

function trailOf(view: FinanceView): string[] {
  const at = view.filter.department;
  if (at === undefined) return [];
  const above = at === OUTSIDE ? [] : ancestorsOf(view.state, at).map(({ id }) => id);
  return [...above.reverse(), at];
}

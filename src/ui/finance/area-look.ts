import type { AmountUnit } from '#core/finance/amount-unit.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { growthOf, type Change } from '#core/finance/drivers.ts';
import { ancestorsOf } from '#core/org/tree.ts';
import { amountOfArea, areaOf } from '#ui/charts/area-amount.ts';
import { changePaint } from '#ui/charts/change-paint.ts';
import type { Paint } from '#ui/charts/paints.ts';
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
    format: (value) => view.inUnit(amountOfArea(value), unit),
    exact: (value) => view.full(amountOfArea(value)),
    trail: trailOf(view)
  };
}

function trailOf(view: FinanceView): string[] {
  const at = view.filter.department;
  if (at === undefined) return [];
  const above = at === OUTSIDE ? [] : ancestorsOf(view.state, at).map(({ id }) => id);
  return [...above.reverse(), at];
}

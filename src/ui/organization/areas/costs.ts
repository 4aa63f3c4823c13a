import { changeIn, type Change } from '#core/finance/drivers.ts';
import type { State } from '#core/kernel/state.ts';
import type { AreaColumn } from '#ui/charts/area-chart.ts';
import { amountOfArea, areaOf } from '#ui/charts/area-amount.ts';
import type { AreaSource } from '#ui/charts/area-layout.ts';
import { CHANGE_LEGEND, changePaint } from '#ui/charts/change-paint.ts';
import type { ShownCosts } from '#workspace/month-costs.ts';
import { t } from '#workspace/settings.svelte.ts';
import type { Colours } from './colouring.ts';
import { areasMessages as m } from './messages.ts';
import { isAccount } from './source.ts';

/** What areas cost: of all that stands there, or of what a filter lets through. */
export interface CostedAreas {
  readonly change: (id: string) => Change;
  readonly cost: (id: string) => bigint;
}

/** Without a filter departments are summed already; with one they are what is shown of them. */
export function costedAreas(
  state: State,
  costs: ShownCosts,
  { children }: AreaSource,
  filtered: boolean
): CostedAreas {
  const known = new Map<string, Change>();
  const summed = (id: string): Change =>
    children(id).reduce((sum, child) => {
      const { before, after } = change(child);
      return { before: sum.before + before, after: sum.after + after };
    }, changeIn(undefined));
  const change = (id: string): Change => {
    let made = known.get(id);
    if (!made) {
      made = filtered && !isAccount(state, id) ? summed(id) : costs.changeOf(state, id);
      known.set(id, made);
    }
    return made;
  };
  return { change, cost: (id) => change(id).after };
}

/** Areas as large as what they cost. */
export const costSource = ({ children }: AreaSource, { cost }: CostedAreas): AreaSource => ({
  children,
  value: (id) => areaOf(cost(id))
});

/** How an amount is written in an area, and in full. */
export function costFormats(state: State, costs: ShownCosts, { cost }: CostedAreas) {
  const unit = costs.unitOf(state);
  // A node's own amount is exact; only that of several together comes back from its area.
  const amountOf = (value: number, id?: string) =>
    id === undefined ? amountOfArea(value) : cost(id);
  return {
    head: costs.head(),
    headInUnit: costs.head(unit),
    format: (value: number, id?: string) => costs.inUnit(amountOf(value, id), unit),
    exact: (value: number, id?: string) => costs.plain(amountOf(value, id))
  };
}

/** By how much more something cost than the month before. */
export function changeColours(costs: ShownCosts, { change }: CostedAreas, sized: boolean): Colours {
  const why = costs.incomparable;
  return {
    paint: (id) => (why === undefined ? changePaint(change(id)) : 'plain'),
    note: (id) =>
      [...(sized ? [] : [costs.full(change(id).after)]), costs.growth(change(id))]
        .filter((part) => part !== '')
        .join(' · '),
    legend: why === undefined ? CHANGE_LEGEND : [{ paint: 'plain', label: why }]
  };
}

/** What the table tells beside the sizes. */
export const costColumns = (
  costs: ShownCosts,
  { change, cost }: CostedAreas,
  shown: { readonly sized: boolean; readonly coloured: boolean }
): AreaColumn[] => [
  ...(shown.sized
    ? []
    : [{ label: costs.head(), wide: true, text: (id: string) => costs.plain(cost(id)) }]),
  ...(shown.coloured
    ? [{ label: t(m.changed), text: (id: string) => costs.growth(change(id)) }]
    : [])
];

import { withFields, type Row } from '#core/kernel/kind.ts';
import { applyDiff, tableOf, type State } from '#core/kernel/state.ts';
import { each, get } from '#core/kernel/table.ts';
import { Department, FormerDepartment } from '#core/org/model.ts';
import { isOrderKey } from '#core/org/order.ts';
import { placementValue, PLACED, TRASHED } from '#core/org/placement.ts';
import { Placements } from '#core/org/placements.ts';

/** A past tree has no slots of its own: all its placements are told as one person's. */
const SLOT = 'past';

/**
 * A past state with its departments settled by the resolver that the present has: whatever the
 * entries of people apart add up to, the past is a forest within its depth as well. `removed` is a
 * deleted department as it was, for one that others were put in.
 */
export function treeAsOf(state: State, removed: (id: string) => Department | undefined): State {
  const departments = tableOf(state, Department);
  const formers = tableOf(state, FormerDepartment);
  const entries: [string, unknown][] = [];
  const place = (id: string, parentId: string, order: string, kind: 0 | 1 | 2) => {
    const key = isOrderKey(order) ? order : 'a0';
    const value = { l: 0, parentId, order: key, prevParentId: parentId, prevOrder: key, kind };
    entries.push([`${id}/${SLOT}`, placementValue(value)]);
  };
  each(departments, ({ id, parentId, order }) => place(id, parentId, order, PLACED));
  // One of which nothing is known could not be shown again: whoever wants it as a parent goes up.
  each(formers, ({ id, parentId }) => {
    const row = get(departments, id) ? undefined : removed(id);
    if (row) place(id, parentId, row.order, TRASHED);
  });
  const placements = new Placements();
  placements.apply(entries);
  const rows = new Map<string, Row | undefined>();
  const alive = new Map<string, Row | undefined>();
  each(departments, (row) => {
    const shown = placements.shown(row.id);
    const next = shown && withFields(Department, row, shown);
    if (next !== row) rows.set(row.id, next);
  });
  each(formers, ({ id }) => {
    const shown = get(departments, id) ? undefined : placements.shown(id);
    const row = shown && removed(id);
    if (!row) return;
    rows.set(id, withFields(Department, row, shown));
    alive.set(id, undefined);
  });
  return applyDiff(
    state,
    new Map([
      [Department.name, rows],
      [FormerDepartment.name, alive]
    ])
  );
}

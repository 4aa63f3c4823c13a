import { rowOf, type State } from '#core/kernel/state.ts';
import { Department } from './model.ts';
import { ordersBetween } from './order.ts';
import { childrenOf } from './tree.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * Order keys for `count` departments placed in a parent before a sibling, or at its end. The
 * departments being moved do not count as siblings.
 */
export function orderFor(
  state: State,
  parentId: string,
  count: number,
  before?: string,
  moving: ReadonlySet<string> = NONE
): string[] {
  const siblings = childrenOf(state, parentId).filter((id) => !moving.has(id));
  const found = before === undefined ? -1 : siblings.indexOf(before);
  const at = found < 0 ? siblings.length : found;
  const orderAt = (i: number) => {
    const id = siblings[i];
    return id === undefined ? undefined : rowOf(state, Department, id)?.order;
  };
  const left = orderAt(at - 1);
  // Between equal keys there is no room: the next larger key is the next place.
  let right = at;
  while (left !== undefined && (orderAt(right) ?? '~') <= left) right++;
  return ordersBetween(left, orderAt(right), count);
}

import { isOrderKey } from './order.ts';
import { ROOT } from './model.ts';

/**
 * A department's place as somebody put it: one entry of the map `place`, under the key
 * `<department>/<slot>`. A slot belongs to one opened document, so entries of one department under
 * several slots are placements made without knowing of each other.
 */
export interface Placement {
  readonly id: string;
  readonly slot: string;
  /** Lamport stamp. */
  readonly l: number;
  readonly parentId: string;
  readonly order: string;
  /** Where the department was shown when it was put here. */
  readonly prevParentId: string;
  readonly prevOrder: string;
  readonly kind: typeof PINNED | typeof TRASHED | typeof PLACED;
}

/** Kinds in the order they overrule each other: a person's move beats a deletion beats a pin. */
export const PINNED = 0;
export const TRASHED = 1;
export const PLACED = 2;

/** A place in the tree. */
export interface Place {
  readonly parentId: string;
  readonly order: string;
}

const ID = /^[A-Za-z0-9._~%:-]{1,200}$/;
const SLOT = /^[0-9A-Za-z]{1,32}$/;

/** Undefined for whatever is no placement; such entries are ignored, the same everywhere. */
export function readPlacement(key: string, value: unknown): Placement | undefined {
  const [id = '', slot = '', ...rest] = key.split('/');
  if (rest.length > 0 || !ID.test(id) || id === ROOT || !SLOT.test(slot)) return undefined;
  if (!Array.isArray(value) || value.length !== 6) return undefined;
  const [l, parentId, order, prevParentId, prevOrder, kind] = value as unknown[];
  if (typeof l !== 'number' || !Number.isSafeInteger(l) || l < 0) return undefined;
  if (kind !== PINNED && kind !== TRASHED && kind !== PLACED) return undefined;
  if (!isParent(parentId, id) || !isParent(prevParentId, id)) return undefined;
  if (!isOrderKey(order) || !isOrderKey(prevOrder)) return undefined;
  return { id, slot, l, parentId, order, prevParentId, prevOrder, kind };
}

const isParent = (raw: unknown, child: string): raw is string =>
  typeof raw === 'string' && ID.test(raw) && raw !== child;

/** The value under which a placement is stored. */
export const placementValue = (p: Omit<Placement, 'id' | 'slot'>) =>
  [p.l, p.parentId, p.order, p.prevParentId, p.prevOrder, p.kind] as const;

/** (Lamport, slot, id): the order in which competing places are granted. */
export const compareStamps = (a: Placement, b: Placement): number =>
  a.l - b.l || compareText(a.slot, b.slot) || compareText(a.id, b.id);

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Which of two placements of one department counts. */
export const overrules = (a: Placement, b: Placement): boolean =>
  (a.kind - b.kind || compareStamps(a, b)) > 0;

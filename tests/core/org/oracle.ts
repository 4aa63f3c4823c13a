import { readPlacement, type Placement } from '#core/org/placement.ts';

/** A place as the oracle gives it. */
export interface OraclePlace {
  readonly parentId: string;
  readonly order: string;
}

const DEPTH = 5;

/**
 * The tree from all placements at once, told straight from its rules and sharing nothing with the
 * code it judges but the reading of entries: winners, revived departments, and when wants do not
 * all fit, granting them one by one by stamp over the whole organization.
 */
export function oracle(entries: ReadonlyMap<string, unknown>): Map<string, OraclePlace> {
  const winners = new Map<string, Placement>();
  for (const [key, value] of entries) {
    const p = readPlacement(key, value);
    const w = p && winners.get(p.id);
    if (p && (!w || beats(p, w))) winners.set(p.id, p);
  }
  const alive = new Set([...winners.values()].filter((p) => p.kind !== 1).map((p) => p.id));
  const home = (p: Placement) => (p.kind === 1 ? p.prevParentId : p.parentId);
  for (let grew = true; grew;) {
    grew = false;
    for (const id of alive) {
      const p = winners.get(id)!;
      if (winners.has(home(p)) && !alive.has(home(p))) {
        alive.add(home(p));
        grew = true;
      }
    }
  }
  const wants = new Map(
    [...alive].map((id) => {
      const p = winners.get(id)!;
      const parentId = winners.has(home(p)) ? home(p) : 'root';
      return [id, { p, parentId, order: p.kind === 1 ? p.prevOrder : p.order }] as const;
    })
  );
  const shown = new Map<string, OraclePlace>();
  const above = (id: string): string[] | undefined => {
    const path: string[] = [];
    for (let at = id; at !== 'root'; at = shown.get(at)?.parentId ?? 'root') {
      if (path.includes(at) || path.length > 40) return undefined;
      path.push(at);
    }
    return path;
  };
  const height = (id: string): number =>
    Math.max(
      0,
      ...[...shown].filter(([, place]) => place.parentId === id).map(([kid]) => 1 + height(kid))
    );
  const fits = (id: string, parentId: string): boolean => {
    const path = above(parentId);
    return path !== undefined && !path.includes(id) && path.length + 1 + height(id) <= DEPTH;
  };
  const order = [...wants.values()].sort((a, b) => stamp(a.p, b.p));
  const waiting: typeof order = [];
  for (const want of order) {
    if (fits(want.p.id, want.parentId))
      shown.set(want.p.id, { parentId: want.parentId, order: want.order });
    else waiting.push(want);
  }
  for (const { p, parentId, order: key } of waiting) {
    const known = p.prevParentId === 'root' || alive.has(p.prevParentId);
    if (known && fits(p.id, p.prevParentId)) {
      shown.set(p.id, { parentId: p.prevParentId, order: p.prevOrder });
      continue;
    }
    let at = parentId;
    const seen = new Set<string>();
    while (at !== 'root' && !fits(p.id, at) && !seen.has(at)) {
      seen.add(at);
      at = shown.get(at)?.parentId ?? 'root';
    }
    shown.set(p.id, { parentId: fits(p.id, at) ? at : 'root', order: key });
  }
  return shown;
}

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const stamp = (a: Placement, b: Placement) => a.l - b.l || text(a.slot, b.slot) || text(a.id, b.id);
const beats = (a: Placement, b: Placement) => (a.kind - b.kind || stamp(a, b)) > 0;

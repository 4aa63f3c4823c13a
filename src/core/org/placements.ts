import { ROOT } from './model.ts';
import {
  overrules,
  PINNED,
  PLACED,
  placementValue,
  readPlacement,
  TRASHED,
  type Place,
  type Placement
} from './placement.ts';
import { replay } from './placement-replay.ts';
import { MAX_DEPTH } from './tree.ts';

/** Something two people did without knowing of each other, as every replica sees it. */
export type Conflict =
  | {
      readonly type: 'same-node';
      readonly id: string;
      readonly winner: Placement;
      readonly losers: readonly Placement[];
    }
  | {
      readonly type: 'cycle' | 'depth';
      readonly id: string;
      readonly wanted: Placement;
      readonly shown: Place;
    }
  | { readonly type: 'revived'; readonly id: string; readonly trashed: Placement }
  | { readonly type: 'parent-unknown'; readonly id: string; readonly wanted: Placement };

/** Departments whose shown place changed; undefined for one that is not shown any more. */
export type ShownChanges = ReadonlyMap<string, Place | undefined>;

export interface Edit {
  readonly id: string;
  readonly to: Place | 'trash';
}

/** What a department wanted before it was pinned where it was shown. */
export interface Wish {
  readonly id: string;
  /** Without an order it keeps the one it has. */
  readonly to: { readonly parentId: string; readonly order?: string | undefined } | 'trash';
  /** The stamp of the pin, `<lamport>.<slot>`. */
  readonly pinnedBy: string;
}

const NOBODY: ReadonlySet<string> = new Set();

/**
 * The tree as a pure, incrementally kept function of all placements there are: always a forest,
 * never deeper than five, nothing lost, every conflict listed. A change costs as much as the
 * subtree it touches; only reviving a deleted department looks at all of them.
 */
export class Placements {
  readonly #entries = new Map<string, Map<string, Placement>>();
  readonly #winners = new Map<string, Placement>();
  /** Who wants to stand in a department, alive or not. */
  readonly #wanting = new Map<string, Set<string>>();
  readonly #shown = new Map<string, Place>();
  readonly #several = new Set<string>();
  readonly #revived = new Set<string>();
  readonly #unknown = new Set<string>();
  /** Departments whose wanted way up does not reach the root within the allowed levels. */
  readonly #bad = new Set<string>();
  #skipped: ReadonlyMap<string, 'cycle' | 'depth'> = new Map();
  /** Those that the last replay settled. */
  #settled: ReadonlySet<string> = NOBODY;
  #maxLamport = 0;

  get maxLamport(): number {
    return this.#maxLamport;
  }

  shown(id: string): Place | undefined {
    return this.#shown.get(id);
  }

  winner(id: string): Placement | undefined {
    return this.#winners.get(id);
  }

  /** Takes in entries that were set or, with `undefined`, deleted: one transaction at a time. */
  apply(changes: Iterable<readonly [key: string, value: unknown]>): ShownChanges {
    const touched = new Set<string>();
    for (const [key, value] of changes) {
      const id = this.#take(key, value);
      if (id !== undefined) touched.add(id);
    }
    if (touched.size === 0) return new Map();
    const before = new Map<string, Placement | undefined>();
    for (const id of touched) before.set(id, this.#crown(id));
    const changed = this.#concernsTrash(before) ? this.#resolveAll() : this.#resolve(touched);
    return changed;
  }

  /** Notes one entry and answers with its department. */
  #take(key: string, value: unknown): string | undefined {
    const entry = readPlacement(key, value);
    const at = key.indexOf('/');
    const id = key.slice(0, Math.max(0, at));
    const slots = this.#entries.get(id);
    if (entry) {
      if (slots) slots.set(entry.slot, entry);
      else this.#entries.set(id, new Map([[entry.slot, entry]]));
      this.#maxLamport = Math.max(this.#maxLamport, entry.l);
      return id;
    }
    // Deleted, or overwritten by what is no placement: either way it counts no more.
    if (!slots?.delete(key.slice(at + 1))) return undefined;
    if (slots.size === 0) this.#entries.delete(id);
    return id;
  }

  /** Finds a department's winner anew and answers with the one before. */
  #crown(id: string): Placement | undefined {
    const before = this.#winners.get(id);
    const slots = this.#entries.get(id);
    let winner: Placement | undefined;
    for (const entry of slots?.values() ?? [])
      if (!winner || overrules(entry, winner)) winner = entry;
    if (winner) this.#winners.set(id, winner);
    else this.#winners.delete(id);
    if ((slots?.size ?? 0) > 1) this.#several.add(id);
    else this.#several.delete(id);
    if (before) this.#wanting.get(homeOf(before))?.delete(id);
    if (winner) {
      const home = homeOf(winner);
      const wanting = this.#wanting.get(home);
      if (wanting) wanting.add(id);
      else this.#wanting.set(home, new Set([id]));
    }
    return before;
  }

  /** Whether deletions are involved in a way that may revive a department, or lay one to rest again. */
  #concernsTrash(before: ReadonlyMap<string, Placement | undefined>): boolean {
    if (this.#revived.size > 0) return true;
    for (const id of before.keys()) {
      const winner = this.#winners.get(id);
      if (!winner) return true;
      if (winner.kind === TRASHED) {
        if ((this.#wanting.get(id)?.size ?? 0) > 0) return true;
      } else if (this.#winners.get(winner.parentId)?.kind === TRASHED) return true;
    }
    return false;
  }

  #isAlive(id: string): boolean {
    const winner = this.#winners.get(id);
    return winner !== undefined && (winner.kind !== TRASHED || this.#revived.has(id));
  }

  /** The placement a living department wants: its winner, or where it stood when it was deleted. */
  #wanted(id: string): Placement | undefined {
    const winner = this.#winners.get(id);
    if (!winner || !this.#isAlive(id)) return undefined;
    const parentId = homeOf(winner);
    const known = parentId === ROOT || this.#winners.has(parentId);
    // Asked at every step up the tree, so that the usual answer is the placement itself.
    if (known && winner.kind !== TRASHED) return winner;
    const order = winner.kind === TRASHED ? winner.prevOrder : winner.order;
    return { ...winner, parentId: known ? parentId : ROOT, order };
  }

  #resolveAll(): ShownChanges {
    this.#revived.clear();
    this.#bad.clear();
    const reached = new Set<string>();
    for (const [id, winner] of this.#winners) {
      if (winner.kind === TRASHED) continue;
      let at = winner.parentId;
      while (at !== ROOT && !reached.has(at)) {
        reached.add(at);
        const above = this.#winners.get(at);
        if (!above) break;
        if (above.kind === TRASHED) this.#revived.add(at);
        at = homeOf(above);
      }
      reached.add(id);
    }
    return this.#resolve(new Set([...this.#winners.keys(), ...this.#shown.keys()]));
  }

  #resolve(touched: ReadonlySet<string>): ShownChanges {
    const concerned = this.#beneath(touched);
    for (const id of concerned) this.#check(id);
    const changed = new Map<string, Place | undefined>();
    const settledBefore = this.#settled;
    this.#replay();
    for (const id of concerned) this.#show(id, changed);
    for (const id of settledBefore) this.#show(id, changed);
    for (const id of this.#settled) this.#show(id, changed);
    return changed;
  }

  /** Departments and all that want to stand beneath them. */
  #beneath(ids: ReadonlySet<string>): Set<string> {
    const all = new Set(ids);
    for (const id of all) for (const child of this.#wanting.get(id) ?? []) all.add(child);
    return all;
  }

  /** Whether a department's wanted way up reaches the root within the allowed levels. */
  #check(id: string) {
    const wanted = this.#wanted(id);
    const winner = this.#winners.get(id);
    const home = wanted && winner ? homeOf(winner) : ROOT;
    if (home !== ROOT && !this.#winners.has(home)) this.#unknown.add(id);
    else this.#unknown.delete(id);
    let at: string | undefined = wanted?.parentId;
    let depth = 1;
    while (at !== undefined && at !== ROOT && depth <= MAX_DEPTH) {
      at = this.#wanted(at)?.parentId;
      depth++;
    }
    if (wanted && (at !== ROOT || depth > MAX_DEPTH)) this.#bad.add(id);
    else this.#bad.delete(id);
  }

  #replayed: ReadonlyMap<string, Place> = new Map();

  #replay() {
    const ids = new Set<string>();
    for (const bad of this.#bad)
      for (let at: string | undefined = bad; at !== undefined && at !== ROOT && !ids.has(at);) {
        ids.add(at);
        at = this.#wanted(at)?.parentId;
      }
    this.#settled = ids;
    if (ids.size === 0) {
      this.#skipped = new Map();
      this.#replayed = new Map();
      return;
    }
    const { places, skipped } = replay(ids, {
      wanted: (id) => this.#wanted(id),
      wanting: (id) => this.#livingIn(id)
    });
    this.#replayed = places;
    this.#skipped = skipped;
  }

  *#livingIn(id: string): Generator<string> {
    for (const child of this.#wanting.get(id) ?? []) if (this.#isAlive(child)) yield child;
  }

  #show(id: string, changed: Map<string, Place | undefined>) {
    const wanted = this.#wanted(id);
    const place = wanted && (this.#replayed.get(id) ?? wanted);
    const before = this.#shown.get(id);
    if (before?.parentId === place?.parentId && before?.order === place?.order) return;
    if (place) this.#shown.set(id, { parentId: place.parentId, order: place.order });
    else this.#shown.delete(id);
    changed.set(id, this.#shown.get(id));
  }

  /** Everything two people did without knowing of each other, in an order alike on all replicas. */
  conflicts(): Conflict[] {
    const found: Conflict[] = [];
    for (const id of this.#several) {
      const winner = this.#winners.get(id);
      const losers = [...(this.#entries.get(id)?.values() ?? [])].filter(
        (entry) => entry !== winner
      );
      losers.sort((a, b) => (overrules(a, b) ? -1 : 1));
      if (winner) found.push({ type: 'same-node', id, winner, losers });
    }
    for (const [id, type] of this.#skipped) {
      const wanted = this.#wanted(id);
      const shown = this.#shown.get(id);
      if (wanted && shown) found.push({ type, id, wanted, shown });
    }
    for (const id of this.#revived) {
      const trashed = this.#winners.get(id);
      if (trashed) found.push({ type: 'revived', id, trashed });
    }
    for (const id of this.#unknown) {
      const wanted = this.#winners.get(id);
      if (wanted) found.push({ type: 'parent-unknown', id, wanted });
    }
    return found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.type < b.type ? -1 : 1));
  }

  /**
   * The entries to set and, with `undefined`, to delete for edits of one command: each department
   * gets one placement of this slot, and the ones it had are taken away. Departments that stand
   * where they did not want to are pinned there when the edits would move them: an edit changes
   * the place of its subject only.
   */
  plan(edits: readonly Edit[], slot: string, l: number): Map<string, unknown> {
    const written = new Map<string, unknown>();
    for (const { id, to } of edits) {
      const shown = this.#shown.get(id);
      const winner = this.#winners.get(id);
      const last = shown ?? (winner && { parentId: homeOf(winner), order: winner.order });
      const place = to === 'trash' ? last : to;
      if (!place) continue;
      const { parentId: prevParentId, order: prevOrder } = last ?? place;
      const kind = to === 'trash' ? TRASHED : PLACED;
      this.#write(written, id, slot, { l, ...place, prevParentId, prevOrder, kind });
    }
    if (this.#skipped.size + this.#revived.size > 0 && this.#disturbs(edits, written))
      this.#pin(edits, slot, l, written);
    return written;
  }

  #write(
    written: Map<string, unknown>,
    id: string,
    slot: string,
    p: Omit<Placement, 'id' | 'slot'>
  ) {
    for (const other of this.#entries.get(id)?.keys() ?? [])
      if (other !== slot) written.set(`${id}/${other}`, undefined);
    written.set(`${id}/${slot}`, placementValue(p));
  }

  /** Whether edits would move anything but their subjects, or not move these as asked. */
  #disturbs(edits: readonly Edit[], written: ReadonlyMap<string, unknown>): boolean {
    const old = [...written.keys()].map((key) => [key, this.#storedAt(key)] as const);
    const changed = new Map(this.apply(written));
    const wrong = edits.some(({ id, to }) => {
      const shown = this.#shown.get(id);
      if (to === 'trash') return shown !== undefined;
      return shown?.parentId !== to.parentId || shown.order !== to.order;
    });
    const subjects = new Set(edits.map(({ id }) => id));
    const others = [...changed.keys()].some((id) => !subjects.has(id));
    this.apply(old);
    return wrong || others;
  }

  #storedAt(key: string): unknown {
    const at = key.indexOf('/');
    const entry = this.#entries.get(key.slice(0, at))?.get(key.slice(at + 1));
    return entry && placementValue(entry);
  }

  #pin(edits: readonly Edit[], slot: string, l: number, written: Map<string, unknown>) {
    const subjects = new Set(edits.map(({ id }) => id));
    const others = [...this.#skipped.keys(), ...this.#revived].filter((id) => !subjects.has(id));
    for (const [key, value] of this.#pins(others, slot, l)) written.set(key, value);
  }

  #pins(ids: Iterable<string>, slot: string, l: number): Map<string, unknown> {
    const written = new Map<string, unknown>();
    for (const id of ids) {
      const shown = this.#shown.get(id);
      if (!shown) continue;
      const { parentId: prevParentId, order: prevOrder } = shown;
      this.#write(written, id, slot, { l, ...shown, prevParentId, prevOrder, kind: PINNED });
    }
    return written;
  }

  /** The entries that keep departments where they are shown, and everything else with them. */
  keep(ids: readonly string[], slot: string, l: number): Map<string, unknown> {
    const written = this.#pins(ids, slot, l);
    if (!this.#disturbs([], written)) return written;
    return this.#pins(new Set([...ids, ...this.#skipped.keys(), ...this.#revived]), slot, l);
  }

  /**
   * The entries that make a pinned department want again what it gave up; undefined when it is
   * pinned no more, or when it would not have to wait for it and so would move.
   */
  want({ id, to, pinnedBy }: Wish, slot: string, l: number): Map<string, unknown> | undefined {
    const winner = this.#winners.get(id);
    const shown = this.#shown.get(id);
    if (!shown || winner?.kind !== PINNED || `${winner.l}.${winner.slot}` !== pinnedBy)
      return undefined;
    const written = new Map<string, unknown>();
    const { parentId: prevParentId, order: prevOrder } = shown;
    const trash = to === 'trash';
    const place = trash ? shown : { parentId: to.parentId, order: to.order ?? shown.order };
    const kind = trash ? TRASHED : PLACED;
    this.#write(written, id, slot, { l, ...place, prevParentId, prevOrder, kind });
    return this.#disturbs([], written) ? undefined : written;
  }
}

/** The department a placement hangs from: a deleted one from where it stood when it was deleted. */
const homeOf = (p: Placement): string => (p.kind === TRASHED ? p.prevParentId : p.parentId);

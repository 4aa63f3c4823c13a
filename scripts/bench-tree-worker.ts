// One design at one size: runs the workload and tells its figures. A process of bench-tree.ts.
import { createRequire } from 'node:module';
import * as Y from 'yjs';
import { ordersBetween } from '#core/org/order.ts';
import { Placements } from '#core/org/placements.ts';
import { randomOf, type Random } from '#core/sample/random.ts';
import { quantile } from './bench-report.ts';

/** A replicated tree over nodes 0…n-1; -1 is the root. */
interface Tree {
  create(parents: readonly number[]): void;
  move(node: number, parent: number): void;
  /** Everything, as it is stored. */
  snapshot(): Uint8Array;
  /** What another tree does not know. */
  updateFor(other: Tree): Uint8Array;
  /** What goes to the others for the last move. */
  letter(other: Tree): Uint8Array;
  take(update: Uint8Array): void;
  parentOf(node: number): number;
}

export interface Figures {
  create: number;
  localMove: number;
  bytesPerMove: number;
  updatePerMove: number;
  stored: number;
  load: number;
  bulk: number;
  concurrent: number;
  one50: number;
  one99: number;
  depth: number;
  rss: number;
}

const MOVES = 10_000;
const LOCAL = 200;
const MAX_DEPTH = 5;
const ORDERS = ordersBetween(undefined, undefined, 64);

/** Placements over a map of a Yjs document, as a section keeps them. */
class Ours implements Tree {
  readonly doc = new Y.Doc();
  readonly #place = this.doc.getMap('place');
  readonly #tree = new Placements();
  readonly #slot: string;
  #last: Uint8Array = new Uint8Array();

  constructor(slot: string, stored?: Uint8Array) {
    this.#slot = slot;
    if (stored) Y.applyUpdate(this.doc, stored);
    this.#tree.apply(this.#place.entries());
    this.doc.on('update', (update: Uint8Array) => (this.#last = update));
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      const keys = transaction.changed.get(this.#place as never);
      if (!keys) return;
      this.#tree.apply([...keys].map((key) => [key ?? '', this.#place.get(key ?? '')] as const));
    });
  }

  #write(edits: { id: string; to: { parentId: string; order: string } }[]) {
    const written = this.#tree.plan(edits, this.#slot, this.#tree.maxLamport + 1);
    this.doc.transact(() => {
      for (const [key, value] of written)
        if (value === undefined) this.#place.delete(key);
        else this.#place.set(key, value);
    });
  }

  #edit(node: number, parent: number) {
    const parentId = parent < 0 ? 'root' : `n${parent}`;
    return { id: `n${node}`, to: { parentId, order: ORDERS[node % ORDERS.length] ?? 'a0' } };
  }

  create(parents: readonly number[]) {
    this.#write(parents.map((parent, node) => this.#edit(node, parent)));
  }

  move(node: number, parent: number) {
    this.#write([this.#edit(node, parent)]);
  }

  letter = () => this.#last;
  snapshot = () => Y.encodeStateAsUpdate(this.doc);
  updateFor = (other: Ours) => Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(other.doc));
  take = (update: Uint8Array) => Y.applyUpdate(this.doc, update);
  parentOf(node: number): number {
    const parent = this.#tree.shown(`n${node}`)?.parentId ?? 'root';
    return parent === 'root' ? -1 : Number(parent.slice(1));
  }
}

/** The part of loro-crdt that is used; it is installed only for this bench. */
interface LoroTree {
  createNode(parent?: string): { readonly id: string };
  move(target: string, parent?: string): void;
  getNodeByID(id: string): { parent(): { readonly id: string } | undefined } | undefined;
}
interface LoroDoc {
  getTree(name: string): LoroTree;
  commit(): void;
  import(update: Uint8Array): unknown;
  export(how: { mode: 'snapshot' } | { mode: 'update'; from: unknown }): Uint8Array;
  version(): unknown;
  setPeerId(peer: bigint): void;
}

class Loro implements Tree {
  readonly doc: LoroDoc;
  readonly #tree: LoroTree;
  readonly #ids: string[];
  readonly #index: Map<string, number>;

  constructor(peer: number, base?: { readonly stored: Uint8Array; readonly like: Loro }) {
    const { LoroDoc } = createRequire(`${process.cwd()}/tests/bench/package.json`)('loro-crdt') as {
      LoroDoc: new () => LoroDoc;
    };
    this.doc = new LoroDoc();
    this.doc.setPeerId(BigInt(peer));
    if (base) this.doc.import(base.stored);
    this.#tree = this.doc.getTree('place');
    this.#ids = base ? base.like.#ids : [];
    this.#index = base ? base.like.#index : new Map<string, number>();
  }

  create(parents: readonly number[]) {
    parents.forEach((parent, node) => {
      const { id } = this.#tree.createNode(this.#ids[parent]);
      this.#ids.push(id);
      this.#index.set(id, node);
    });
    this.doc.commit();
  }

  move(node: number, parent: number) {
    this.#tree.move(this.#ids[node] ?? '', this.#ids[parent]);
    this.doc.commit();
  }

  letter = (other: Loro) => this.updateFor(other);
  snapshot = () => this.doc.export({ mode: 'snapshot' });
  updateFor = (other: Loro) => this.doc.export({ mode: 'update', from: other.doc.version() });
  take = (update: Uint8Array) => void this.doc.import(update);
  parentOf(node: number): number {
    const parent = this.#tree.getNodeByID(this.#ids[node] ?? '')?.parent();
    return parent ? (this.#index.get(parent.id) ?? -1) : -1;
  }
}

/** The tree as the workload sees it, so that both designs are asked for the same valid moves. */
class Model {
  readonly parents: number[];
  readonly #kids = new Map<number, Set<number>>();
  readonly #random: Random;
  readonly #inner: number;

  constructor(size: number, seed: number, parents?: readonly number[]) {
    this.#random = randomOf(seed);
    this.#inner = Math.max(8, Math.floor(size * 0.09));
    this.parents = parents ? [...parents] : [];
    for (let node = this.parents.length; node < size; node++) this.parents.push(this.#place(node));
    this.parents.forEach((parent, node) => this.#kidsOf(parent).add(node));
  }

  #kidsOf(node: number): Set<number> {
    let kids = this.#kids.get(node);
    if (!kids) this.#kids.set(node, (kids = new Set()));
    return kids;
  }

  #place(node: number): number {
    for (;;) {
      const parent = this.#random.below(Math.min(node, this.#inner) + 1) - 1;
      if (this.#depth(parent) < MAX_DEPTH) return parent;
    }
  }

  #depth(node: number): number {
    let depth = 0;
    for (let at = node; at >= 0; at = this.parents[at] ?? -1) depth++;
    return depth;
  }

  #height(node: number): number {
    let height = 0;
    for (const kid of this.#kidsOf(node)) height = Math.max(height, 1 + this.#height(kid));
    return height;
  }

  /** A random move that makes no circle and nothing too deep. */
  next(): readonly [node: number, parent: number] {
    for (;;) {
      const node = this.#random.below(this.parents.length);
      const parent = this.#random.below(this.#inner + 1) - 1;
      let circle = false;
      for (let at = parent; at >= 0; at = this.parents[at] ?? -1) circle ||= at === node;
      if (circle || this.#depth(parent) + 1 + this.#height(node) > MAX_DEPTH) continue;
      this.#kidsOf(this.parents[node] ?? -1).delete(node);
      this.#kidsOf(parent).add(node);
      this.parents[node] = parent;
      return [node, parent];
    }
  }

  moves = (count: number) => Array.from({ length: count }, () => this.next());
}

function cpu(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function deepest(tree: Tree, size: number): number {
  let most = 0;
  for (let node = 0; node < size; node++) {
    let depth = 0;
    for (let at = node; at >= 0 && depth < 100; at = tree.parentOf(at)) depth++;
    most = Math.max(most, depth);
  }
  return most;
}

function measure(design: string, size: number, reps: number): Figures {
  const model = new Model(size, 7);
  const open = (n: number, stored: Uint8Array, like: Tree): Tree =>
    design === 'ours'
      ? new Ours(`s${n}`, stored)
      : new Loro(n, like instanceof Loro ? { stored, like } : undefined);
  const first: Tree = design === 'ours' ? new Ours('s1') : new Loro(1);
  const born = [...model.parents];
  const create = cpu(() => first.create(born));
  const base = first.snapshot();
  const second = open(2, base, first);
  const moves = model.moves(MOVES);
  const localMove = cpu(() => moves.forEach(([node, parent]) => first.move(node, parent)));
  const update = first.updateFor(second);
  const bulk = cpu(() => {
    second.take(update);
    second.parentOf(0);
  });
  const stored = first.snapshot();
  const load = cpu(() => {
    const third = open(3, stored, first);
    for (let node = 0; node < size; node++) third.parentOf(node);
  });
  const rss = process.memoryUsage().rss / 1e6;
  const apart = [1, 2].map((seed) => new Model(size, seed, model.parents).moves(MOVES / 2));
  apart[0]?.forEach(([node, parent]) => first.move(node, parent));
  apart[1]?.forEach(([node, parent]) => second.move(node, parent));
  const theirs = first.updateFor(second);
  const concurrent = cpu(() => {
    second.take(theirs);
    second.parentOf(0);
  });
  const depth = deepest(second, size);
  const one = oneAgainstMany(design, size, reps, open);
  return {
    create,
    localMove: (localMove * 1000) / MOVES,
    bytesPerMove: (stored.length - base.length) / MOVES,
    updatePerMove: update.length / MOVES,
    stored: stored.length,
    load,
    bulk,
    concurrent,
    one50: quantile(one, 0.5),
    one99: quantile(one, 0.99),
    depth,
    rss
  };
}

/** Milliseconds (wall) for one remote move that meets 200 local ones it does not know. */
function oneAgainstMany(
  design: string,
  size: number,
  reps: number,
  open: (n: number, stored: Uint8Array, like: Tree) => Tree
): number[] {
  const model = new Model(size, 11);
  const start: Tree = design === 'ours' ? new Ours('s4') : new Loro(4);
  start.create([...model.parents]);
  const from = start.snapshot();
  const [here, there] = [open(5, from, start), open(6, from, start)];
  const times: number[] = [];
  for (let i = 0; i < reps + 5; i++) {
    const [node, parent] = model.next();
    for (const [at, to] of model.moves(LOCAL)) if (at !== node) here.move(at, to);
    there.move(node, parent);
    const letter = there.letter(here);
    const started = performance.now();
    here.take(letter);
    here.parentOf(node);
    // The first ones warm the code.
    if (i >= 5) times.push(performance.now() - started);
    there.take(here.updateFor(there));
  }
  return times;
}

const [design = '', size = '', reps = ''] = process.argv.slice(2);
process.send?.(measure(design, Number(size), Number(reps)));

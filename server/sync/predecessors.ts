import * as Y from 'yjs';

type Store = Y.Doc['store'];
export type Struct = Y.Item | Y.GC | Y.Skip;

/** The first thing an update builds on that the room does not have. */
export interface Missing {
  readonly client: number;
  readonly clock: number;
}

/** What an update would do, told before it touches the room's document. */
export type Verdict =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'withheld'; readonly missing: Missing }
  | {
      readonly kind: 'known' | 'news';
      readonly clients: readonly number[];
      readonly decoded: Decoded;
    };

/** An update taken apart: structs by client, each in its own order, and the ranges it deletes. */
export interface Decoded {
  readonly structs: ReadonlyMap<number, readonly Struct[]>;
  readonly deletes: ReadonlyMap<
    number,
    readonly { readonly clock: number; readonly len: number }[]
  >;
}

const MALFORMED = { kind: 'malformed' } as const;

/**
 * Yjs parks an update whose predecessors are missing and merges the parked ones anew with every
 * message, so that a client that withholds one update can stall everybody. The room therefore never
 * applies an update that would be parked: this walks it the way Yjs would, in linear time.
 */
export function judge(store: Store, update: Uint8Array): Verdict {
  const decoded = decode(update);
  if (!decoded) return MALFORMED;
  const state = new Map<number, number>();
  const known = (client: number) => state.get(client) ?? Y.getState(store, client);
  const gap = walk(decoded.structs, known, (client, clock) => state.set(client, clock));
  if (gap === 'malformed') return MALFORMED;
  const missing = gap ?? missingDelete(decoded, known);
  if (missing) return { kind: 'withheld', missing };
  const isNews =
    [...state].some(([client, clock]) => clock > Y.getState(store, client)) ||
    deletesNews(store, decoded);
  const clients = new Set([...decoded.structs.keys(), ...decoded.deletes.keys()]);
  return { kind: isNews ? 'news' : 'known', clients: [...clients], decoded };
}

/** Nothing for what cannot be read, or is in an order that Yjs never writes. */
function decode(update: Uint8Array): Decoded | undefined {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    const byClient = new Map<number, Struct[]>();
    let last: number | undefined;
    for (const struct of structs) {
      const { client } = struct.id;
      if (client !== last && byClient.has(client)) return undefined;
      if (!Number.isSafeInteger(struct.id.clock + struct.length)) return undefined;
      last = client;
      const list = byClient.get(client);
      if (list) list.push(struct);
      else byClient.set(client, [struct]);
    }
    const ordered = [...ds.clients.values()].every(isOrdered);
    return ordered ? { structs: byClient, deletes: ds.clients } : undefined;
  } catch {
    return undefined;
  }
}

/** Ranges that overlap would let few bytes walk the same part of the document many times. */
const isOrdered = (ranges: readonly { clock: number; len: number }[]): boolean =>
  ranges.every(({ clock, len }, i) => {
    const before = ranges[i - 1];
    return Number.isSafeInteger(clock + len) && (!before || before.clock + before.len <= clock);
  });

/** Goes through the structs in the order of their dependencies; stops at the first that misses one. */
function walk(
  structs: Decoded['structs'],
  known: (client: number) => number,
  advance: (client: number, clock: number) => void
): Missing | 'malformed' | undefined {
  const at = new Map<number, number>();
  const next = (client: number) => structs.get(client)?.[at.get(client) ?? 0];
  for (const client of structs.keys()) {
    const stack = [client];
    const waiting = new Set(stack);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const struct = next(top);
      const gap = struct && gapOf(struct, known);
      if (gap === 'malformed') return gap;
      if (gap) {
        if (waiting.has(gap.client) || !next(gap.client)) return gap;
        stack.push(gap.client);
        waiting.add(gap.client);
        continue;
      }
      if (struct) {
        at.set(top, (at.get(top) ?? 0) + 1);
        const end = struct.id.clock + struct.length;
        if (!(struct instanceof Y.Skip)) advance(top, Math.max(known(top), end));
      }
      if (!struct || stack.length > 1) {
        stack.pop();
        waiting.delete(top);
      }
    }
  }
  return undefined;
}

function gapOf(struct: Struct, known: (client: number) => number) {
  if (struct instanceof Y.Skip) return undefined;
  const { client, clock } = struct.id;
  if (clock > known(client)) return { client, clock: clock - 1 };
  if (struct instanceof Y.GC) return undefined;
  // Decoded structs hold ids where integrated ones hold types, and a string for a root.
  const parent: unknown = struct.parent;
  for (const id of [struct.origin, struct.rightOrigin, parent]) {
    if (!(id instanceof Y.ID)) continue;
    if (id.client === client && id.clock >= clock) return 'malformed';
    if (id.client !== client && id.clock >= known(id.client))
      return { client: id.client, clock: id.clock };
  }
  return undefined;
}

function missingDelete({ deletes }: Decoded, known: (client: number) => number) {
  for (const [client, ranges] of deletes) {
    const last = ranges.at(-1);
    if (last && last.clock + last.len > known(client))
      return { client, clock: last.clock + last.len - 1 };
  }
  return undefined;
}

/** Whether it deletes what is there still. */
const deletesNews = (store: Store, decoded: Decoded): boolean =>
  !(deletedNews(store, decoded).next().done ?? false);

/** What is there still and an update deletes. */
export function* deletedNews(store: Store, { deletes }: Decoded): Generator<Struct> {
  for (const [client, ranges] of deletes) {
    const structs = store.clients.get(client) ?? [];
    const end = Y.getState(store, client);
    for (const { clock, len } of ranges) {
      if (len === 0 || clock >= end) continue;
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
        const struct = structs[i];
        if (!struct || struct.id.clock >= clock + len) break;
        if (!struct.deleted) yield struct;
      }
    }
  }
}

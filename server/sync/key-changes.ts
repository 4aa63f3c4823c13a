import * as Y from 'yjs';
import { deletedNews, type Decoded, type Struct } from './predecessors.ts';

/** One key that an update would write, or remove. */
export interface KeyChange {
  readonly map: string;
  readonly key: string;
  /** The update brings something under this key, whether or not it lasts. */
  readonly written: boolean;
  /** What it brings is not taken away again by the same update. */
  readonly set: boolean;
  /** What it sets, where that is readable: JSON, or bytes. */
  readonly value: unknown;
  readonly bytes: number;
  /** The key was there before, whatever became of it. */
  readonly known: boolean;
}

type Where = { readonly map: string; readonly key: string } | 'nested' | undefined;

/**
 * Which keys an update would change, told before it touches the document; nothing when it would
 * make anything but keys of flat root maps, or nest a value too deep.
 */
export function keyChanges(doc: Y.Doc, decoded: Decoded): KeyChange[] | undefined {
  const places = new Places(doc, decoded);
  const changes: KeyChange[] = [];
  for (const [client, structs] of decoded.structs) {
    const state = Y.getState(doc.store, client);
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.id.clock + struct.length <= state) continue;
      const where = places.of(struct);
      if (where === 'nested' || !isValue(struct.content)) return undefined;
      // What hangs on something that is gone is gone as well.
      if (!where) continue;
      const change = settingOf(doc, where, struct, isDeleted(decoded, struct));
      if (change.bytes === Infinity) return undefined;
      changes.push(change);
    }
  }
  for (const struct of deletedNews(doc.store, decoded)) {
    const where = struct instanceof Y.Item ? places.of(struct) : undefined;
    if (where === 'nested') return undefined;
    if (where)
      changes.push({
        ...where,
        written: false,
        set: false,
        value: undefined,
        bytes: 0,
        known: true
      });
  }
  return changes;
}

type Content = Y.Item['content'];

const isValue = (content: Content): boolean =>
  content instanceof Y.ContentAny ||
  content instanceof Y.ContentBinary ||
  content instanceof Y.ContentDeleted;

/** Whether an update takes away what it brings; the last of an item is what counts. */
function isDeleted({ deletes }: Decoded, { id, length }: Y.Item): boolean {
  const at = id.clock + length - 1;
  const ranges = deletes.get(id.client) ?? [];
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range && range.clock + range.len <= at) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range.clock <= at;
}

function settingOf(
  doc: Y.Doc,
  where: Exclude<Where, 'nested' | undefined>,
  { content }: Y.Item,
  deleted: boolean
): KeyChange {
  const known = doc.share.get(where.map)?._map.has(where.key) ?? false;
  const value = valueOf(content);
  const parts: readonly unknown[] = content instanceof Y.ContentAny ? content.arr : [value];
  const bytes = parts.reduce<number>((sum, part) => sum + sizeOf(part), 0);
  const set = !deleted && !(content instanceof Y.ContentDeleted);
  return { ...where, written: true, set, value, bytes, known };
}

function valueOf(content: Content): unknown {
  if (content instanceof Y.ContentBinary) return content.content;
  return content instanceof Y.ContentAny ? content.arr.at(-1) : undefined;
}

/** How deep a value may be nested: one deeper than the stack could be read and not written. */
const DEEPEST = 100;

/** About how many bytes a value takes when stored; no end of them where it is nested too deep. */
function sizeOf(value: unknown, deepest = DEEPEST): number {
  if (deepest === 0) return Infinity;
  if (typeof value === 'string' || value instanceof Uint8Array) return 8 + value.length;
  let bytes = 8;
  if (Array.isArray(value)) for (const item of value) bytes += sizeOf(item, deepest - 1);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      bytes += key.length + sizeOf(item, deepest - 1);
  return bytes;
}

/** Where items stand: an item says so itself, or stands where the one it follows does. */
class Places {
  readonly #doc: Y.Doc;
  readonly #decoded: Decoded;
  readonly #names = new Map<unknown, string>();
  readonly #found = new Map<Struct, Where>();

  constructor(doc: Y.Doc, decoded: Decoded) {
    this.#doc = doc;
    this.#decoded = decoded;
  }

  of(item: Y.Item): Where {
    const chain: Struct[] = [];
    let where: Where;
    for (let at: Struct | undefined = item; at;) {
      if (this.#found.has(at)) {
        where = this.#found.get(at);
        break;
      }
      chain.push(at);
      // Marked while it is looked for, so that a circle ends.
      this.#found.set(at, undefined);
      const said = at instanceof Y.Item ? this.#said(at) : undefined;
      if (said !== 'follows') {
        where = said;
        break;
      }
      at = at instanceof Y.Item ? this.#before(at) : undefined;
    }
    for (const each of chain) this.#found.set(each, where);
    return where;
  }

  #said(item: Y.Item): Where | 'follows' {
    const parent: unknown = item.parent;
    if (parent === null) return item.origin || item.rightOrigin ? 'follows' : undefined;
    const map = typeof parent === 'string' ? parent : this.#nameOf(parent);
    if (map === undefined || item.parentSub === null) return 'nested';
    return { map, key: item.parentSub };
  }

  #before({ origin, rightOrigin }: Y.Item): Struct | undefined {
    const id = origin ?? rightOrigin;
    if (!id) return undefined;
    const { store } = this.#doc;
    const stored = id.clock < Y.getState(store, id.client);
    return structAt(
      stored ? store.clients.get(id.client) : this.#decoded.structs.get(id.client),
      id
    );
  }

  #nameOf(type: unknown): string | undefined {
    if (this.#names.size < this.#doc.share.size)
      for (const [name, each] of this.#doc.share) this.#names.set(each, name);
    return this.#names.get(type);
  }
}

function structAt(structs: readonly Struct[] | undefined, id: Y.ID): Struct | undefined {
  let low = 0;
  let high = (structs?.length ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const struct = structs?.[middle];
    if (!struct) return undefined;
    if (id.clock < struct.id.clock) high = middle - 1;
    else if (id.clock >= struct.id.clock + struct.length) low = middle + 1;
    else return struct;
  }
  return undefined;
}

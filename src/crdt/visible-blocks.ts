import { compareStamps, stampOf } from '#core/audit/entry.ts';
import type * as Y from 'yjs';
import { readBlock, type Block } from './block.ts';

/** A block's key is `<commandId>/<part>`; the part `hides` names another command whose blocks it hides. */
const HIDES = 'hides';

export const blockKey = (commandId: string, part: number): string => `${commandId}/${part}`;
export const hidesKey = (commandId: string): string => `${commandId}/${HIDES}`;

/**
 * Which blocks of a document are to be seen, in the order they overrule each other. Those of a
 * command are invisible until its audit entry is there, which the same client writes last: peers
 * see nothing, then everything. A command can hide another's blocks (undo), and be hidden (redo).
 */
export class VisibleBlocks {
  readonly #map: Y.Map<unknown>;
  /** Parts there are of each command, by its id; a command that only hides has none. */
  readonly #parts = new Map<string, Set<number>>();
  readonly #hiders = new Map<string, Set<string>>();
  /** What each hider hides. */
  readonly #hides = new Map<string, string>();
  /** What was worked out since the document last changed. */
  readonly #hidden = new Map<string, boolean>();
  readonly #announced: (commandId: string) => number | undefined;

  /** `announced` tells how many parts a command's audit entry names; undefined without an entry. */
  constructor(map: Y.Map<unknown>, announced: (commandId: string) => number | undefined) {
    this.#map = map;
    this.#announced = announced;
  }

  /** Takes note of keys of the block map, new or gone, and answers with the commands they concern. */
  note(keys: Iterable<string>): Set<string> {
    const concerned = new Set<string>();
    const named = new Set<string>();
    this.#hidden.clear();
    for (const key of keys) {
      const [commandId = '', part = ''] = key.split('/', 2);
      if (!stampOf(commandId)) continue;
      const value = this.#map.get(key);
      if (part === HIDES) this.#noteHides(commandId, value, concerned);
      else if (/^\d{1,6}$/.test(part)) this.#notePart(commandId, Number(part), value !== undefined);
      named.add(commandId);
    }
    for (const commandId of named) concerned.add(commandId);
    return concerned;
  }

  #notePart(commandId: string, part: number, there: boolean) {
    const parts = this.#parts.get(commandId) ?? new Set<number>();
    if (there) parts.add(part);
    else parts.delete(part);
    this.#parts.set(commandId, parts);
  }

  #noteHides(hider: string, value: unknown, concerned: Set<string>) {
    const before = this.#hides.get(hider);
    // Only what is earlier can be hidden, so that no circle of hiding can be written.
    const target = typeof value === 'string' && compareStamps(hider, value) > 0 ? value : undefined;
    for (const each of [before, target]) if (each !== undefined) this.concern(each, concerned);
    if (before !== undefined) this.#hiders.get(before)?.delete(hider);
    if (target === undefined) this.#hides.delete(hider);
    else {
      this.#hides.set(hider, target);
      const hiders = this.#hiders.get(target);
      if (hiders) hiders.add(hider);
      else this.#hiders.set(target, new Set([hider]));
    }
  }

  /** A command, and those whose showing hangs on it: hiding a hider brings back what that one hid. */
  concern(commandId: string, concerned: Set<string>) {
    let at: string | undefined = commandId;
    for (; at !== undefined && !concerned.has(at); at = this.#hides.get(at)) concerned.add(at);
  }

  /** The command whose blocks another hides. */
  hiddenBy(hider: string): string | undefined {
    return this.#hides.get(hider);
  }

  isVisible(commandId: string): boolean {
    const announced = this.#announced(commandId) ?? 0;
    const parts = this.#parts.get(commandId);
    if (!parts || announced === 0 || parts.size < announced) return false;
    for (let part = 0; part < announced; part++) if (!parts.has(part)) return false;
    return !this.isHidden(commandId);
  }

  /** Each hider hides one command, so what stands behind a command is a tree; it may be deep. */
  isHidden(commandId: string): boolean {
    const behind = this.#hidden.has(commandId) ? [] : [commandId];
    for (const at of behind)
      for (const hider of this.#hiders.get(at) ?? [])
        if (!this.#hidden.has(hider)) behind.push(hider);
    for (const at of behind.reverse()) {
      let hidden = false;
      for (const hider of this.#hiders.get(at) ?? [])
        hidden ||= this.#announced(hider) !== undefined && !this.#hidden.get(hider);
      this.#hidden.set(at, hidden);
    }
    return this.#hidden.get(commandId) === true;
  }

  /** Ids of the commands whose blocks are to be seen, lowest first: the later overrules. */
  commands(): string[] {
    return [...this.#parts.keys()].filter((id) => this.isVisible(id)).sort(compareStamps);
  }

  /** Commands whose blocks are hidden, each with the last of those that hide it and stand. */
  *hidden(): Generator<{ commandId: string; removal: string }> {
    for (const [commandId, hiders] of this.#hiders) {
      if (!this.#parts.has(commandId) || !this.isHidden(commandId)) continue;
      const standing = [...hiders]
        .filter((id) => this.#announced(id) !== undefined && !this.isHidden(id))
        .sort(compareStamps);
      const removal = standing.at(-1);
      if (removal !== undefined) yield { commandId, removal };
    }
  }

  *blocksOf(commandId: string): Generator<Block> {
    const announced = this.#announced(commandId) ?? 0;
    for (const part of [...(this.#parts.get(commandId) ?? [])].sort((a, b) => a - b)) {
      if (part >= announced) break;
      const block = readBlock(this.#map.get(blockKey(commandId, part)));
      if (block) yield block;
    }
  }

  /** A command's own blocks; of one that hides or shows another's, those as deaths or births. */
  *writtenBy(commandId: string): Generator<Block> {
    yield* this.blocksOf(commandId);
    let hides = false;
    let at = this.hiddenBy(commandId);
    for (; at !== undefined && !this.#parts.has(at); at = this.hiddenBy(at)) hides = !hides;
    if (at === undefined) return;
    for (const block of this.blocksOf(at))
      if (block.op === 'birth') yield { ...block, op: hides ? 'birth' : 'death' };
  }

  /** Ids of the records a command gave birth to in its blocks. */
  *bornIn(commandId: string, kind: string): Generator<string> {
    for (const block of this.blocksOf(commandId))
      if (block.op === 'birth' && block.kind === kind) yield* block.ids;
  }
}

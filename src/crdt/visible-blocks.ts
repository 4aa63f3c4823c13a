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
  readonly #parts = new Map<string, number[]>();
  readonly #hiders = new Map<string, string[]>();
  readonly #announced: (commandId: string) => number | undefined;

  /** `announced` tells how many parts a command's audit entry names; undefined without an entry. */
  constructor(map: Y.Map<unknown>, announced: (commandId: string) => number | undefined) {
    this.#map = map;
    this.#announced = announced;
  }

  /** Takes note of keys of the block map, new or gone, and answers with the commands they concern. */
  note(keys: Iterable<string>): Set<string> {
    const concerned = new Set<string>();
    for (const key of keys) {
      const [commandId = '', part = ''] = key.split('/', 2);
      if (!stampOf(commandId)) continue;
      const value = this.#map.get(key);
      if (part === HIDES) this.#noteHides(commandId, value, concerned);
      else if (/^\d{1,6}$/.test(part)) this.#notePart(commandId, Number(part), value !== undefined);
      concerned.add(commandId);
    }
    return concerned;
  }

  #notePart(commandId: string, part: number, there: boolean) {
    const parts = (this.#parts.get(commandId) ?? []).filter((other) => other !== part);
    if (there) parts.push(part);
    this.#parts.set(
      commandId,
      parts.sort((a, b) => a - b)
    );
  }

  #noteHides(hider: string, target: unknown, concerned: Set<string>) {
    // Only what is earlier can be hidden, so that no circle of hiding can be written.
    if (typeof target !== 'string' || compareStamps(hider, target) <= 0) return;
    const hiders = this.#hiders.get(target) ?? [];
    if (!hiders.includes(hider)) this.#hiders.set(target, [...hiders, hider]);
    // Hiding a hider brings back what that one hid.
    for (let at: string | undefined = target; at !== undefined; at = this.hiddenBy(at))
      concerned.add(at);
  }

  /** The command whose blocks another hides. */
  hiddenBy(hider: string): string | undefined {
    const target = this.#map.get(hidesKey(hider));
    return typeof target === 'string' && compareStamps(hider, target) > 0 ? target : undefined;
  }

  isVisible(commandId: string): boolean {
    const parts = this.#parts.get(commandId);
    if (!parts || parts.length === 0) return false;
    return parts.length >= (this.#announced(commandId) ?? Infinity) && !this.isHidden(commandId);
  }

  isHidden(commandId: string): boolean {
    return (this.#hiders.get(commandId) ?? []).some(
      (hider) => this.#announced(hider) !== undefined && !this.isHidden(hider)
    );
  }

  /** Ids of the commands whose blocks are to be seen, lowest first: the later overrules. */
  commands(): string[] {
    return [...this.#parts.keys()].filter((id) => this.isVisible(id)).sort(compareStamps);
  }

  *blocksOf(commandId: string): Generator<Block> {
    for (const part of this.#parts.get(commandId) ?? []) {
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

  /** Commands that wrote blocks and no entry: a crash left them half done. */
  unfinished(): string[] {
    return [...this.#parts.keys()].filter((id) => this.#announced(id) === undefined);
  }
}

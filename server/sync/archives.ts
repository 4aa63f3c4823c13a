import type * as Y from 'yjs';
import { readArchive, storedJsonHash } from '#protocol/archive.ts';
import { ARCHIVE_NAMES, ARCHIVED_MAP } from '#protocol/archive-names.ts';
import { isBlobHash } from '#protocol/blobs.ts';
import type { Refusal } from '#protocol/problems.ts';
import { valueHash } from '#protocol/receipts.ts';
import { sha256 } from '../sha256.ts';
import type { KeyChange } from './key-changes.ts';

/** The hashes of what an archive holds, by key. */
type Held = ReadonlyMap<string, string>;

/** What an owner takes out of history, and the stored archives that must hold it. */
export class Archives {
  readonly #blob: (hash: string) => Promise<Uint8Array | undefined>;
  #held = new Map<string, Held | undefined>();
  #wanted = new Set<string>();

  constructor(blob: (hash: string) => Promise<Uint8Array | undefined>) {
    this.#blob = blob;
  }

  /**
   * An owner's changes without those that archive: entries may leave in an update that names stored
   * archives which hold each of them, byte for byte. Two who archive the same name the same blob.
   */
  judge(doc: Y.Doc, changes: readonly KeyChange[]): readonly KeyChange[] | Refusal | 'unread' {
    const leaving = changes.filter(({ map, written }) => map === ARCHIVED_MAP && !written);
    const named = changes.filter(({ map, set }) => map === ARCHIVE_NAMES && set);
    if (leaving.length + named.length === 0) return changes;
    if (!named.every(({ key }) => isBlobHash(key))) return 'unarchived';
    if (!this.#isRead(named)) return 'unread';
    const held = named.map(({ key }) => this.#held.get(key));
    this.#held = new Map();
    const entries = doc.getMap(ARCHIVED_MAP);
    const isHeld = ({ key }: KeyChange) => {
      const hash = valueHash(entries.get(key), sha256);
      return held.some((archive) => archive?.get(key) === hash);
    };
    if (held.includes(undefined) || !leaving.every(isHeld)) return 'unarchived';
    const names = doc.getMap(ARCHIVE_NAMES);
    const again = ({ key, value }: KeyChange) =>
      names.has(key) && JSON.stringify(names.get(key)) === JSON.stringify(value);
    const settled = new Set<KeyChange>([...leaving, ...named.filter(again)]);
    return changes.filter((change) => !settled.has(change));
  }

  #isRead(named: readonly KeyChange[]): boolean {
    for (const { key } of named) if (!this.#held.has(key)) this.#wanted.add(key);
    return this.#wanted.size === 0;
  }

  /** Reads what was found missing; false when nothing was. */
  async read(): Promise<boolean> {
    const wanted = this.#wanted;
    this.#wanted = new Set();
    for (const hash of wanted) this.#held.set(hash, heldIn(await this.#blob(hash)));
    return wanted.size > 0;
  }
}

function heldIn(bytes: Uint8Array | undefined): Held | undefined {
  const archive = bytes && readArchive(Buffer.from(bytes).toString());
  if (!archive) return undefined;
  const held = new Map<string, string>();
  for (const [key, json] of archive) held.set(key, storedJsonHash(json, sha256) ?? '');
  return held;
}

import {
  lineHash,
  signedText,
  START,
  writeReceipt,
  type Head,
  type Link
} from '#protocol/receipts.ts';
import type { RoomSection } from '#protocol/sections.ts';
import type { RelayStorage } from '../storage/port.ts';
import { sha256 } from '../sha256.ts';
import type { RelayKey } from './relay-key.ts';
import { endKey, endOf, receiptsKey } from './stored-receipts.ts';

/** A key that an update brought to an append-only map, with the hash of its value. */
export interface Appended {
  readonly map: string;
  readonly key: string;
  readonly value: string;
}

/** Values to store with an update, and what to do once they are. */
export interface Attested {
  readonly changes: readonly (readonly [string, Uint8Array])[];
  readonly kept: () => void;
}

/** The receipts of one section's room; the chain itself is never read to write on it. */
export class SectionReceipts {
  readonly #storage: RelayStorage;
  readonly #key: RelayKey;
  readonly #workspace: string;
  readonly #section: RoomSection;
  #end: Link = START;
  #fresh: (Appended & { readonly grant: string })[] = [];
  #head: Head | undefined;

  constructor(storage: RelayStorage, key: RelayKey, workspace: string, section: RoomSection) {
    this.#storage = storage;
    this.#key = key;
    this.#workspace = workspace;
    this.#section = section;
  }

  /** Kept once the end of the stored chain is known. */
  async load(): Promise<void> {
    this.#fresh = [];
    this.#end = await endOf(this.#storage, this.#workspace, this.#section);
  }

  note(appended: readonly Appended[], grant: string): void {
    for (const each of appended) this.#fresh.push({ ...each, grant });
  }

  /** Receipts for what was noted, to be stored with it; none are given when it could not be. */
  take(now: number): Attested {
    const fresh = this.#fresh;
    this.#fresh = [];
    if (fresh.length === 0) return { changes: [], kept: () => undefined };
    let end = this.#end;
    const lines: string[] = [];
    for (const each of fresh) {
      const line = writeReceipt({ ...each, seq: end.seq + 1, at: now, prev: end.hash });
      lines.push(line);
      end = { seq: end.seq + 1, hash: lineHash(line, sha256) };
    }
    return {
      changes: [
        ...this.#key.unkept(),
        [receiptsKey(this.#workspace, this.#section, end.seq), Buffer.from(lines.join('\n'))],
        [endKey(this.#workspace, this.#section), Buffer.from(JSON.stringify(end))]
      ],
      kept: () => {
        this.#key.keep();
        this.#end = end;
      }
    };
  }

  /** The end of what is committed, signed when it is first asked for; nothing before there is a key. */
  get head(): Head | undefined {
    if (this.#head?.hash !== this.#end.hash) this.#head = undefined;
    this.#head ??= signed(this.#key, this.#workspace, this.#section, this.#end);
    return this.#head;
  }
}

/** An end of a chain as it is told to everybody. */
export function signed(key: RelayKey, workspace: string, section: RoomSection, end: Link) {
  if (!key.isKept) return undefined;
  const signature = key.sign(signedText(workspace, section, end));
  return { ...end, signature, publicKey: key.publicKey };
}

import type { RelayProblem } from '#protocol/problems.ts';
import { LIMITS } from '#protocol/limits.ts';
import { isId } from '#protocol/sections.ts';
import { SNAPSHOT_LIFE } from '#protocol/snapshots.ts';
import { DOWNLOAD } from './http/answers.ts';
import type { Answer } from './http/answers.ts';
import type { RelayStorage } from './storage/port.ts';

interface SnapshotNote {
  /** The workspace that it was made from; '' for somebody at this machine without one. */
  readonly of: string;
  /** Bytes. */
  readonly size: number;
  readonly expiresAt: number;
  readonly tokenHash: string;
  readonly ended?: 'expired' | 'revoked';
}

interface NewSnapshot {
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Epoch milliseconds as they stand in the address. */
  readonly expires: string | null;
  readonly tokenHash: string;
  readonly of: string;
}

const noteKey = (id: string) => `snapshot/${id}`;
const bytesKey = (id: string) => `ciphertext/${id}`;
const noteBytes = (note: SnapshotNote) => Buffer.from(JSON.stringify(note));

/** Ciphertext that ends at a time or by its maker's word; what is left then tells which. */
export class Snapshots {
  readonly #storage: RelayStorage;
  readonly #most: number;
  /** Bytes of those that have not ended, by workspace. */
  #held: Promise<Map<string, number>> | undefined;

  constructor(storage: RelayStorage, most: number = LIMITS.snapshots) {
    this.#storage = storage;
    this.#most = most;
  }

  async put({ id, bytes, expires, tokenHash, of }: NewSnapshot, now: number): Promise<Answer> {
    const expiresAt = expires === null ? now + SNAPSHOT_LIFE.usual : Number(expires);
    const lives = expiresAt > now && expiresAt <= now + SNAPSHOT_LIFE.most;
    const isWhole = Number.isSafeInteger(expiresAt) && bytes.length > 0;
    if (!isId(id) || !lives || !isWhole || !/^[0-9a-f]{64}$/.test(tokenHash))
      return 'relay.malformed';
    if (await this.#note(id)) return 'relay.exists';
    const held = await (this.#held ??= this.#counted());
    if ((held.get(of) ?? 0) + bytes.length > this.#most) return 'snapshot.tooMany';
    const note = { of, size: bytes.length, expiresAt, tokenHash };
    add(held, note, 1);
    const changes = new Map([
      [noteKey(id), noteBytes(note)],
      [bytesKey(id), bytes]
    ]);
    try {
      await this.#storage.write(changes);
    } catch (error) {
      add(held, note, -1);
      throw error;
    }
    return { status: 201, json: { expiresAt } };
  }

  async get(id: string, now: number): Promise<Answer> {
    const problem = problemOf(await this.#note(id), now);
    if (problem) return problem;
    const bytes = await this.#storage.get(bytesKey(id));
    return bytes ? { bytes, headers: DOWNLOAD } : 'snapshot.notFound';
  }

  async revoke(id: string, tokenHash: string, now: number): Promise<Answer> {
    const note = await this.#note(id);
    if (!note) return 'snapshot.notFound';
    if (note.tokenHash !== tokenHash) return 'relay.unauthorized';
    const problem = problemOf(note, now);
    if (problem) return problem;
    await this.#end(id, note, 'revoked');
    return { status: 204 };
  }

  /** Removes what has expired, and a year later what told so. */
  async sweep(now: number): Promise<void> {
    for (const [key, bytes] of await this.#storage.list('snapshot/')) {
      const id = key.split('/')[1] ?? '';
      const note = read(bytes);
      if (now > note.expiresAt + SNAPSHOT_LIFE.most)
        await this.#storage.write(new Map([[key, undefined]]));
      else if (!note.ended && now >= note.expiresAt) await this.#end(id, note, 'expired');
    }
  }

  async #end(id: string, note: SnapshotNote, ended: 'expired' | 'revoked'): Promise<void> {
    const changes = new Map([
      [noteKey(id), noteBytes({ ...note, ended })],
      [bytesKey(id), undefined]
    ]);
    await this.#storage.write(changes);
    if (this.#held) add(await this.#held, note, -1);
  }

  async #counted(): Promise<Map<string, number>> {
    const held = new Map<string, number>();
    for (const [, bytes] of await this.#storage.list('snapshot/')) {
      const note = read(bytes);
      if (!note.ended) add(held, note, 1);
    }
    return held;
  }

  async #note(id: string): Promise<SnapshotNote | undefined> {
    const bytes = await this.#storage.get(noteKey(id));
    return bytes && read(bytes);
  }
}

const add = (held: Map<string, number>, { of, size }: SnapshotNote, sign: 1 | -1) =>
  held.set(of, (held.get(of) ?? 0) + sign * size);

/** Notes of before snapshots were counted say neither whose nor how large they are. */
const read = (bytes: Uint8Array): SnapshotNote => ({
  of: '',
  size: 0,
  ...(JSON.parse(Buffer.from(bytes).toString()) as Omit<SnapshotNote, 'of' | 'size'>)
});

function problemOf(note: SnapshotNote | undefined, now: number): RelayProblem | undefined {
  if (!note) return 'snapshot.notFound';
  if (note.ended) return `snapshot.${note.ended}`;
  return now >= note.expiresAt ? 'snapshot.expired' : undefined;
}

import type { RelayProblem } from '#protocol/problems.ts';
import { isId } from '#protocol/sections.ts';
import { SNAPSHOT_LIFE } from '#protocol/snapshots.ts';
import { DOWNLOAD } from './http/answers.ts';
import type { Answer } from './http/answers.ts';
import type { RelayStorage } from './storage/port.ts';

interface SnapshotNote {
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
}

const noteKey = (id: string) => `snapshot/${id}`;
const bytesKey = (id: string) => `ciphertext/${id}`;
const noteBytes = (note: SnapshotNote) => Buffer.from(JSON.stringify(note));

/** Ciphertext that ends at a time or by its maker's word; what is left then tells which. */
export class Snapshots {
  readonly #storage: RelayStorage;

  constructor(storage: RelayStorage) {
    this.#storage = storage;
  }

  async put({ id, bytes, expires, tokenHash }: NewSnapshot, now: number): Promise<Answer> {
    const expiresAt = expires === null ? now + SNAPSHOT_LIFE.usual : Number(expires);
    const lives = expiresAt > now && expiresAt <= now + SNAPSHOT_LIFE.most;
    const isWhole = Number.isSafeInteger(expiresAt) && bytes.length > 0;
    if (!isId(id) || !lives || !isWhole || !/^[0-9a-f]{64}$/.test(tokenHash))
      return 'relay.malformed';
    if (await this.#note(id)) return 'relay.exists';
    const changes = new Map([
      [noteKey(id), noteBytes({ expiresAt, tokenHash })],
      [bytesKey(id), bytes]
    ]);
    await this.#storage.write(changes);
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
  }

  async #note(id: string): Promise<SnapshotNote | undefined> {
    const bytes = await this.#storage.get(noteKey(id));
    return bytes && read(bytes);
  }
}

const read = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as SnapshotNote;

function problemOf(note: SnapshotNote | undefined, now: number): RelayProblem | undefined {
  if (!note) return 'snapshot.notFound';
  if (note.ended) return `snapshot.${note.ended}`;
  return now >= note.expiresAt ? 'snapshot.expired' : undefined;
}

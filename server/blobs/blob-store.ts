import { createHash } from 'node:crypto';
import { isBlobHash } from '#protocol/blobs.ts';
import { LIMITS } from '#protocol/limits.ts';
import { isId, sectionNamed, type RoomSection } from '#protocol/sections.ts';
import type { Disk, GrowingFile, OpenFile } from './disk.ts';
import { Lines } from './lines.ts';

export interface Blob {
  readonly workspace: string;
  readonly section: RoomSection;
  /** SHA-256 in hex. */
  readonly hash: string;
}

/** A stretch of a blob as somebody sends it. */
export interface Upload {
  /** Where it begins; undefined begins anew, whatever is there of the blob. */
  readonly from: number | undefined;
  readonly bytes: number;
  readonly total: number;
  readonly body: AsyncIterable<Uint8Array>;
  /** Asked once more before it counts: a right may end while something is sent under it. */
  readonly isAllowed: () => boolean;
}

/** What came of an upload; `offset` is how much of the blob is there. */
export type Uploaded =
  | { readonly state: 'there' | 'stored' | 'mismatch' | 'quota' | 'forbidden' }
  | { readonly state: 'more' | 'misplaced'; readonly offset: number };

/** A file of the store, a blob or a part of one. */
export interface StoredFile {
  readonly blob: Blob;
  readonly path: string;
  readonly whole: boolean;
  readonly bytes: number;
  readonly changedAt: number;
}

const PART = '.part';
const pathOf = ({ workspace, section, hash }: Blob) => `${workspace}/${section}/${hash}`;
const partOf = (blob: Blob) => `${pathOf(blob)}${PART}`;

/** What the files of a workspace add up to, with what is still to come of uploads under way. */
interface Sum {
  bytes: number;
}

/**
 * Blobs as files, `<workspace>/<section>/<sha256>`. What comes is written beside, and takes its name
 * once it is whole, is what the name says and is on disk: so nobody is ever given a part of one.
 */
export class BlobStore {
  readonly #disk: Disk;
  readonly #limit: number;
  readonly #lines = new Lines();
  readonly #sums = new Map<string, Promise<Sum>>();

  /** `limit` is what the blobs of one workspace may add up to. */
  constructor(disk: Disk, limit: number = LIMITS.blobs) {
    this.#disk = disk;
    this.#limit = limit;
  }

  open(blob: Blob): Promise<OpenFile | undefined> {
    return this.#disk.open(pathOf(blob));
  }

  /** A whole blob at once; undefined when it is not there. */
  async read(blob: Blob): Promise<Uint8Array | undefined> {
    const file = await this.open(blob);
    if (!file) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.read(0, file.bytes)) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  }

  /** How much of a blob has come. */
  async progress(blob: Blob): Promise<{ readonly offset: number; readonly whole: boolean }> {
    const whole = await this.#disk.find(pathOf(blob));
    if (whole) return { offset: whole.bytes, whole: true };
    return { offset: (await this.#disk.find(partOf(blob)))?.bytes ?? 0, whole: false };
  }

  /** Takes what is sent, after those who send of the same blob already. */
  put(blob: Blob, upload: Upload): Promise<Uploaded> {
    return this.#lines.run(pathOf(blob), () => this.#put(blob, upload));
  }

  async #put(blob: Blob, upload: Upload): Promise<Uploaded> {
    const { offset, whole } = await this.progress(blob);
    if (whole) {
      // Somebody is about to name it, so it is as good as new.
      await this.#disk.touch(pathOf(blob));
      return { state: 'there' };
    }
    if ((upload.from ?? offset) !== offset) return { state: 'misplaced', offset };
    const sum = await this.#sum(blob.workspace);
    const coming = upload.total - offset;
    if (sum.bytes + coming > this.#limit) return { state: 'quota' };
    sum.bytes += coming;
    try {
      return await this.#receive(blob, upload);
    } catch (error) {
      // What is left would only keep a full disk full.
      await this.#disk.remove(partOf(blob)).catch(() => undefined);
      throw error;
    } finally {
      const left = await this.progress(blob).catch(() => ({ offset: 0 }));
      sum.bytes += left.offset - upload.total;
    }
  }

  async #receive(blob: Blob, { from = 0, bytes, total, ...upload }: Upload): Promise<Uploaded> {
    const part = partOf(blob);
    const hash = createHash('sha256');
    if (from > 0 && from + bytes === total) await this.#read(part, from, hash);
    const file = await this.#disk.grow(part, from === 0);
    let got: number;
    try {
      got = await pour(upload.body, file, hash);
      await file.flush();
    } finally {
      await file.close();
    }
    if (from + got < total) return { state: 'more', offset: from + got };
    const matches = hash.digest('hex') === blob.hash;
    if (matches && upload.isAllowed()) {
      await this.#disk.rename(part, pathOf(blob));
      return { state: 'stored' };
    }
    await this.#disk.remove(part);
    return { state: matches ? 'forbidden' : 'mismatch' };
  }

  async #read(path: string, to: number, hash: ReturnType<typeof createHash>): Promise<void> {
    const file = await this.#disk.open(path);
    if (!file) return;
    for await (const chunk of file.read(0, to)) hash.update(chunk as Uint8Array);
  }

  /** Every file that is one of ours, or those of one workspace. */
  async list(workspace?: string): Promise<StoredFile[]> {
    const files = await this.#disk.list(workspace);
    return files.flatMap(({ path, bytes, changedAt }) => {
      const [id = '', name, file = ''] = path.split(/[/\\]/);
      const whole = !file.endsWith(PART);
      const hash = whole ? file : file.slice(0, -PART.length);
      const section = sectionNamed(name);
      if (!isId(id) || !section || !isBlobHash(hash)) return [];
      return [{ blob: { workspace: id, section, hash }, path, whole, bytes, changedAt }];
    });
  }

  /** Removes a file that nobody has changed since a time (ms), nor is about to. */
  async removeOld({ blob, path }: StoredFile, before: number): Promise<void> {
    if (this.#lines.isBusy(pathOf(blob))) return;
    await this.#lines.run(pathOf(blob), async () => {
      const sum = await this.#sum(blob.workspace);
      const found = await this.#disk.find(path);
      if (!found || found.changedAt > before) return;
      await this.#disk.remove(path);
      sum.bytes -= found.bytes;
    });
  }

  /** Removes all of a workspace; what still comes for it is not allowed any more. */
  async removeWorkspace(workspace: string): Promise<void> {
    this.#sums.delete(workspace);
    await this.#disk.remove(workspace);
  }

  #sum(workspace: string): Promise<Sum> {
    const known = this.#sums.get(workspace);
    if (known) return known;
    const sum = this.list(workspace).then((files) => ({
      bytes: files.reduce((all, { bytes }) => all + bytes, 0)
    }));
    this.#sums.set(workspace, sum);
    sum.catch(() => this.#sums.delete(workspace));
    return sum;
  }
}

/** Writes what comes until it ends or its line breaks; answers with how much that was. */
async function pour(
  body: AsyncIterable<Uint8Array>,
  file: GrowingFile,
  hash: ReturnType<typeof createHash>
): Promise<number> {
  let got = 0;
  for await (const chunk of untilBroken(body)) {
    hash.update(chunk);
    await file.append(chunk);
    got += chunk.length;
  }
  return got;
}

async function* untilBroken(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk;
  } catch {
    // What came before is kept, and gone on with.
  }
}

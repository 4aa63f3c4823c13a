import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BlobStore, type Blob, type Upload } from '../../server/blobs/blob-store.ts';
import { Collection, PART_LIFE, UNNAMED_LIFE } from '../../server/blobs/collection.ts';
import type { Disk } from '../../server/blobs/disk.ts';
import { folderDisk } from '../../server/blobs/folder-disk.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { pause, removeFolder, runRelay, share, temporaryFolder } from '../support/relay.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

function newFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const blobOf = (bytes: Uint8Array): Blob => ({
  workspace: 'workspace1',
  section: 'finance',
  hash: sha(bytes)
});

function upload(bytes: Uint8Array, from?: number, total = bytes.length): Upload {
  async function* body() {
    for (let at = 0; at < bytes.length; at += 1000)
      yield await Promise.resolve(bytes.subarray(at, at + 1000));
  }
  return { from, bytes: bytes.length, total, body: body(), isAllowed: () => true };
}

const filesIn = (folder: string) => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return names.filter((name) => name.isFile()).map(({ name }) => name);
};

const readAll = async (store: BlobStore, blob: Blob) => {
  const file = await store.open(blob);
  if (!file) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of file.read(0, file.bytes)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const BYTES = randomBytes(10_000);
const BLOB = blobOf(BYTES);

/** A disk that takes so many bytes and no more. */
function fullDisk(disk: Disk, room: number): Disk {
  return {
    ...disk,
    grow: async (path, anew) => {
      const file = await disk.grow(path, anew);
      const append = async (bytes: Uint8Array) => {
        const fits = bytes.subarray(0, Math.max(0, room));
        room -= bytes.length;
        await file.append(fits);
        if (room < 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      };
      return { ...file, append };
    }
  };
}

describe('the store of blobs', () => {
  test('on a full disk refuses, leaves nothing there, and reads on', async () => {
    const folder = newFolder();
    const disk = folderDisk(folder);
    await new BlobStore(disk).put(BLOB, upload(BYTES));
    const other = randomBytes(10_000);
    const store = new BlobStore(fullDisk(disk, 4500), 20_000);
    await expect(store.put(blobOf(other), upload(other))).rejects.toThrow('no space left');
    expect(filesIn(folder)).toEqual([BLOB.hash]);
    expect(await readAll(store, BLOB)).toEqual(BYTES);
    // What did not stay does not count.
    const small = randomBytes(10);
    expect(await store.put(blobOf(small), upload(small)).catch(String)).toContain('no space');
    expect(await new BlobStore(disk, 20_000).put(blobOf(other), upload(other))).toEqual({
      state: 'stored'
    });
  });

  test('tells over HTTP why, and goes on', async () => {
    const folder = newFolder();
    const relay = await runRelay({
      storage: memoryStorage(),
      blobs: fullDisk(folderDisk(folder), 500_000)
    });
    try {
      const headers = { Authorization: `Bearer ${await share(relay)}` };
      const put = (body: Uint8Array<ArrayBuffer>) =>
        fetch(`${relay.url}/api/workspaces/workspace1/blobs/finance/${sha(body)}`, {
          method: 'PUT',
          body,
          headers
        });
      const answer = await put(randomBytes(1_000_000));
      expect([answer.status, await answer.json()]).toEqual([507, { code: 'relay.full' }]);
      const me = await fetch(`${relay.url}/api/workspaces/workspace1/me`, { headers });
      expect(me.status).toBe(200);
    } finally {
      await relay.stop();
    }
  });

  test.each(['flush', 'rename'])('that is gone at a %s never serves a part', async (last) => {
    const folder = newFolder();
    const disk = folderDisk(folder);
    const never = () => new Promise<never>(() => undefined);
    const dying: Disk = {
      ...disk,
      grow: async (path, anew) => {
        const file = await disk.grow(path, anew);
        const flush = () => file.close().then(never);
        return last === 'flush' ? { ...file, flush } : file;
      },
      rename: never
    };
    void new BlobStore(dying).put(BLOB, upload(BYTES));
    while ((await new BlobStore(disk).progress(BLOB)).offset < BYTES.length) await pause(1);
    const after = new BlobStore(disk);
    expect(await after.open(BLOB)).toBeUndefined();
    expect(await after.progress(BLOB)).toEqual({ offset: BYTES.length, whole: false });
    expect(await after.put(BLOB, upload(BYTES))).toEqual({ state: 'stored' });
    expect(await readAll(after, BLOB)).toEqual(BYTES);
  });

  test('flushes what it wrote before it takes its name', async () => {
    const disk = folderDisk(newFolder());
    const order: string[] = [];
    const watched: Disk = {
      ...disk,
      grow: async (path, anew) => {
        const file = await disk.grow(path, anew);
        return { ...file, flush: () => file.flush().then(() => void order.push('flush')) };
      },
      rename: async (from, to) => {
        order.push('rename');
        await disk.rename(from, to);
      }
    };
    await new BlobStore(watched).put(BLOB, upload(BYTES));
    expect(order).toEqual(['flush', 'rename']);
  });

  test('takes a workspace’s blobs up to their sum, those on the way included', async () => {
    const disk = folderDisk(newFolder());
    const store = new BlobStore(disk, 25_000);
    const blobs = [1, 2, 3].map(() => randomBytes(10_000));
    const states = await Promise.all(blobs.map((bytes) => store.put(blobOf(bytes), upload(bytes))));
    expect(states.map(({ state }) => state).sort()).toEqual(['quota', 'stored', 'stored']);
    // A part counts as well, and is not counted twice when it is gone on with.
    const part = upload(BYTES.subarray(0, 4000), 0, 5000);
    expect(await store.put(BLOB, part)).toEqual({ state: 'more', offset: 4000 });
    const again = new BlobStore(disk, 25_000);
    const small = randomBytes(2000);
    expect(await again.put(blobOf(small), upload(small))).toEqual({ state: 'quota' });
    const elsewhere = { ...blobOf(small), workspace: 'workspace2' };
    expect(await again.put(elsewhere, upload(small))).toEqual({ state: 'stored' });
  });
});

describe('collecting blobs', () => {
  const now = Date.now();
  const DAY = 86_400_000;

  async function place(hasWorkspace = (_: string) => true, afterRestore = false) {
    const folder = newFolder();
    const store = new BlobStore(folderDisk(folder));
    const storage = memoryStorage();
    const collection = () => new Collection({ store, storage, hasWorkspace, afterRestore });
    await store.put(BLOB, upload(BYTES));
    return {
      folder,
      store,
      storage,
      collection,
      isThere: async () => (await store.progress(BLOB)).whole
    };
  }

  async function change(storage: RelayStorage, change: (names: Y.Map<unknown>) => void) {
    const { log } = await storage.loadRoom('workspace1/finance');
    const doc = new Y.Doc();
    for (const update of log) Y.applyUpdate(doc, update);
    const vector = Y.encodeStateVector(doc);
    change(doc.getMap('blobs'));
    await storage.append('workspace1/finance', Y.encodeStateAsUpdate(doc, vector));
  }

  test('removes what has had no name for 30 days, and not a day sooner', async () => {
    const { collection, isThere } = await place();
    const sweeps = collection();
    for (let day = 1; day <= 30; day++) {
      await sweeps.sweep(now + day * DAY);
      expect(await isThere(), String(day)).toBe(true);
    }
    await sweeps.sweep(now + 31 * DAY);
    expect(await isThere()).toBe(false);
  });

  test('begins anew when it is named again, or put again', async () => {
    const { folder, store, storage, collection, isThere } = await place();
    await collection().sweep(now);
    await change(storage, (names) => names.set(BLOB.hash, 1));
    await collection().sweep(now + 29 * DAY);
    expect((await storage.list('blob/')).size).toBe(0);
    await collection().sweep(now + 300 * DAY);
    expect(await isThere()).toBe(true);
    await change(storage, (names) => names.delete(BLOB.hash));
    await collection().sweep(now + 301 * DAY);
    await collection().sweep(now + 330 * DAY);
    expect(await isThere()).toBe(true);
    await store.put(BLOB, upload(BYTES));
    const [{ path } = { path: '' }] = await store.list();
    const put = (now + 330 * DAY) / 1000;
    utimesSync(join(folder, path), put, put);
    await collection().sweep(now + 331 * DAY);
    expect(await isThere()).toBe(true);
    await collection().sweep(now + 330 * DAY + UNNAMED_LIFE);
    expect(await isThere()).toBe(false);
    expect((await storage.list('blob/')).size).toBe(0);
  });

  test('leaves no mark of a blob that is gone', async () => {
    const { store, storage, collection } = await place();
    await collection().sweep(now);
    const [file] = await store.list();
    if (file) await store.removeOld(file, now + DAY);
    expect((await storage.list('blob/')).size).toBe(1);
    await collection().sweep(now + DAY);
    expect((await storage.list('blob/')).size).toBe(0);
  });

  test('a put of what is there counts as new', async () => {
    const { folder, store } = await place();
    const [{ path } = { path: '' }] = await store.list();
    utimesSync(join(folder, path), 1, 1);
    expect(await store.put(BLOB, upload(BYTES))).toEqual({ state: 'there' });
    expect((await store.list())[0]?.changedAt).toBeGreaterThan(now - DAY);
  });

  test('keeps what a document may name that cannot be read', async () => {
    const { storage, collection, isThere } = await place();
    await collection().sweep(now);
    await storage.append('workspace1/finance', Uint8Array.of(1, 2, 3));
    await collection().sweep(now + 40 * DAY);
    expect(await isThere()).toBe(true);
  });

  test('keeps everything while a backup is being completed', async () => {
    const { collection, isThere } = await place(undefined, true);
    await collection().sweep(now);
    await collection().sweep(now + 40 * DAY);
    expect(await isThere()).toBe(true);
  });

  test('removes parts after a day, and what is left of workspaces that are gone', async () => {
    const known = new Set(['workspace1']);
    const { folder, store, storage, collection } = await place((id) => known.has(id));
    const other = randomBytes(100);
    await store.put(blobOf(other), upload(other.subarray(0, 50), 0, 100));
    await collection().sweep(now + PART_LIFE - 60_000);
    expect(filesIn(folder)).toHaveLength(2);
    await collection().sweep(now + PART_LIFE + 60_000);
    expect(filesIn(folder)).toEqual([BLOB.hash]);
    expect((await storage.list('blob/')).size).toBe(1);
    known.clear();
    await collection().sweep(now);
    expect(filesIn(folder)).toEqual([]);
    expect((await storage.list('blob/')).size).toBe(0);
  });
});

import { createHash } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobStore } from './blob-store.ts';
import { blobFolder, folderDisk } from './folder-disk.ts';

type Say = (line: string) => void;

/** How many blobs there are between two lines that tell how far it is. */
const TOLD_EVERY = 100;

/** Copies the whole blobs of one relay's folder to another's, also while the relay runs. */
export async function backUpBlobs(from: string, to: string, say: Say): Promise<void> {
  const disk = folderDisk(blobFolder(from));
  const blobs = (await new BlobStore(disk).list()).filter(({ whole }) => whole);
  for (const [i, { path }] of blobs.entries()) {
    const copy = join(blobFolder(to), path);
    await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
    // One that is removed meanwhile has had no name for a month.
    if (await disk.find(path)) await copyFile(join(blobFolder(from), path), copy);
    tell(i, blobs.length, say, 'copied');
  }
}

/** Reads every blob and compares it with its name. */
export async function verifyBlobs(folder: string, say: Say) {
  const store = new BlobStore(folderDisk(blobFolder(folder)));
  const blobs = (await store.list()).filter(({ whole }) => whole);
  const broken: string[] = [];
  for (const [i, { blob, path }] of blobs.entries()) {
    const file = await store.open(blob);
    const hash = createHash('sha256');
    if (file && file.bytes > 0)
      for await (const chunk of file.read(0, file.bytes)) hash.update(chunk as Uint8Array);
    if (file && hash.digest('hex') !== blob.hash)
      broken.push(`${path}: it is not what its name says`);
    tell(i, blobs.length, say, 'read');
  }
  return { count: blobs.length, broken };
}

function tell(i: number, of: number, say: Say, done: string): void {
  if ((i + 1) % TOLD_EVERY === 0 || i + 1 === of) say(`${i + 1}/${of} blobs ${done}`);
}

import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Disk, FoundFile, GrowingFile, OpenFile } from './disk.ts';

/** Where a relay's blobs lie in the folder of its data. */
export const blobFolder = (relayFolder: string): string => join(relayFolder, 'blobs');

/** A folder of the file system. */
export function folderDisk(folder: string): Disk {
  const at = (path: string) => join(folder, path);
  return {
    find: (path) => findFile(folder, at(path)),
    open: (path) => openFile(at(path)),
    grow: (path, anew) => growFile(at(path), anew),
    rename: async (from, to) => {
      await rename(at(from), at(to));
      await flushFolder(dirname(at(to)));
    },
    touch: async (path) => {
      const now = new Date();
      await existing(utimes(at(path), now, now));
    },
    remove: (path) => rm(at(path), { recursive: true, force: true }),
    list: (below = '') => filesIn(folder, at(below))
  };
}

async function findFile(root: string, file: string): Promise<FoundFile | undefined> {
  const found = await existing(stat(file));
  return (
    found && { path: relative(root, file), bytes: found.size, changedAt: Math.floor(found.mtimeMs) }
  );
}

async function openFile(file: string): Promise<OpenFile | undefined> {
  const handle = await existing(open(file));
  if (!handle) return undefined;
  const { size } = await handle.stat();
  return {
    bytes: size,
    read: (from, to) => handle.createReadStream({ start: from, end: to - 1 }),
    close: () => handle.close()
  };
}

async function growFile(file: string, anew: boolean): Promise<GrowingFile> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, anew ? 'w' : 'a', 0o600);
  return {
    append: (bytes) => handle.appendFile(bytes),
    flush: () => handle.sync(),
    close: () => handle.close()
  };
}

/** A new name is on disk only when its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function filesIn(root: string, folder: string): Promise<FoundFile[]> {
  const names = (await existing(readdir(folder, { recursive: true, withFileTypes: true }))) ?? [];
  const files: FoundFile[] = [];
  for (const name of names) {
    if (!name.isFile()) continue;
    const found = await findFile(root, join(name.parentPath, name.name));
    if (found) files.push(found);
  }
  return files;
}

/** What is not there is undefined; anything else that fails, fails. */
async function existing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

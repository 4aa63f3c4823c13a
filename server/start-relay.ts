import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blobFolder, folderDisk } from './blobs/folder-disk.ts';
import type { Config } from './config.ts';
import { relayFolder } from './data-folder.ts';
import { log } from './log.ts';
import { openRelay } from './relay.ts';
import type { Relay } from './relay.ts';
import { flushing } from './storage/flushing.ts';
import { lmdbStorage } from './storage/lmdb.ts';

/** The relay as a configuration wants it, with its data below the data folder. */
export async function startRelay(config: Config): Promise<Relay> {
  const folder = relayFolder(config.dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const setupToken = config.setupToken ?? keptToken(join(config.dataDir, 'setup-token'));
  const { host, trustProxy, afterRestore, metricsToken } = config;
  const stored = lmdbStorage(folder);
  const storage = config.durability === 'fsync' ? flushing(stored) : stored;
  const blobs = folderDisk(blobFolder(folder));
  const relay = await openRelay({
    storage,
    blobs,
    host,
    trustProxy,
    setupToken,
    afterRestore,
    metricsToken
  });
  log.info({ publicKey: relay.publicKey }, 'receipts are signed with this key');
  return relay;
}

/** The token in a file that only this user can read; made once, and never written to a log. */
function keptToken(file: string): string {
  try {
    const made = randomBytes(32).toString('base64url');
    writeFileSync(file, `${made}\n`, { flag: 'wx', mode: 0o600 });
    return made;
  } catch {
    return readFileSync(file, 'utf8').trim();
  }
}

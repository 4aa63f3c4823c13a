// `npm run relay -- backup | restore | verify | grants | compact`: an operator's tools.
import { cpSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backUpBlobs, verifyBlobs } from './blobs/upkeep.ts';
import { readConfig } from './config.ts';
import { claim, relayFolder } from './data-folder.ts';
import { publicKeyIn } from './receipts/relay-key.ts';
import { inspectReceipts } from './receipts/inspection.ts';
import { verifyHistory } from './receipts/verify-history.ts';
import { grantsIn } from './rights/grant-book.ts';
import { backUp, lmdbStorage } from './storage/lmdb.ts';
import { tornIn } from './storage/torn.ts';
import { compactRoom, inspectRoom } from './storage/upkeep.ts';

type Say = (line: string) => void;

interface Job {
  readonly dataDir: string;
  /** A folder, or a file. */
  readonly folder: string | undefined;
  readonly more: readonly string[];
  readonly say: Say;
}

const USAGE = `Usage: npm run relay -- <command>
  backup <folder>    copies everything into a new folder, also while the relay runs
  restore <folder>   puts a backup in place; the relay must not run; what was there is kept beside it
  verify [folder]    reads every room, receipt, grant and blob, here or in a backup
  verify <file> [--key <public key>]
                     checks an exported history against its receipts, without a network
  grants             lists who may do what, and the key of receipts; secrets are not kept and not shown
  compact            folds every room's log into one document; the relay must not run`;

const COMMANDS: Readonly<Record<string, (job: Job) => Promise<void>>> = {
  backup,
  restore,
  verify: ({ dataDir, folder, more, say }) => {
    if (folder === undefined) return verify(relayFolder(dataDir), say);
    const at = resolve(folder);
    if (!statSync(at, { throwIfNoEntry: false })?.isFile()) return verify(at, say);
    return verifyHistory(at, keyAmong(more), say);
  },
  grants,
  compact
};

/** Runs one command; throws an Error whose message says what is wrong and what to do. */
export async function administer(args: readonly string[], dataDir: string, say: Say) {
  const [name = '', folder, ...more] = args;
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!run) throw new Error(USAGE);
  await run({ dataDir, folder, more, say });
}

async function backup({ dataDir, folder, say }: Job): Promise<void> {
  const to = wanted(folder, 'backup');
  if (existsSync(to)) throw new Error(`${to} is there already: name a folder that is not.`);
  const from = relayFolder(dataDir);
  if (!existsSync(from)) throw new Error(`There is no relay's data in ${dataDir}: set DATA_DIR.`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  say(`Copying ${from} …`);
  await backUp(from, to);
  // Blobs after the documents that name them: those are there before their names.
  await backUpBlobs(from, to, say);
  await verify(to, say);
  say(`The backup is in ${to}.`);
}

async function restore({ dataDir, folder, say }: Job): Promise<void> {
  const from = wanted(folder, 'restore');
  if (!existsSync(join(from, 'data.mdb'))) throw new Error(`There is no backup in ${from}.`);
  await verify(from, say);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await alone(dataDir, () => {
    const here = relayFolder(dataDir);
    if (existsSync(here)) {
      const aside = `${here}-before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
      renameSync(here, aside);
      say(`What was there is kept in ${aside}.`);
    }
    cpSync(from, here, { recursive: true });
    say(`Restored. Start the relay with AFTER_RESTORE=1, and a day later without it: until then`);
    say('pages give back what the backup lacks, whoever wrote it.');
    return Promise.resolve();
  });
}

async function verify(folder: string, say: Say): Promise<void> {
  if (!existsSync(join(folder, 'data.mdb')))
    throw new Error(`There is no relay's data in ${folder}.`);
  const storage = lmdbStorage(folder);
  try {
    const rooms = await storage.rooms();
    const broken: string[] = [];
    for (const [i, room] of rooms.entries()) {
      const { bytes, updates, problem } = inspectRoom(await storage.loadRoom(room));
      say(
        `${i + 1}/${rooms.length} ${room}: ${bytes} bytes, ${updates} updates since it was folded`
      );
      if (problem !== undefined) broken.push(`${room}: ${problem}`);
      for (const wrong of await inspectReceipts(storage, room)) broken.push(`${room}: ${wrong}`);
      const torn = await tornIn(storage, room);
      if (torn > 0) say(`  ${torn} updates of it could not be read and were set aside`);
    }
    const grants = await grantsIn(storage);
    const blobs = await verifyBlobs(folder, say);
    broken.push(...blobs.broken);
    if (broken.length > 0) throw new Error(`Damaged:\n${broken.join('\n')}`);
    say(`All ${rooms.length} rooms, ${grants.length} grants and ${blobs.count} blobs can be read.`);
  } finally {
    await storage.close();
  }
}

async function grants({ dataDir, say }: Job): Promise<void> {
  const storage = lmdbStorage(relayFolder(dataDir));
  try {
    const publicKey = await publicKeyIn(storage);
    say(`Receipts are signed with the key ${publicKey ?? '– (none yet)'}`);
    const day = (at: number | undefined) => (at === undefined ? '–' : new Date(at).toISOString());
    say('workspace\tgrant\tlabel\tmay\tlast seen\texpires\trevoked');
    for (const { workspace, id, label, owner, roles, ...at } of await grantsIn(storage)) {
      const may = owner
        ? 'owner'
        : Object.entries(roles)
            .map(([s, role]) => `${s}:${role}`)
            .join(' ');
      const times = [at.lastSeenAt, at.expiresAt, at.revokedAt].map(day);
      say([workspace, id, label.replace(/\s+/g, ' '), may, ...times].join('\t'));
    }
  } finally {
    await storage.close();
  }
}

function compact({ dataDir, say }: Job): Promise<void> {
  return alone(dataDir, async () => {
    const storage = lmdbStorage(relayFolder(dataDir));
    try {
      const rooms = await storage.rooms();
      for (const [i, room] of rooms.entries()) {
        const { before, after } = await compactRoom(storage, room);
        say(`${i + 1}/${rooms.length} ${room}: ${before} bytes before, ${after} after`);
      }
    } finally {
      await storage.close();
    }
  });
}

async function alone(dataDir: string, act: () => Promise<void>): Promise<void> {
  const claimed = claim(dataDir);
  if (typeof claimed !== 'function')
    throw new Error(`The relay runs (process ${claimed.pid}). Stop it first.`);
  try {
    await act();
  } finally {
    claimed();
  }
}

function keyAmong(more: readonly string[]): string | undefined {
  if (more.length === 0) return undefined;
  const [flag, key] = more;
  if (flag !== '--key' || !key || more.length > 2) throw new Error(USAGE);
  return key;
}

function wanted(folder: string | undefined, command: string): string {
  if (folder === undefined) throw new Error(`Name a folder: npm run relay -- ${command} <folder>`);
  return resolve(folder);
}

if (process.argv[1] && import.meta.filename === resolve(process.argv[1])) {
  const read = readConfig(process.env);
  try {
    if (!read.ok) throw new Error(read.reason);
    await administer(process.argv.slice(2), read.config.dataDir, (line) => console.log(line));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { administer } from '../../server/admin.ts';
import { writeHistory } from '#protocol/history-file.ts';
import type { ReceiptPage } from '#protocol/receipts.ts';
import { blobFolder } from '../../server/blobs/folder-disk.ts';
import { claim, relayFolder } from '../../server/data-folder.ts';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import {
  RawClient,
  api,
  give,
  removeFolder,
  runRelay,
  share,
  temporaryFolder,
  until
} from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const newFolder = () => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
};

async function relayIn(dataDir: string) {
  const folder = relayFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const relay = await runRelay({ folder });
  running.push(relay);
  return relay;
}

async function run(dataDir: string, ...args: string[]) {
  const lines: string[] = [];
  await administer(args, dataDir, (line) => lines.push(line));
  return lines.join('\n');
}

test('a backup of a running relay restores to what was acknowledged before it', async () => {
  const dataDir = newFolder();
  const backup = join(newFolder(), 'backup');
  const relay = await relayIn(dataDir);
  const owner = await share(relay);
  const writer = await new RawClient(relay, owner).sync();
  writer.edit((map) => map.set('before', 1));
  await until(() => writer.acked() === 1);
  expect(await run(dataDir, 'backup', backup)).toContain(
    'All 1 rooms, 1 grants and 0 blobs can be read.'
  );
  writer.edit((map) => map.set('after', 1));
  await until(() => writer.acked() === 2);
  await running.pop()?.stop();
  expect(await run(dataDir, 'restore', backup)).toContain('AFTER_RESTORE=1');
  expect(readdirSync(dataDir).some((name) => name.startsWith('relay-before-'))).toBe(true);
  const reader = await new RawClient(await relayIn(dataDir), owner).sync();
  expect(reader.doc.getMap('map').toJSON()).toEqual({ before: 1 });
});

test('who may do what is listed, and no secret with it', async () => {
  const dataDir = newFolder();
  const relay = await relayIn(dataDir);
  const owner = await share(relay);
  const { secret } = await give(relay, owner, { label: 'Auditor' });
  await running.pop()?.stop();
  const listed = await run(dataDir, 'grants');
  expect(listed).toContain('Auditor');
  expect(listed).toMatch(/\bowner\b/);
  for (const hidden of [owner, secret]) expect(listed).not.toContain(hidden);
});

test('compacting keeps every word, and a damaged room is named', async () => {
  const dataDir = newFolder();
  const relay = await relayIn(dataDir);
  const owner = await share(relay);
  const writer = await new RawClient(relay, owner).sync();
  for (let i = 0; i < 20; i++) writer.edit((map) => map.set('n', i));
  await until(() => writer.acked() === 20);
  await running.pop()?.stop();
  await run(dataDir, 'compact');
  const storage = lmdbStorage(relayFolder(dataDir));
  expect((await storage.loadRoom('workspace1/org')).log).toEqual([]);
  await storage.append('workspace1/org', Uint8Array.of(1, 2, 3));
  await storage.close();
  await expect(run(dataDir, 'verify')).rejects.toThrow('workspace1/org');
});

/** A relay's data with three entries, and the history as a page exports it. */
async function attestedHistory(dataDir: string) {
  const relay = await relayIn(dataDir);
  const owner = await share(relay);
  const writer = await new RawClient(relay, owner).sync();
  for (const n of [1, 2, 3]) {
    writer.doc.getMap('audit').set(`${n}.one`, `entry ${n}`);
    await writer.sync();
  }
  const path = '/api/workspaces/workspace1/receipts/org?after=0';
  const { json } = await api(relay, 'GET', path, owner);
  await running.pop()?.stop();
  const { lines, head } = json as unknown as ReceiptPage;
  const values = [1, 2, 3].map((n) => ['audit', `${n}.one`, `entry ${n}`] as const);
  const heading = { workspace: 'workspace1', name: 'Group', at: 5, publicKey: head.publicKey };
  return { file: [...writeHistory(heading, [{ section: 'org', head, lines, values }])], head };
}

test('an exported history is checked without the relay, and what is wrong in it is named', async () => {
  const dataDir = newFolder();
  const { file, head } = await attestedHistory(dataDir);
  const at = join(newFolder(), 'history');
  writeFileSync(at, file.join('\n'));
  const elsewhere = newFolder();
  const said = await run(elsewhere, 'verify', at, '--key', head.publicKey);
  expect(said).toContain('org: 3 values, 3 receipts, the last signed is 3');
  expect(said).toContain('Nothing is wrong.');
  await expect(run(elsewhere, 'verify', at, '--key', 'another')).rejects.toThrow('another key');
  await expect(run(elsewhere, 'verify', at, '--kye', 'x')).rejects.toThrow('Usage');
  writeFileSync(at, file.join('\n').replace('entry 2', 'forged'));
  await expect(run(elsewhere, 'verify', at)).rejects.toThrow(
    'org: the value of audit 2.one is not the one that receipt 2 is of'
  );
  writeFileSync(at, file.toSpliced(3, 1).join('\n'));
  await expect(run(elsewhere, 'verify', at)).rejects.toThrow('org: receipt 2 missing');
  writeFileSync(at, 'something else');
  await expect(run(elsewhere, 'verify', at)).rejects.toThrow('no exported history');
  expect(await run(dataDir, 'grants')).toContain(head.publicKey);
});

test('stored receipts that do not fit are found where they lie', async () => {
  const dataDir = newFolder();
  await attestedHistory(dataDir);
  expect(await run(dataDir, 'verify')).toContain('can be read');
  const storage = lmdbStorage(relayFolder(dataDir));
  const second = 'receipt/workspace1/org/0000000000000002';
  const line = Buffer.from((await storage.get(second)) ?? []).toString();
  await storage.write(new Map([[second, Buffer.from(line.replace('2.one', '2.two'))]]));
  await storage.close();
  await expect(run(dataDir, 'verify')).rejects.toThrow(
    'workspace1/org: receipt 2 is not the one that was given'
  );
  const damaged = lmdbStorage(relayFolder(dataDir));
  await damaged.write(new Map([[second, undefined]]));
  await damaged.close();
  await expect(run(dataDir, 'verify')).rejects.toThrow('receipt 2');
});

test('nothing is restored or folded beneath a process that runs, and a dead claim is taken', async () => {
  const dataDir = newFolder();
  const file = join(dataDir, 'process');
  const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  writeFileSync(file, `${process.ppid} ${start}`);
  expect(claim(dataDir)).toEqual({ pid: process.ppid });
  await expect(run(dataDir, 'compact')).rejects.toThrow(String(process.ppid));
  // The same number, given out again after a restart.
  writeFileSync(file, `${process.ppid} 1`);
  const claimed = claim(dataDir);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  if (typeof claimed === 'function') claimed();
  expect(existsSync(file)).toBe(false);
  await expect(run(dataDir, 'nonsense')).rejects.toThrow('Usage');
  await expect(run(dataDir, 'backup')).rejects.toThrow('folder');
});

test('blobs are in a backup, and one that was damaged is named', async () => {
  const dataDir = newFolder();
  const backup = join(newFolder(), 'backup');
  const relay = await relayIn(dataDir);
  const headers = { Authorization: `Bearer ${await share(relay)}` };
  const body = randomBytes(1000);
  const hash = createHash('sha256').update(body).digest('hex');
  const path = `/api/workspaces/workspace1/blobs/org/${hash}`;
  const put = await fetch(`${relay.url}${path}`, { method: 'PUT', body, headers });
  expect(put.status).toBe(201);
  const said = await run(dataDir, 'backup', backup);
  expect(said).toContain('1/1 blobs copied');
  expect(said).toContain('All 0 rooms, 1 grants and 1 blobs can be read.');
  await running.pop()?.stop();
  const stored = join(blobFolder(relayFolder(dataDir)), 'workspace1', 'org', hash);
  writeFileSync(stored, 'something else');
  await expect(run(dataDir, 'verify')).rejects.toThrow(`workspace1/org/${hash}`);
  await run(dataDir, 'restore', backup);
  expect(await run(dataDir, 'verify')).toContain('1/1 blobs read');
  const got = await fetch(`${(await relayIn(dataDir)).url}${path}`, { headers });
  expect(Buffer.from(await got.arrayBuffer())).toEqual(body);
});

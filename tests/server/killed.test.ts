import { spawn } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import { bundled } from '../../scripts/bundled.ts';
import { pause, removeFolder, temporaryFolder } from '../support/relay.ts';
import { entryOf, snapshotOf } from './heavy-entries.ts';

const KILLS = Number(process.env.KILLS ?? 15);
const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

/** Lets a process write for a while and kills it; answers with the last number of each room it was promised. */
async function killed(file: string, after: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [file, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const begun = new Promise<void>((done) =>
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      done();
    })
  );
  const closed = new Promise((done) => child.once('close', done));
  await begun;
  await pause(after);
  child.kill('SIGKILL');
  await closed;
  const promised = new Map<string, number>();
  // The last line may be half written, and half a number is a smaller one: it promises less.
  for (const [, room = '', seq] of output.matchAll(/(w\/\w+) (\d+)\n/g))
    promised.set(room, Number(seq));
  return promised;
}

test(`killed ${KILLS} times while it writes and folds, everything promised is there and whole`, async () => {
  const file = await bundled('tests/server/heavy-writer.ts', 'heavy-writer');
  let most = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const promised = await killed(file, 40 + ((kill * 97) % 260));
    const storage = lmdbStorage(folder);
    for (const [room, atLeast] of promised) {
      const { snapshot, seq, log } = await storage.loadRoom(room);
      expect(seq).toBeGreaterThanOrEqual(atLeast);
      const through = seq - log.length;
      if (through > 0) expect(Buffer.from(snapshot!)).toEqual(Buffer.from(snapshotOf(through)));
      log.forEach((update, i) => {
        const wanted = entryOf(through + 1 + i);
        if (Buffer.compare(update, wanted) !== 0)
          throw new Error(`${room} ${through + 1 + i} is torn`);
      });
      const last = Number(Buffer.from((await storage.get(`last/${room}`)) ?? []).toString());
      // A value is there with its update, every eighth; one of a torn eight counts from where that ended.
      expect(last).toBeLessThanOrEqual(seq);
      expect(last).toBeGreaterThan(seq - 16);
      most = Math.max(most, seq);
    }
    await storage.close();
  }
  expect(most).toBeGreaterThan(1000);
}, 120_000);

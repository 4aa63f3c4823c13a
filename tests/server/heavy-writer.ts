// Writes to a storage as hard as it can until it is killed; says on standard output what it was promised.
import { writeSync } from 'node:fs';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import { entryOf, snapshotOf } from './heavy-entries.ts';

const ROOMS = ['w/org', 'w/finance'];
/** Appends that are under way at once, in each room. */
const AT_ONCE = 8;
const FOLD_EVERY = 50;

const storage = lmdbStorage(process.argv[2] ?? '');

async function write(room: string): Promise<void> {
  let last = (await storage.loadRoom(room)).seq;
  let folding = Promise.resolve();
  for (;;) {
    const first = last + 1;
    const also = new Map([[`last/${room}`, Buffer.from(String(first + AT_ONCE - 1))]]);
    const appends = Array.from({ length: AT_ONCE }, (_, i) =>
      storage.append(room, entryOf(first + i), i === AT_ONCE - 1 ? also : undefined)
    );
    last = Math.max(...(await Promise.all(appends)));
    writeSync(1, `${room} ${last}\n`);
    if (Math.floor(last / FOLD_EVERY) === Math.floor((first - 1) / FOLD_EVERY)) continue;
    await folding;
    folding = storage.compact(room, last, snapshotOf(last));
  }
}

writeSync(1, 'begun\n');
await Promise.all(ROOMS.map(write));

import { cpSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { removeFolder, temporaryFolder } from '../support/relay.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const plain = (value: Uint8Array | undefined) => value && [...value];

const newFolder = () => {
  const folder = temporaryFolder();
  afterAll(() => removeFolder(folder));
  return folder;
};

/** Each makes a place, and opens it as often as it is asked: the next process after a crash. */
const PLACES: Readonly<Record<string, () => () => RelayStorage>> = {
  memory: () => {
    const memory = newMemory();
    return () => memoryStorage(memory);
  },
  lmdb: () => {
    const folder = newFolder();
    return () => lmdbStorage(folder);
  }
};

/** Each makes a storage, and opens what a crash at this moment would leave of it. */
const CRASHES: Readonly<
  Record<string, () => { storage: RelayStorage; crashed: () => RelayStorage }>
> = {
  memory: () => {
    const memory = newMemory();
    const crashed = () => memoryStorage(structuredClone(memory));
    return { storage: memoryStorage(memory), crashed };
  },
  lmdb: () => {
    const folder = newFolder();
    const crashed = () => {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      return lmdbStorage(copy);
    };
    return { storage: lmdbStorage(folder), crashed };
  }
};

describe.each(Object.entries(PLACES))('the storage %s', (_, place) => {
  async function room(storage: RelayStorage, name = 'w/org') {
    const { snapshot, seq, log } = await storage.loadRoom(name);
    return { snapshot: plain(snapshot), seq, log: log.map(plain) };
  }

  test('an unknown room is empty', async () => {
    expect(await room(place()())).toEqual({ snapshot: undefined, seq: 0, log: [] });
  });

  test('updates are numbered and kept in their order, room by room, across a restart', async () => {
    const open = place();
    const before = open();
    expect(await Promise.all([1, 2, 3].map((n) => before.append('w/org', bytes(n))))).toEqual([
      1, 2, 3
    ]);
    expect(await before.append('w/orgs', bytes(9))).toBe(1);
    await before.close();
    const after = open();
    expect(await room(after)).toEqual({ snapshot: undefined, seq: 3, log: [[1], [2], [3]] });
    expect(await after.append('w/org', bytes(4))).toBe(4);
    await after.close();
  });

  test('what was promised is there for another process that opens it now', async () => {
    const open = place();
    const before = open();
    await before.append('w/org', bytes(1));
    await before.write(new Map([['a', bytes(1)]]));
    // Not closed: the first process is gone without a word.
    const after = open();
    expect((await room(after)).log).toEqual([[1]]);
    expect(plain(await after.get('a'))).toEqual([1]);
    await after.close();
  });

  test('values that belong to an update are written with it', async () => {
    const storage = place()();
    await storage.write(new Map([['b', bytes(1)]]));
    const also = new Map<string, Uint8Array | undefined>([
      ['a', bytes(7)],
      ['b', undefined]
    ]);
    expect(await storage.append('w/org', bytes(1), also)).toBe(1);
    await storage.flush();
    expect(plain(await storage.get('a'))).toEqual([7]);
    expect(await storage.get('b')).toBeUndefined();
    expect((await room(storage)).log).toEqual([[1]]);
    await storage.close();
  });

  test('a snapshot takes the place of what it holds and of nothing that came meanwhile', async () => {
    const open = place();
    const storage = open();
    for (const n of [1, 2, 3]) await storage.append('w/org', bytes(n));
    await Promise.all([
      storage.compact('w/org', 3, bytes(7, 7)),
      storage.append('w/org', bytes(4))
    ]);
    const expected = { snapshot: [7, 7], seq: 4, log: [[4]] };
    expect(await room(storage)).toEqual(expected);
    await storage.close();
    const after = open();
    expect(await room(after)).toEqual(expected);
    await after.compact('w/org', 4, bytes(8));
    expect(await room(after)).toEqual({ snapshot: [8], seq: 4, log: [] });
    expect(await after.append('w/org', bytes(5))).toBe(5);
    await after.close();
  });

  test('a document that holds less than the stored one comes too late', async () => {
    const storage = place()();
    for (const n of [1, 2, 3]) await storage.append('w/org', bytes(n));
    await storage.compact('w/org', 2, bytes(7));
    await storage.compact('w/org', 1, bytes(6));
    expect(await room(storage)).toEqual({ snapshot: [7], seq: 3, log: [[3]] });
    await storage.close();
  });

  test('values are written and removed together, and rooms dropped with them', async () => {
    const storage = place()();
    await storage.append('w/org', bytes(1));
    await storage.append('v/org', bytes(2));
    await storage.write(
      new Map([
        ['grant/w/1', bytes(1)],
        ['grant/w/2', bytes(2)],
        ['grant/wx/1', bytes(3)]
      ])
    );
    expect([...(await storage.list('grant/w/')).keys()]).toEqual(['grant/w/1', 'grant/w/2']);
    const large = new Uint8Array(3_000_000).fill(7);
    const changes = new Map<string, Uint8Array | undefined>([
      ['grant/w/1', undefined],
      ['grant/w/2', large]
    ]);
    await storage.write(changes, ['w/org']);
    const left = await storage.list('grant/w/');
    expect([...left.keys()]).toEqual(['grant/w/2']);
    expect(Buffer.compare(left.get('grant/w/2')!, large)).toBe(0);
    expect(await room(storage)).toEqual({ snapshot: undefined, seq: 0, log: [] });
    expect((await room(storage, 'v/org')).log).toEqual([[2]]);
    expect(await storage.append('w/org', bytes(3))).toBe(1);
    await storage.close();
  });

  test('a range of values is read from one key on, before another, so many at most', async () => {
    const storage = place()();
    const names = ['a/001', 'a/002', 'a/010', 'a/end', 'b/001'];
    await storage.write(new Map(names.toReversed().map((name, i) => [name, bytes(i)])));
    const range = async (from: string, before: string, most: number) => [
      ...(await storage.range(from, before, most)).keys()
    ];
    expect(await range('a/002', 'a/end', 9)).toEqual(['a/002', 'a/010']);
    expect(await range('a/000', 'a/end', 2)).toEqual(['a/001', 'a/002']);
    expect(await range('a/011', 'a/end', 9)).toEqual([]);
    expect((await storage.range('b/', 'c', 1)).get('b/001')).toEqual(
      (await storage.list('b/')).get('b/001')
    );
    await storage.close();
  });

  test('every room is named, whether it was folded or not', async () => {
    const storage = place()();
    await storage.append('w/org', bytes(1));
    await storage.append('v/org', bytes(1));
    await storage.append('v/org', bytes(2));
    await storage.compact('v/org', 2, bytes(3));
    expect(await storage.rooms()).toEqual(['v/org', 'w/org']);
    await storage.close();
  });

  test('what is read is a copy of its own', async () => {
    const storage = place()();
    await storage.append('w/org', bytes(1));
    const first = await storage.loadRoom('w/org');
    await storage.append('w/org', bytes(2));
    await storage.loadRoom('w/org');
    expect(first.log.map(plain)).toEqual([[1]]);
    await storage.close();
  });
});

const name = fc.constantFrom('v/org', 'w/org');
const value = fc.option(
  fc.uint8Array({ minLength: 1, maxLength: 20_000, size: 'max' }).map((all) => all.slice()),
  { nil: undefined }
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), name, value }),
  fc.record({ kind: fc.constant('compact' as const), name, share: fc.nat(100) }),
  fc.record({ kind: fc.constant('write' as const), key: fc.constantFrom('a', 'b'), value }),
  fc.record({ kind: fc.constant('drop' as const), name })
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What a run of calls must have led to: rooms with the number of their first update that is left. */
class Expected {
  readonly rooms = new Map<string, { seq: number; snapshot?: number[]; log: number[][] }>();
  readonly values = new Map<string, number[]>();

  async take(storage: RelayStorage, made: Step, i: number): Promise<void> {
    if (made.kind === 'write') {
      await storage.write(new Map([[made.key, made.value]]));
      this.#set(made.key, made.value);
      return;
    }
    const room = this.rooms.get(made.name) ?? { seq: 0, log: [] };
    if (made.kind === 'append') {
      const update = bytes(i, i + 1);
      room.seq = await storage.append(made.name, update, new Map([['also', made.value]]));
      room.log.push([...update]);
      this.#set('also', made.value);
    } else if (made.kind === 'compact') {
      const folded = Math.ceil((room.log.length * made.share) / 100);
      if (folded === 0) return;
      await storage.compact(made.name, room.seq - room.log.length + folded, bytes(i));
      room.log.splice(0, folded);
      room.snapshot = [i];
    } else {
      await storage.write(new Map(), [made.name]);
      this.rooms.delete(made.name);
      return;
    }
    this.rooms.set(made.name, room);
  }

  #set(key: string, value: Uint8Array | undefined): void {
    if (value) this.values.set(key, [...value]);
    else this.values.delete(key);
  }
}

describe.each(Object.entries(CRASHES))('a crash of the storage %s', (_, place) => {
  test('at any point between calls leaves all that was promised, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const { storage, crashed } = place();
        const expected = new Expected();
        for (const [i, made] of steps.entries()) {
          await expected.take(storage, made, i);
          const next = crashed();
          expect(await next.rooms()).toEqual([...expected.rooms.keys()].sort());
          for (const [name, { seq, snapshot, log }] of expected.rooms) {
            const found = await next.loadRoom(name);
            expect([found.seq, plain(found.snapshot), found.log.map(plain)]).toEqual([
              seq,
              snapshot,
              log
            ]);
          }
          for (const key of ['a', 'also', 'b'])
            expect(plain(await next.get(key))).toEqual(expected.values.get(key));
          await next.close();
        }
        await storage.close();
      }),
      { numRuns: 8 }
    );
  });
});

import * as decoding from 'lib0/decoding';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { LIMITS } from '#protocol/limits.ts';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import { SectionReceipts } from '../../server/receipts/section-receipts.ts';
import { Writers } from '../../server/rights/writers.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import { LamportTime } from '../../server/sync/lamport.ts';
import { readSync } from '../../server/sync/messages.ts';
import { Presence } from '../../server/sync/presence.ts';
import { RoomDocument } from '../../server/sync/room-document.ts';
import { Rules } from '../../server/sync/rules.ts';
import { updateOf } from '../support/relay.ts';

const NOTHING = { slots: new Set<string>(), places: [], appended: [], clock: undefined };
const LARGE = LIMITS.part + 10_000;

async function open() {
  const storage = memoryStorage();
  const writers = new Writers(storage, 'workspace1', () => true);
  const time = new LamportTime(storage, 'workspace1');
  const key = await RelayKey.open(storage);
  const receipts = new SectionReceipts(storage, key, 'workspace1', 'org');
  const rules = new Rules('org', { writers, time, presence: new Presence(writers) }, receipts);
  const document = await RoomDocument.open(storage, 'workspace1/org');
  const take = async (...updates: readonly Uint8Array[]) => {
    document.together(() => updates.forEach((update) => document.apply(update, NOTHING)));
    await document.commit(rules);
  };
  return { document, rules, storage, take };
}

const read = (message: Uint8Array) => {
  const decoder = decoding.createDecoder(message);
  decoding.readVarUint(decoder);
  const sync = readSync(decoder);
  if (sync.kind === 'step1') throw new Error('A question is no answer.');
  return sync;
};

const step = fc.oneof(
  fc.record({ kind: fc.constant('write'), bytes: fc.constantFrom(10, 10, 5000, 60_000, LARGE) }),
  fc.record({ kind: fc.constant('ask'), from: fc.nat(20) })
);

test('an answer brings all that is committed, whatever came since the last one was made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 25 }), async (steps) => {
      const { document, take } = await open();
      const author = new Y.Doc();
      const states = [Y.encodeStateAsUpdate(author)];
      for (const [i, drawn] of steps.entries()) {
        if ('bytes' in drawn) {
          const text = 'x'.repeat(drawn.bytes);
          await take(updateOf(author, (map) => map.set(`k${i % 4}`, `${i} ${text}`)));
          states.push(Y.encodeStateAsUpdate(author));
          continue;
        }
        const page = new Y.Doc();
        Y.applyUpdate(page, states[drawn.from % states.length]!);
        const said = document.answer(Y.encodeStateVector(page)).map(read);
        expect(said.map(({ kind }) => kind).lastIndexOf('update')).toBe(said.length - 2);
        expect(said.at(-1)!.kind).toBe('step2');
        for (const { update } of said) Y.applyUpdate(page, update);
        expect(page.getMap('map').toJSON()).toEqual(author.getMap('map').toJSON());
        expect(Y.encodeStateVector(page)).toEqual(document.vector());
      }
      expect(Y.encodeStateVectorFromUpdate(document.whole().update)).toEqual(document.vector());
    }),
    { numRuns: Number(process.env.NUM_RUNS ?? 40) }
  );
});

test('a large answer is made once while little is written', async () => {
  const { document, take } = await open();
  const author = new Y.Doc();
  await take(updateOf(author, (map) => map.set('large', 'x'.repeat(2 * LARGE))));
  const nobody = Y.encodeStateVector(new Y.Doc());
  const [first] = document.answer(nobody);
  for (let i = 0; i < 20; i++) {
    await take(updateOf(author, (map) => map.set('small', i)));
    expect(document.answer(nobody)[0]).toBe(first);
  }
  await take(updateOf(author, (map) => map.set('more', 'x'.repeat(LARGE))));
  expect(document.answer(nobody)[0]).not.toBe(first);
});

test('what cannot be applied takes nothing with it of what its turn took before and takes after', async () => {
  const { document, rules, storage } = await open();
  const [one, two, three] = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  const absent = { ...NOTHING, appended: [{ map: 'audit', key: '1.absent', value: '' }] };
  document.together(() => {
    expect(
      document.apply(
        updateOf(one, (map) => map.set('one', 1)),
        NOTHING
      )
    ).toBe(true);
    expect(
      document.apply(
        updateOf(two, (map) => map.set('two', 1)),
        absent
      )
    ).toBe(false);
  });
  expect(document.isBroken).toBe(true);
  await document.mend();
  document.together(() =>
    document.apply(
      updateOf(three, (map) => map.set('three', 1)),
      NOTHING
    )
  );
  await document.commit(rules);
  const kept = { one: 1, three: 1 };
  expect(document.look((doc) => doc.getMap('map').toJSON())).toEqual(kept);
  const again = await RoomDocument.open(storage, 'workspace1/org');
  expect(again.look((doc) => doc.getMap('map').toJSON())).toEqual(kept);
});

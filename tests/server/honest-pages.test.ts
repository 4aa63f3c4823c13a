import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import { SectionReceipts } from '../../server/receipts/section-receipts.ts';
import { Writers } from '../../server/rights/writers.ts';
import { LamportTime } from '../../server/sync/lamport.ts';
import { readSync } from '../../server/sync/messages.ts';
import { Presence } from '../../server/sync/presence.ts';
import { RoomDocument } from '../../server/sync/room-document.ts';
import { Rules, writingClients } from '../../server/sync/rules.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import { drawnCommand, replica, docOf, runDrawn, USED } from '../support/replicas.ts';

/** A workspace as the relay has it, with the rules of each of its rooms. */
async function shared() {
  const storage = memoryStorage();
  const writers = new Writers(storage, 'w', () => true);
  const time = new LamportTime(storage, 'w');
  const memory = { writers, time, presence: new Presence(writers) };
  const key = await RelayKey.open(storage);
  const rooms = new Map<string, { room: RoomDocument; rules: Rules }>();
  for (const section of USED) {
    const receipts = new SectionReceipts(storage, key, 'w', section);
    const rules = new Rules(section, memory, receipts);
    await rules.load(undefined);
    rooms.set(section, { rules, room: await RoomDocument.open(storage, `w/${section}`) });
  }
  return rooms;
}

/** Page 0 is an owner's, page 1 another owner's, the others editors'. */
const OWNERS = 2;
const PAGES = 4;
const ALL = [...Array(PAGES).keys()];
const steps = fc.array(
  fc.tuple(
    fc.nat(PAGES - 1),
    drawnCommand,
    fc.constantFrom('alone', 'meets', 'meets', 'shares anew' as const),
    fc.constantFrom('update', 'step2' as const)
  ),
  { minLength: 5, maxLength: 40 }
);

function updateIn(message: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(message);
  decoding.readVarUint(decoder);
  const sync = readSync(decoder);
  return sync.kind === 'step1' ? new Uint8Array() : sync.update;
}

test('whatever honest owners and editors write, in any order, after any absence and when sharing began again, is taken', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (drawnSteps) => {
      const pages = ALL.map((n) => replica(`page${n}`));
      let rooms = await shared();
      const meet = async (at: number, how: 'update' | 'step2') => {
        const page = pages[at]!;
        const by = { id: `grant${at}`, label: '', owner: at < OWNERS };
        for (const section of USED) {
          const { room, rules } = rooms.get(section)!;
          const doc = docOf(page, section);
          const update = Y.encodeStateAsUpdate(doc, room.vector());
          const verdict = room.judge(update);
          if (verdict.kind === 'news') {
            if (room.allows(rules, verdict.decoded, by) === 'unread') await rules.read();
            const brought = room.allows(rules, verdict.decoded, by);
            expect(brought).not.toBeTypeOf('string');
            if (typeof brought === 'string') continue;
            const clients = room.look((of) => [...writingClients(of, verdict.decoded.structs)]);
            expect(room.apply(update, brought)).toBe(true);
            rules.note(brought, clients, by, how);
            await room.commit(rules);
          } else expect(verdict.kind).toBe('known');
          for (const message of room.answer(Y.encodeStateVector(doc)))
            Y.applyUpdate(doc, updateIn(message), 'peer');
        }
      };
      for (const [at, drawn, then, how] of drawnSteps) {
        if (then === 'shares anew') {
          for (const each of [...ALL, 0]) await meet(each, how);
          rooms = await shared();
          await meet(0, 'step2');
        }
        runDrawn(pages[at]!, drawn);
        if (then === 'meets') await meet(at, how);
      }
      for (const at of [...ALL, ...ALL]) await meet(at, 'step2');
    }),
    { numRuns: 60 }
  );
});

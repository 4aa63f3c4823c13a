import * as Y from 'yjs';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import { SectionReceipts } from '../../server/receipts/section-receipts.ts';
import { LamportTime } from '../../server/sync/lamport.ts';
import { judge } from '../../server/sync/predecessors.ts';
import { Presence } from '../../server/sync/presence.ts';
import { Rules } from '../../server/sync/rules.ts';
import { Writers } from '../../server/rights/writers.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import type { Figures, Scale } from './figures.ts';

const BADGE = { id: 'somebody', label: 'Somebody', owner: false };

/**
 * What judging an update costs our relay, in this process: the walk through its predecessors, the
 * rules of its keys, its receipt, and, to compare with, applying it. An update is what a command writes: one
 * field, and one entry of the history.
 */
export async function rulesCost({ quick }: Scale): Promise<Figures> {
  return {
    ...(await costAt(0, 'empty', quick)),
    ...(await costAt(quick ? 1000 : 10_000, 'full', quick))
  };
}

async function costAt(keys: number, name: string, quick: boolean): Promise<Figures> {
  const storage = memoryStorage();
  const writers = new Writers(storage, 'workspace', () => true);
  const time = new LamportTime(storage, 'workspace');
  const memory = { writers, time, presence: new Presence(writers) };
  const key = await RelayKey.open(storage);
  const receipts = new SectionReceipts(storage, key, 'workspace', 'accounts');
  const rules = new Rules('accounts', memory, receipts);
  await rules.load(1);
  const room = new Y.Doc();
  const page = new Y.Doc();
  page.on('update', (update: Uint8Array) => (last = update));
  let last: Uint8Array = new Uint8Array();
  page.transact(() => {
    for (let i = 0; i < keys; i++) page.getMap('account').set(`aws:${i}/name`, `Account ${i}`);
  });
  if (keys > 0) Y.applyUpdate(room, last);
  const updates = quick ? 200 : 4000;
  const took = { walk: 0, rules: 0, apply: 0, receipt: 0 };
  for (let i = 0; i < updates; i++) {
    page.transact(() => {
      page.getMap('account').set(`aws:${(i * 7919) % Math.max(keys, 1)}/name`, `Renamed ${i}`);
      page.getMap('audit').set(`${i + 2}.slot1`, JSON.stringify({ command: 'account.rename', i }));
    });
    const start = performance.now();
    const verdict = judge(room.store, last);
    const walked = performance.now();
    if (verdict.kind !== 'news') throw new Error(`An honest update was ${verdict.kind}.`);
    const brought = rules.judge(room, verdict.decoded, BADGE);
    const judged = performance.now();
    if (typeof brought === 'string') throw new Error(`An honest update was refused: ${brought}.`);
    Y.applyUpdate(room, last);
    const applied = performance.now();
    rules.note(brought, [page.clientID], BADGE, 'update');
    rules.take().kept();
    const attested = performance.now();
    // The first quarter compiles.
    if (i < updates / 4) continue;
    took.walk += walked - start;
    took.rules += judged - walked;
    took.apply += applied - judged;
    took.receipt += attested - applied;
  }
  const each = (milliseconds: number) => (1000 * milliseconds) / (updates * 0.75);
  return {
    [`${name}Walk`]: each(took.walk),
    [`${name}Rules`]: each(took.rules),
    [`${name}Apply`]: each(took.apply),
    [`${name}Receipt`]: each(took.receipt)
  };
}

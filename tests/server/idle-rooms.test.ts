import fc from 'fast-check';
import * as decoding from 'lib0/decoding';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { randomOf, type Random } from '#core/sample/random.ts';
import { MESSAGE, Reassembly, SYNC, decodeAck, decodePart } from '#protocol/wire.ts';
import { Metrics } from '../../server/metrics.ts';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { Hub } from '../../server/sync/hub.ts';
import { syncMessage } from '../../server/sync/messages.ts';
import { sha256 } from '../../server/sha256.ts';
import { StandIn } from '../support/stand-in.ts';

const tick = () => new Promise((next) => setImmediate(next));

/** A storage that takes some rounds of the event loop for everything, and for each another number. */
function slow(inner: RelayStorage, random: Random): RelayStorage {
  const late = async <T>(act: () => Promise<T>): Promise<T> => {
    for (let n = random.below(5); n > 0; n--) await tick();
    const answer = await act();
    for (let n = random.below(5); n > 0; n--) await tick();
    return answer;
  };
  return {
    ...inner,
    loadRoom: (...args) => late(() => inner.loadRoom(...args)),
    append: (...args) => late(() => inner.append(...args)),
    compact: (...args) => late(() => inner.compact(...args)),
    list: (...args) => late(() => inner.list(...args))
  };
}

/** A page that is opened anew each time: it knows nothing until the relay tells it. */
class Page {
  readonly doc = new Y.Doc();
  readonly socket = new StandIn((message) => this.#hear(message));
  readonly #acked: Map<number, number>;
  readonly #wrong: string[];
  readonly #reassembly = new Reassembly(sha256);

  constructor(acked: Map<number, number>, wrong: string[]) {
    this.#acked = acked;
    this.#wrong = wrong;
  }

  greet(): void {
    this.socket.says(syncMessage('step1', Y.encodeStateVector(this.doc)));
  }

  edit(bytes: number): void {
    const before = Y.encodeStateVector(this.doc);
    const map = this.doc.getMap('records');
    map.set(`${this.doc.clientID}`, `${map.size}`.padEnd(bytes));
    this.socket.says(syncMessage('update', Y.encodeStateAsUpdate(this.doc, before)));
  }

  #hear(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.ack)
      for (const [client, clock] of decodeAck(decoder)) this.#acked.set(client, clock);
    if (type === MESSAGE.refused) this.#wrong.push(decoding.readVarString(decoder));
    if (type === MESSAGE.part) {
      const whole = this.#reassembly.take(decodePart(decoder));
      if (whole instanceof Uint8Array) this.#hear(whole);
    }
    if (type !== MESSAGE.sync) return;
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === SYNC.step1)
      this.#compare('what the relay says to have', Y.decodeStateVector(bytes));
    else Y.applyUpdate(this.doc, bytes);
    if (kind !== SYNC.step2) return;
    this.#compare('what it answers', clocksOf(this.doc));
  }

  #compare(what: string, state: ReadonlyMap<number, number>): void {
    for (const [client, clock] of this.#acked)
      if ((state.get(client) ?? 0) < clock) this.#wrong.push(`${what} is older than acknowledged`);
  }
}

const clocksOf = (doc: Y.Doc): Map<number, number> => Y.decodeStateVector(Y.encodeStateVector(doc));

/** Pages that come and go, all of one workspace. */
class Workspace {
  readonly acked = new Map<number, number>();
  readonly wrong: string[] = [];
  readonly hub: Hub;
  readonly #metrics: Metrics = new Metrics(() => this.hub.open);
  readonly #pages: (Page | undefined)[] = [];
  #grants = 0;

  constructor(storage: RelayStorage, key: RelayKey) {
    this.hub = new Hub(storage, key, this.#metrics, () => true);
  }

  join(which: number): void {
    this.leave(which);
    const page = new Page(this.acked, this.wrong);
    this.#pages[which] = page;
    const id = `grant${this.#grants++}`;
    const badge = { id, label: id, owner: false };
    const socket = page.socket as unknown as WebSocket;
    const right = { badge, mayWrite: true, expiresAt: undefined, address: id };
    this.hub.enter(socket, { ...right, workspace: 'workspace1' }, 'org');
    page.greet();
  }

  leave(which: number): void {
    this.#pages[which]?.socket.terminate();
    this.#pages[which] = undefined;
  }

  edit(which: number, bytes: number): void {
    this.#pages[which]?.edit(bytes);
  }

  /** What somebody is told who comes once nothing is under way. */
  async told(): Promise<Map<number, number>> {
    for (let i = 0; i < 100; i++) await tick();
    this.join(3);
    for (let i = 0; i < 100; i++) await tick();
    return clocksOf(this.#pages[3]!.doc);
  }

  async empty(): Promise<void> {
    for (const which of this.#pages.keys()) this.leave(which);
    for (let i = 0; i < 500 && this.hub.open.rooms > 0; i++) await tick();
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    this.#metrics.close();
  }
}

const step = fc.record({
  kind: fc.constantFrom('join', 'join', 'leave', 'leave', 'turn over', 'edit', 'edit', 'large'),
  which: fc.nat(2),
  /** Rounds of the event loop before the next step. */
  after: fc.constantFrom(0, 0, 0, 1, 2, 5, 20)
});

test('who comes while the last one leaves and a room is stored sees all that was acknowledged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.nat(),
      async (all, seed) => {
        const memory = newMemory();
        const key = await RelayKey.open(memoryStorage());
        const workspace = new Workspace(slow(memoryStorage(memory), randomOf(seed)), key);
        for (const { kind, which, after } of all) {
          if (kind === 'join') workspace.join(which);
          else if (kind === 'leave') workspace.leave(which);
          else if (kind === 'turn over') {
            // The last one goes and the next one comes in the same moment.
            for (const each of [0, 1, 2]) workspace.leave(each);
            workspace.join(which);
          } else workspace.edit(which, kind === 'large' ? 150_000 : 10);
          for (let n = after; n > 0; n--) await tick();
        }
        const told = await workspace.told();
        await workspace.empty();
        expect(workspace.wrong).toEqual([]);
        expect(workspace.hub.open).toEqual({ rooms: 0, sockets: 0 });
        const stored = new Y.Doc();
        const { snapshot, log } = await memoryStorage(memory).loadRoom('workspace1/org');
        for (const update of snapshot ? [snapshot, ...log] : log) Y.applyUpdate(stored, update);
        for (const [client, clock] of workspace.acked)
          expect(Y.getState(stored.store, client)).toBeGreaterThanOrEqual(clock);
        // What is in memory is what is on disk: no room went on writing after it was forgotten.
        expect(told).toEqual(clocksOf(stored));
        await workspace.stop();
      }
    ),
    { numRuns: Number(process.env.NUM_RUNS ?? 60) }
  );
}, 60_000);

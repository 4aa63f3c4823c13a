import type { WebSocket } from 'ws';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { randomOf, type Random } from '#core/sample/random.ts';
import { MESSAGE, SYNC } from '#protocol/wire.ts';
import { Metrics } from '../../server/metrics.ts';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { Hub } from '../../server/sync/hub.ts';
import { syncMessage } from '../../server/sync/messages.ts';
import { StandIn } from '../support/stand-in.ts';
import { drawnFrame } from './frames.ts';

export interface Told {
  readonly frames: number;
  /** Connections that the relay ended for what they sent. */
  readonly ended: number;
  /** The longest an honest edit took to reach the other honest page (ms). */
  readonly worst: number;
  /** Bytes of heap in use once everybody has left, over those before anybody came. */
  readonly growth: number;
}

const WORKSPACE = 'workspace1';
const EVERY = 500;

/** Two honest pages in one room, and how long a word takes from one to the other. */
class Pair {
  readonly lines: StandIn[] = [];
  readonly docs = [new Y.Doc(), new Y.Doc()] as const;
  said = 0;

  constructor(hub: Hub) {
    for (const [i, doc] of this.docs.entries()) {
      const line = new StandIn((message) => this.#hear(doc, line, message));
      this.lines.push(line);
      hub.enter(line as unknown as WebSocket, admission(`honest${i}`, true), 'org');
    }
  }

  /** Throws when one of them was cut off, or has lost a word. */
  expectUnharmed() {
    if (this.lines.some((line) => line.readyState !== line.OPEN))
      throw new Error('An honest page was cut off.');
    for (const doc of this.docs)
      for (let word = 1; word <= this.said; word++)
        if (doc.getMap('honest').get(`word${word}`) !== word)
          throw new Error(`Word ${word} is lost.`);
  }

  /** Milliseconds until what one says is with the other. */
  async say(): Promise<number> {
    const [one, other] = this.docs;
    const [line] = this.lines;
    const vector = Y.encodeStateVector(one);
    const word = ++this.said;
    one.getMap('honest').set(`word${word}`, word);
    const started = performance.now();
    line?.emit(
      'message',
      Buffer.from(syncMessage('update', Y.encodeStateAsUpdate(one, vector))),
      true
    );
    while (other.getMap('honest').get(`word${word}`) !== word) {
      if (performance.now() - started > 10_000) throw new Error(`Word ${word} did not arrive.`);
      await new Promise((next) => setImmediate(next));
    }
    return performance.now() - started;
  }

  #hear(doc: Y.Doc, line: StandIn, message: Uint8Array) {
    const decoder = decoding.createDecoder(message);
    if (decoding.readVarUint(decoder) !== MESSAGE.sync) return;
    const kind = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (kind === SYNC.step1)
      line.emit(
        'message',
        Buffer.from(syncMessage('step2', Y.encodeStateAsUpdate(doc, bytes))),
        true
      );
    else Y.applyUpdate(doc, bytes);
  }
}

const admission = (id: string, mayWrite: boolean) => ({
  badge: { id, label: id, owner: false },
  workspace: WORKSPACE,
  mayWrite,
  expiresAt: undefined,
  address: id
});

/** What is under attack, and the means to look at its memory. */
export interface Ground {
  /** Keeps what it stores outside of the heap, so that what is left in it was kept for nothing. */
  readonly storage: RelayStorage;
  /** Collects garbage. */
  readonly collect: () => void;
}

/**
 * Malformed frames straight into what reads frames, from readers and editors, with two honest pages
 * in the same room. Throws when the honest ones are cut off, told nothing or have lost a word.
 */
export async function fuzzFrames(count: number, seed: number, ground: Ground): Promise<Told> {
  const random = randomOf(seed);
  const key = await RelayKey.open(ground.storage);
  const metrics: Metrics = new Metrics(() => hub.open);
  const hub: Hub = new Hub(ground.storage, key, metrics, () => true);
  const before = heap(ground);
  const pair = new Pair(hub);
  let [ended, worst, attackers] = [0, 0, 0];
  const attack = () => {
    const line = new StandIn();
    // A right of its own for each, so that no limit of one hides what is behind it.
    const id = `attacker${attackers++}`;
    hub.enter(line as unknown as WebSocket, admission(id, random.chance(0.7)), 'org');
    return line;
  };
  const lines = Array.from({ length: 4 }, attack);
  for (let n = 0; n < count; n++) {
    const at = random.below(lines.length);
    if (lines[at]?.readyState !== 1 || random.chance(0.01)) {
      if (lines[at]?.readyState !== 1) ended++;
      lines[at]?.close();
      lines[at] = attack();
    }
    send(lines[at], drawnFrame(random), random);
    if (n % EVERY === EVERY - 1) worst = Math.max(worst, await pair.say());
  }
  worst = Math.max(worst, await pair.say());
  pair.expectUnharmed();
  for (const line of [...lines, ...pair.lines]) line.close();
  while (hub.open.sockets + hub.open.rooms > 0) await new Promise((next) => setTimeout(next, 5));
  const growth = heap(ground) - before;
  await hub.stop();
  metrics.close();
  return { frames: count, ended, worst, growth };
}

function heap({ collect }: Ground): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function send(line: StandIn | undefined, frame: Uint8Array, random: Random) {
  // Text frames come as well.
  line?.emit('message', Buffer.from(frame), !random.chance(0.01));
}

import * as decoding from 'lib0/decoding';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { MESSAGE, SYNC, encodeAck, encodeRefused } from '#protocol/wire.ts';
import { Patience } from '../../../src/crdt/remote/patience.ts';
import { RelayConnection } from '../../../src/crdt/remote/relay-connection.ts';
import { syncMessage } from '../../../server/sync/messages.ts';

/** The browser's socket, whose other end is the test. */
class Line {
  static made: Line[] = [];
  readyState = 0;
  binaryType = '';
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly sent: Uint8Array[] = [];

  constructor() {
    Line.made.push(this);
  }

  send(message: Uint8Array): void {
    this.sent.push(message.slice());
  }

  close(): void {
    this.readyState = 3;
  }

  open(has = new Y.Doc()): this {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
    return this.says(syncMessage('step1', Y.encodeStateVector(has)));
  }

  says(message: Uint8Array): this {
    this.onmessage?.({ data: message.slice().buffer });
    return this;
  }

  breaks(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1012, reason: 'restart' });
  }

  /** What step 2 messages brought since it was asked last. */
  brought(): Y.Doc {
    const doc = new Y.Doc();
    for (const message of this.sent.splice(0)) {
      const decoder = decoding.createDecoder(message);
      if (decoding.readVarUint(decoder) !== MESSAGE.sync) continue;
      if (decoding.readVarUint(decoder) !== SYNC.step2) continue;
      Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
    }
    return doc;
  }
}

const open: RelayConnection[] = [];
beforeEach(() => {
  Line.made = [];
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function connect(doc = new Y.Doc(), writable = true) {
  const refused: string[] = [];
  const connection = new RelayConnection(
    { url: 'ws://relay/ws', room: 'w/org', secret: 's', doc, writable, clocks: undefined },
    {
      onChange: () => undefined,
      onClocks: () => undefined,
      onHead: () => undefined,
      onRefused: (reason) => refused.push(reason),
      onClosed: (why) => refused.push(why)
    }
  );
  open.push(connection);
  connection.connect();
  return { doc, refused, line: Line.made.at(-1)! };
}

test('a change that found the disk full is sent again by itself, later each time, until it is taken', () => {
  const { doc, line } = connect();
  line.open();
  doc.getMap('map').set('a', 1);
  line.sent.length = 0;
  let waited = 0;
  for (let tries = 0; tries < 4; tries++) {
    line.says(encodeRefused('full'));
    // Refusals that come together are one reason to wait.
    line.says(encodeRefused('full'));
    const before = Date.now();
    while (line.sent.length === 0) vi.advanceTimersByTime(1000);
    const took = Date.now() - before;
    expect(took).toBeGreaterThanOrEqual(5000);
    expect(took).toBeLessThanOrEqual(5000 + 10_000 * 2 ** tries + 1000);
    waited += took;
    expect(line.brought().getMap('map').toJSON()).toEqual({ a: 1 });
  }
  expect(waited).toBeGreaterThan(20_000);
  line.says(encodeAck(new Map([[doc.clientID, 1]])));
  vi.advanceTimersByTime(600_000);
  expect(line.brought().getMap('map').size).toBe(0);
});

test('only what the relay lacks is sent again, and nothing on a line that broke', () => {
  const doc = new Y.Doc();
  doc.getMap('map').set('long', 'x'.repeat(10_000));
  const { line } = connect(doc);
  line.open(doc);
  doc.getMap('map').set('b', 2);
  line.says(encodeRefused('full'));
  line.sent.length = 0;
  vi.advanceTimersByTime(15_000);
  const [again] = line.sent;
  expect(again?.length).toBeLessThan(200);
  line.says(encodeRefused('full'));
  line.breaks();
  line.sent.length = 0;
  vi.advanceTimersByTime(600_000);
  expect(line.sent).toEqual([]);
});

test('a thousand pages come back over seconds after a restart, not in one moment', () => {
  const lines = Array.from({ length: 1000 }, () => connect().line.open());
  for (const line of lines) line.breaks();
  const back: number[] = [];
  for (let at = 0; at < 2300; at += 100) {
    const before = Line.made.length;
    vi.advanceTimersByTime(100);
    back.push(Line.made.length - before);
  }
  expect(back.reduce((sum, n) => sum + n, 0)).toBe(1000);
  // Without chance all of them would come in the same tenth of a second.
  expect(Math.max(...back)).toBeLessThan(120);
});

test('the wait grows up to its bound, lies anywhere within, and begins anew once it worked', () => {
  const bounds = { least: 200, spread: 2000, most: 30_000 };
  const longest = new Patience(bounds, () => 1);
  const waits = Array.from({ length: 8 }, () => longest.next());
  expect(waits).toEqual([2200, 4200, 8200, 16_200, 30_200, 30_200, 30_200, 30_200]);
  longest.reset();
  expect(longest.next()).toBe(2200);
  expect(new Patience(bounds, () => 0).next()).toBe(200);
});

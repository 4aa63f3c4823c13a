import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { syncMessage } from '../../server/sync/messages.ts';
import { Metrics } from '../../server/metrics.ts';
import { Connection } from '../../server/sync/connection.ts';
import { RelayKey } from '../../server/receipts/relay-key.ts';
import { SectionReceipts } from '../../server/receipts/section-receipts.ts';
import { Writers } from '../../server/rights/writers.ts';
import { LamportTime } from '../../server/sync/lamport.ts';
import { Presence } from '../../server/sync/presence.ts';
import { Room } from '../../server/sync/room.ts';
import { Rules } from '../../server/sync/rules.ts';
import { memoryStorage } from '../../server/storage/memory.ts';
import { until } from '../support/relay.ts';

/** More than the buffers of both ends' systems take. */
const LARGE = syncMessage('step2', new Uint8Array(24 * 1024 * 1024));
const ADMISSION = {
  badge: { id: 'grant', label: 'Guest', owner: false },
  workspace: 'workspace1',
  mayWrite: true,
  expiresAt: undefined,
  address: '127.0.0.1'
};

const servers: WebSocketServer[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

/** Both ends of a line; the beats are the test's. */
async function line(slow = () => 0) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  servers.push(server);
  await once(server, 'listening');
  const reader = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  let bytes = 0;
  let enough = Infinity;
  reader.on('message', (data: Buffer) => {
    bytes += data.length;
    if (bytes > enough) reader.pause();
  });
  const [socket] = (await once(server, 'connection')) as [WebSocket];
  const storage = memoryStorage();
  const writers = new Writers(storage, 'workspace1', () => true);
  const time = new LamportTime(storage, 'workspace1');
  const memory = { writers, time, presence: new Presence(writers) };
  const metrics = new Metrics(() => ({ rooms: 1, sockets: 1 }));
  const key = await RelayKey.open(storage);
  const receipts = new SectionReceipts(storage, key, 'workspace1', 'org');
  const rules = new Rules('org', memory, receipts);
  const room = new Room('workspace1/org', { storage, rules, metrics, onIdle: () => undefined });
  const connection = new Connection(socket, ADMISSION, room, { metrics, slow });
  await until(() => bytes > 0);
  const readSome = async (more: number) => {
    enough = bytes + more;
    reader.resume();
    await until(() => reader.isPaused);
  };
  const readAll = () => {
    enough = Infinity;
    reader.resume();
  };
  return { reader, connection, socket, readSome, readAll, read: () => bytes };
}

test('a line that answers nothing while nothing waits is ended by the second beat', async () => {
  const { reader, connection, socket } = await line();
  reader.pause();
  connection.beat();
  expect(socket.readyState).toBe(socket.OPEN);
  connection.beat();
  await until(() => socket.readyState === socket.CLOSED);
});

test('a line that is not read because it sent too much is not ended by beats, but once it is', async () => {
  const { reader, connection, socket } = await line(() => 300);
  reader.send(syncMessage('step1', Y.encodeStateVector(new Y.Doc())));
  await until(() => socket.isPaused);
  reader.pause();
  for (let i = 0; i < 4; i++) connection.beat();
  expect(socket.readyState).toBe(socket.OPEN);
  await until(() => !socket.isPaused);
  connection.beat();
  expect(socket.readyState).toBe(socket.OPEN);
  connection.beat();
  await until(() => socket.readyState === socket.CLOSED);
});

test('a line whose pong is behind a large first sync is not ended by beats', async () => {
  const { reader, connection, socket, read } = await line();
  reader.pause();
  connection.send(LARGE);
  for (let i = 0; i < 4; i++) connection.beat();
  expect(socket.readyState).toBe(socket.OPEN);
  reader.resume();
  await until(() => read() > LARGE.length && socket.bufferedAmount === 0);
  for (let i = 0; i < 3; i++) {
    const answered = once(socket, 'pong');
    connection.beat();
    await answered;
  }
  expect(socket.readyState).toBe(socket.OPEN);
});

test('a slow line may take longer than the patience, a stuck one may not', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { reader, connection, socket, readSome, readAll, read } = await line();
  reader.pause();
  const closed = once(reader, 'close');
  connection.send(LARGE);
  for (let i = 1; i <= 4; i++) {
    connection.catchUp();
    vi.setSystemTime(Date.now() + 50_000);
    await readSome(4_000_000);
    connection.beat();
  }
  connection.catchUp();
  expect(socket.readyState).toBe(socket.OPEN);
  vi.setSystemTime(Date.now() + 61_000);
  connection.beat();
  expect(socket.readyState).toBe(socket.OPEN);
  connection.catchUp();
  expect(socket.readyState).toBe(socket.CLOSING);
  readAll();
  expect((await closed)[0]).toBe(4503);
  expect(read()).toBeGreaterThan(LARGE.length);
});

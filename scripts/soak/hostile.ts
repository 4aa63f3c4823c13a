import { randomBytes } from 'node:crypto';
import * as Y from 'yjs';
import { Client, pause, Writer } from '../bench-relay/client.ts';
import type { Line } from '../bench-relay/peers.ts';

/** How long the relay may take to hang up. */
const PATIENCE = 10_000;

/** Somebody may only read and writes: what they wrote, so that nobody may have it. */
export async function writingViewer(line: Line): Promise<number> {
  const client = new Client(line);
  const writer = new Writer();
  await Promise.race([client.answered, client.closed]);
  for (let i = 0; i < 5; i++) client.update(writer.set(`viewer${i}`, 'x'), writer.clock);
  await Promise.race([client.closed, pause(PATIENCE)]);
  client.socket.terminate();
  return writer.id;
}

/** A frame of random bytes; the relay hangs up, or finds by chance that it means nothing. */
export async function malformed(line: Line): Promise<void> {
  const client = new Client(line);
  await Promise.race([client.answered, client.closed]);
  for (let i = 0; i < 3 && client.socket.readyState === client.socket.OPEN; i++)
    client.socket.send(randomBytes(1 + Math.floor(Math.random() * 2000)));
  await Promise.race([client.closed, pause(500)]);
  client.socket.terminate();
}

/** Somebody whose Lamport time runs far ahead: what they wrote, so that nobody may have it. */
export async function fastClock(line: Line, lamport: number): Promise<number> {
  const client = new Client(line);
  await Promise.race([client.answered, client.closed]);
  const doc = new Y.Doc();
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (made) => (update = made));
  doc.getMap('audit').set(`${lamport + 1e9}.fastclock`, 'from the future');
  if (client.socket.readyState === client.socket.OPEN) client.update(update, 1);
  await Promise.race([client.closed, pause(500)]);
  client.socket.terminate();
  return doc.clientID;
}

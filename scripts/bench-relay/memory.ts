import { Client, pause, Writer } from './client.ts';
import { Site, type Peer } from './peers.ts';
import { MB, type Figures, type Scale } from './figures.ts';

/** Sockets that are opened at a time. */
const AT_ONCE = 100;
/** For garbage to be collected, and for what is stored late. */
const SETTLED = 3000;

async function arrive(open: (i: number) => Client, count: number): Promise<Client[]> {
  const all: Client[] = [];
  while (all.length < count) {
    const next = Array.from({ length: Math.min(AT_ONCE, count - all.length) }, (_, i) =>
      open(all.length + i)
    );
    await Promise.all(next.map((client) => client.answered));
    all.push(...next);
  }
  return all;
}

/** Megabytes after a collection of garbage. */
interface Memory {
  readonly resident: number;
  /** Heap and buffers; no page that is kept for later. */
  readonly used: number;
}

async function measured({ server }: Site): Promise<Memory> {
  const used = await server.collect();
  return { used: used / MB, resident: server.memory / MB };
}

/** One change by each, and the time to store it. */
async function write(clients: readonly Client[]): Promise<void> {
  for (const client of clients) {
    const writer = new Writer();
    client.update(writer.set('key', 'value'), writer.clock);
  }
  await pause(SETTLED);
}

/** What a thousand people cost who are there and do nothing, twenty in a room. */
export async function idle(peer: Peer, { quick }: Scale): Promise<Figures> {
  const count = quick ? 200 : 1000;
  const people = 20;
  const site = await new Site(peer).start();
  await site.prepare(count / people, people);
  const open = (i: number) => new Client(site.line(Math.floor(i / people), i % people));
  // What the first ones cost once is not theirs.
  const first = await arrive(open, people);
  await write(first);
  await Promise.all(first.map((client) => client.leave()));
  await pause(SETTLED);
  const before = await measured(site);
  const all = await arrive(open, count);
  await pause(SETTLED);
  const after = await measured(site);
  for (const { socket } of all) socket.terminate();
  await site.stop();
  return {
    before: before.resident,
    perThousand: (after.resident - before.resident) * (1000 / count),
    usedPerThousand: (after.used - before.used) * (1000 / count)
  };
}

/** Rooms that come, are written to and left: what stays of them. */
export async function rooms(peer: Peer, { quick }: Scale): Promise<Figures> {
  const count = quick ? 200 : 2000;
  const site = await new Site(peer).start();
  await site.prepare(count, 2);
  const before = await measured(site);
  const left: Memory[] = [];
  let most = 0;
  for (let wave = 0; wave < 3; wave++) {
    const all = await arrive((i) => new Client(site.line(i, 0)), count);
    await write(all);
    most = Math.max(most, site.server.memory / MB);
    await Promise.all(all.map((client) => client.leave()));
    await pause(2 * SETTLED);
    left.push(await measured(site));
  }
  await site.stop();
  const [first, last] = [left[0], left.at(-1)];
  if (!first || !last) throw new Error('Nobody came.');
  return {
    before: before.resident,
    beforeUsed: before.used,
    most,
    first: first.resident,
    last: last.resident,
    firstUsed: first.used,
    lastUsed: last.used,
    growth: last.used - first.used
  };
}

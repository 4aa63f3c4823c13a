import { Client, pause, Writer } from './client.ts';
import { Site, type Peer } from './peers.ts';
import { MB, type Figures, type Scale } from './figures.ts';

/** Sockets that are opened at a time. */
const AT_ONCE = 100;
/** For garbage to be collected, and for what is stored late. */
const SETTLED = 6000;

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
  await site.server.collect();
  const before = site.server.memory;
  const all = await arrive(open, count);
  await pause(SETTLED);
  await site.server.collect();
  const after = site.server.memory;
  for (const { socket } of all) socket.terminate();
  await site.stop();
  return { before: before / MB, perThousand: ((after - before) / MB) * (1000 / count) };
}

/** Rooms that come, are written to and left: what stays of them. */
export async function rooms(peer: Peer, { quick }: Scale): Promise<Figures> {
  const count = quick ? 200 : 2000;
  const site = await new Site(peer).start();
  await site.prepare(count, 2);
  await site.server.collect();
  const before = site.server.memory;
  const left: { readonly all: number; readonly own: number }[] = [];
  let most = 0;
  for (let wave = 0; wave < 3; wave++) {
    const all = await arrive((i) => new Client(site.line(i, 0)), count);
    await write(all);
    most = Math.max(most, site.server.memory);
    await Promise.all(all.map((client) => client.leave()));
    await pause(2 * SETTLED);
    await site.server.collect();
    left.push({ all: site.server.memory / MB, own: site.server.ownMemory / MB });
  }
  await site.stop();
  const [first, last] = [left[0], left.at(-1)];
  if (!first || !last) throw new Error('Nobody came.');
  return {
    before: before / MB,
    most: most / MB,
    first: first.all,
    firstOwn: first.own,
    last: last.all,
    lastOwn: last.own,
    growth: last.all - first.all
  };
}

import { randomBytes } from 'node:crypto';
import { Client, pause, Writer } from './client.ts';
import { MB, type Figures, type Scale } from './figures.ts';
import { quantile } from '../bench-report.ts';
import { Site, type Line, type Peer } from './peers.ts';
import { Probe } from './probe.ts';

const LETTER = 200_000;
/** Updates that may be on their way to the reader who reads. */
const WINDOW = 20;

/** A reader stops reading while much passes, and reads again: what it costs, and whether it has all. */
export async function stoppedReader(peer: Peer, { quick }: Scale): Promise<Figures> {
  const bytes = (quick ? 30 : 229) * 1e6;
  const site = await new Site(peer).start();
  await site.prepare(1, 4);
  const open = async (person: number) => {
    const client = new Client(site.line(0, person));
    await client.answered;
    return client;
  };
  const [author, reader, stopped] = [await open(0), await open(1), await open(2)];
  const writer = new Writer();
  const texts = Array.from({ length: 8 }, () =>
    randomBytes(LETTER).toString('base64').slice(0, LETTER)
  );
  const has = (client: Client) => client.known.get(writer.id) ?? 0;
  const pass = async (letters: number) => {
    for (let n = 0; n < letters; n++) {
      author.update(writer.set('large', texts[n % texts.length] ?? ''), writer.clock);
      await reader.until(() => has(reader) > writer.clock - WINDOW);
    }
    await reader.until(() => has(reader) >= writer.clock);
  };
  // What a large message costs at all is not the stopped reader's.
  await pass(WINDOW);
  await stopped.until(() => has(stopped) >= writer.clock);
  await pause(3000);
  const before = site.server.memory;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, site.server.memory)), 50);
  stopped.socket.pause();
  const started = performance.now();
  await pass(Math.round(bytes / LETTER));
  const took = performance.now() - started;
  await pause(1000);
  clearInterval(watch);
  stopped.socket.resume();
  const resumed = performance.now();
  const converges = await stopped
    .until(() => has(stopped) >= writer.clock, 60_000)
    .then(
      () => true,
      () => false
    );
  const behind = performance.now() - resumed;
  for (const { socket } of [author, reader, stopped]) socket.terminate();
  await site.stop();
  return {
    before: before / MB,
    growth: (most - before) / MB,
    took,
    converges: Number(converges),
    behind: converges ? behind : Infinity
  };
}

/** A writer keeps the first update back and sends those after it: how long two others wait. */
export async function withheld(peer: Peer, { quick }: Scale): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const count of quick ? [200, 400] : [2000, 4000]) {
    const site = await new Site(peer).start();
    await site.prepare(1, 4);
    const probe = await Probe.start([site.line(0, 0), site.line(0, 1)]);
    await probe.begin();
    await pause(2000);
    const rest = await probe.end();
    const attacker = new Client(site.line(0, 2));
    await attacker.answered;
    const writer = new Writer();
    writer.set('key', 'kept back');
    const letters = Array.from({ length: count }, (_, i) => {
      const update = writer.set('key', `v${i}`);
      return { update, clock: writer.clock };
    });
    await probe.begin();
    await attack(attacker, letters);
    await pause(500);
    const waits = await probe.end();
    probe.stop();
    attacker.socket.terminate();
    await site.stop();
    const name = count === (quick ? 200 : 2000) ? 'few' : 'many';
    figures[name] = Math.max(...waits);
    figures[`${name}Rest`] = Math.max(...rest);
    figures[`${name}Stall`] = Math.max(...waits) - quantile(rest, 0.5);
  }
  return figures;
}

/** Kept once the server has dealt with all of it, or hung up. */
async function attack(
  attacker: Client,
  letters: readonly { readonly update: Uint8Array; readonly clock: number }[]
): Promise<void> {
  for (const [i, { update, clock }] of letters.entries()) {
    attacker.update(update, clock);
    if (i % 100 === 99) await pause(0);
  }
  const before = attacker.answers;
  attacker.ask(new Uint8Array([0]));
  await Promise.race([attacker.until(() => attacker.answers > before, 300_000), attacker.closed]);
}

/** How long a reader waits, after a restart, for what it was promised. */
const PATIENCE = 2000;

/** What was promised to one writer before the server was killed. */
interface Promised {
  readonly id: number;
  readonly clock: number;
}

/**
 * Kills the server again and again while somebody writes: the updates that it had acknowledged, as
 * far as it acknowledges (else: that another client had received), and that are gone when it is
 * back.
 */
export async function kills(peer: Peer, { quick }: Scale): Promise<Figures> {
  const times = quick ? 3 : peer === 'ours' ? 100 : 10;
  const site = await new Site(peer).start();
  await site.prepare(1, 3);
  const promised: Promised[] = [];
  let [lost, badly, acknowledged] = [0, 0, 0];
  for (let n = 0; n < times; n++) {
    const last = await untilKilled(site, n);
    promised.push(last);
    acknowledged += last.clock;
    await site.start();
    const missing = await missingOf(site.line(0, 2), last);
    lost += missing;
    if (missing > 0) badly++;
  }
  // What was there after one kill must be there after all of them.
  const late = await Promise.all(promised.map((each) => missingOf(site.line(0, 2), each)));
  await site.stop();
  const atLast = late.reduce((sum, missing) => sum + missing, 0);
  return { times, acknowledged, lost: Math.max(lost, atLast), badly };
}

/** Somebody writes for a while, and the server dies right after it promised something. */
async function untilKilled(site: Site, n: number): Promise<Promised> {
  const [author, reader] = [new Client(site.line(0, 0)), new Client(site.line(0, 1))];
  await Promise.all([author.answered, reader.answered]);
  const writer = new Writer();
  const promised = () => (site.peer === 'yws' ? (reader.known.get(writer.id) ?? 0) : author.acked);
  const wanted = 5 + ((n * 37) % 60);
  const waiting = (site.peer === 'yws' ? reader : author).until(() => promised() >= wanted);
  let writing = true;
  const write = async () => {
    for (let i = 0; writing; i++) {
      author.update(writer.set(`key${i % 20}`, `${n} ${i}`), writer.clock);
      await pause(i % 3 === 0 ? 1 : 0);
    }
  };
  const done = write();
  await waiting;
  const clock = promised();
  await site.stop('SIGKILL');
  writing = false;
  await done;
  author.socket.terminate();
  reader.socket.terminate();
  return { id: writer.id, clock };
}

async function missingOf(line: Line, { id, clock }: Promised): Promise<number> {
  const reader = new Client(line);
  const known = () => reader.known.get(id) ?? 0;
  await reader.until(() => known() >= clock, PATIENCE).catch(() => undefined);
  reader.socket.terminate();
  return Math.max(0, clock - known());
}

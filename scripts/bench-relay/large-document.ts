import * as Y from 'yjs';
import { quantile } from '../bench-report.ts';
import { Client, pause, Writer } from './client.ts';
import { MB, type Figures, type Scale } from './figures.ts';
import { Site, type Line, type Peer } from './peers.ts';
import { Probe } from './probe.ts';

/** Keys that one message sets. */
const KEYS = 500;
/** For a server that stores later to have stored: Hocuspocus waits up to ten seconds. */
const STORED = 12_000;

/** A server that has a document of 5 MB, and what is in it. */
class Library {
  readonly site: Site;
  readonly writer = new Writer();

  private constructor(site: Site) {
    this.site = site;
  }

  static async open(peer: Peer, people: number, { quick }: Scale): Promise<Library> {
    const site = await new Site(peer).start();
    await site.prepare(1, people);
    const library = new Library(site);
    await library.#fill(quick ? 10 : 100);
    return library;
  }

  async #fill(messages: number): Promise<void> {
    const { writer, site } = this;
    const [author, reader] = [new Client(site.line(0, 0)), new Client(site.line(0, 1))];
    await Promise.all([author.answered, reader.answered]);
    for (let n = 0; n < messages; n++) {
      const entries = Array.from(
        { length: KEYS },
        (_, i) => [`record${n * KEYS + i}/name`, `${n}.${i} `.padEnd(73, 'name ')] as const
      );
      author.update(writer.setAll(entries), writer.clock);
      await reader.until(() => this.isWhole(reader));
    }
    await pause(site.peer === 'hocuspocus' ? STORED : 3000);
    await Promise.all([author.leave(), reader.leave()]);
    await pause(1000);
  }

  get vector(): Uint8Array {
    return Y.encodeStateVector(this.writer.doc);
  }

  get bytes(): number {
    return Y.encodeStateAsUpdate(this.writer.doc).length;
  }

  isWhole(client: Client): boolean {
    return (client.known.get(this.writer.id) ?? 0) >= this.writer.clock;
  }

  line(person: number): Line {
    return this.site.line(0, person);
  }
}

/** Somebody opens the document: until its bytes are there, and until they are applied. */
async function firstSync(library: Library) {
  const started = performance.now();
  const counting = new Client(library.line(2));
  await counting.until(() => library.isWhole(counting));
  const bytes = performance.now() - started;
  await counting.leave();
  return bytes;
}

async function applied(library: Library): Promise<number> {
  const started = performance.now();
  const reading = new Client(library.line(2), { doc: new Y.Doc() });
  await reading.until(() => library.isWhole(reading));
  const took = performance.now() - started;
  await reading.leave();
  return took;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The first sync of a document that is in memory (somebody is there), and after a restart. */
export async function firstSyncs(peer: Peer, scale: Scale): Promise<Figures> {
  const library = await Library.open(peer, 5, scale);
  const { site } = library;
  const times = scale.quick ? 1 : 3;
  const stays = new Client(library.line(3));
  await stays.until(() => library.isWhole(stays));
  const [warm, warmApplied, cold]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < times + 1; i++) {
    warm.push(await firstSync(library));
    warmApplied.push(await applied(library));
  }
  const memory = site.server.memory / MB;
  await stays.leave();
  for (let i = 0; i < times; i++) {
    await pause(1000);
    await site.stop();
    await site.start();
    cold.push(await firstSync(library));
  }
  await site.stop();
  // The first warm one compiles.
  return {
    bytes: library.bytes / 1e6,
    warm: median(warm.slice(1)),
    warmApplied: median(warmApplied.slice(1)),
    cold: median(cold),
    memory
  };
}

interface Herd {
  readonly count: number;
  /** What each of them has. */
  readonly vector: (library: Library) => Uint8Array | undefined;
  /** Whether the whole document is on its way to each of them. */
  readonly whole: boolean;
}

/** So many people come at once while two others work. */
async function herd(peer: Peer, { count, vector, whole }: Herd, scale: Scale): Promise<Figures> {
  const library = await Library.open(peer, count + 2, scale);
  const { site } = library;
  const probe = await Probe.start([library.line(0), library.line(1)]);
  await pause(500);
  await probe.begin();
  await pause(1000);
  const [before, started] = [site.server.cpu, performance.now()];
  const known = vector(library);
  const setup = known ? { vector: known, light: true } : { light: true };
  const least = whole ? library.bytes : 0;
  const waits: number[] = [];
  const all = Array.from({ length: count }, (_, i) => new Client(library.line(2 + i), setup));
  await Promise.all(
    all.map(async (client) => {
      await client.until(() => client.answers > 0 && client.bytes >= least, 300_000);
      waits.push(performance.now() - started);
    })
  );
  const cpu = site.server.cpu - before;
  const working = await probe.end();
  probe.stop();
  for (const { socket } of all) socket.terminate();
  await site.stop();
  return {
    last: Math.max(...waits),
    p99: quantile(waits, 0.99),
    cpu,
    worst: Math.max(...working)
  };
}

export const upToDate = (peer: Peer, scale: Scale): Promise<Figures> =>
  herd(
    peer,
    { count: scale.quick ? 50 : 500, vector: ({ vector }) => vector, whole: false },
    scale
  );

export const cold = (peer: Peer, scale: Scale): Promise<Figures> =>
  herd(peer, { count: scale.quick ? 10 : 100, vector: () => undefined, whole: true }, scale);

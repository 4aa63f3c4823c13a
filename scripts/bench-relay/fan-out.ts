import { Client, pause, Writer } from './client.ts';
import { Site, type Peer } from './peers.ts';
import { quantile } from '../bench-report.ts';
import type { Figures, Scale } from './figures.ts';

interface Member {
  readonly client: Client;
  readonly writer: Writer;
  /** When each of its updates was sent, by its clock. */
  readonly sent: number[];
}

/** People in rooms who write to each other; counts what arrives at every one of them. */
class Crowd {
  readonly site: Site;
  readonly rooms: readonly (readonly Member[])[];
  waits: number[] = [];
  #arrived = 0;
  readonly #sentBy = new Map<number, number[]>();

  private constructor(site: Site, rooms: number, people: number) {
    this.site = site;
    this.rooms = Array.from({ length: rooms }, (_, room) =>
      Array.from({ length: people }, (_, person) => this.#member(room, person))
    );
  }

  static async gather(peer: Peer, rooms: number, people: number): Promise<Crowd> {
    const site = await new Site(peer).start();
    await site.prepare(rooms, people);
    const crowd = new Crowd(site, rooms, people);
    await Promise.all(crowd.rooms.flat().map(({ client }) => client.answered));
    return crowd;
  }

  #member(room: number, person: number): Member {
    const writer = new Writer();
    const sent: number[] = [];
    this.#sentBy.set(writer.id, sent);
    const onNews = (of: number, from: number, to: number) => {
      if (of !== writer.id) this.#arrive(of, from, to);
    };
    return { client: new Client(this.site.line(room, person), { onNews }), writer, sent };
  }

  #arrive(of: number, from: number, to: number): void {
    const now = performance.now();
    const sent = this.#sentBy.get(of) ?? [];
    for (let clock = from; clock < to; clock++) this.waits.push(now - (sent[clock] ?? now));
    this.#arrived += to - from;
  }

  /** One member's next update. */
  send({ client, sent }: Member, update: Uint8Array, clock: number): void {
    sent[clock - 1] = performance.now();
    client.update(update, clock);
  }

  /** Starts counting anew. */
  reset(): void {
    this.waits = [];
    this.#arrived = 0;
  }

  async until(deliveries: number): Promise<void> {
    const end = performance.now() + 120_000;
    while (this.#arrived < deliveries) {
      if (performance.now() > end) throw new Error(`${this.#arrived} of ${deliveries} arrived.`);
      await pause(1);
    }
  }
}

/** Breaths that are not counted: within three thousand updates, a server's code is compiled. */
const WARM = 6;

/** Everybody in one room sends some updates in one breath. */
export async function burst(peer: Peer, { quick }: Scale): Promise<Figures> {
  const people = quick ? 20 : 100;
  const each = 5;
  const times = WARM + (quick ? 2 : 6);
  const crowd = await Crowd.gather(peer, 1, people);
  const members = crowd.rooms.flat();
  const deliveries = people * each * (people - 1);
  let [took, cpu] = [0, 0];
  let waits: number[] = [];
  for (let time = 0; time < times; time++) {
    const letters = members.map((member) =>
      Array.from({ length: each }, (_, i) => {
        const update = member.writer.set(`key${i}`, `value ${time}`);
        return { update, clock: member.writer.clock };
      })
    );
    crowd.reset();
    const [started, before] = [performance.now(), crowd.site.server.cpu];
    for (const [i, member] of members.entries())
      for (const { update, clock } of letters[i] ?? []) crowd.send(member, update, clock);
    await crowd.until(deliveries);
    const ended = performance.now();
    // What the server still has to do for it, as storing.
    await pause(500);
    if (time < WARM) continue;
    took += ended - started;
    cpu += crowd.site.server.cpu - before;
    waits = waits.concat(crowd.waits);
  }
  await crowd.site.stop();
  const all = deliveries * (times - WARM);
  return {
    perSecond: (1000 * all) / took,
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    cpu: (1000 * cpu) / all
  };
}

interface Pace {
  readonly rooms: number;
  readonly people: number;
  /** Updates a second over all rooms. */
  readonly perSecond: number;
}

/** Updates come evenly, by somebody else each time. */
async function paced(
  peer: Peer,
  { rooms, people, perSecond }: Pace,
  { quick }: Scale
): Promise<Figures> {
  const crowd = await Crowd.gather(peer, rooms, people);
  const run = async (seconds: number) => {
    crowd.reset();
    const started = performance.now();
    const updates = seconds * perSecond;
    for (let n = 0; n < updates; n++) {
      const due = started + (n * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await pause(early);
      const room = crowd.rooms[n % rooms] ?? [];
      const member = room[Math.floor(n / rooms) % people];
      if (!member) continue;
      const update = member.writer.set(`key${n % 500}`, `value ${n}`);
      crowd.send(member, update, member.writer.clock);
    }
    await crowd.until(updates * (people - 1));
    return updates * (people - 1);
  };
  await run(quick ? 1 : 3);
  const before = crowd.site.server.cpu;
  const deliveries = await run(quick ? 2 : 12);
  const cpu = crowd.site.server.cpu - before;
  const { waits } = crowd;
  await crowd.site.stop();
  return {
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    cpu: (1000 * cpu) / deliveries
  };
}

export const oneRoom = (peer: Peer, scale: Scale): Promise<Figures> =>
  paced(peer, { rooms: 1, people: scale.quick ? 20 : 100, perSecond: 50 }, scale);

export const manyRooms = (peer: Peer, scale: Scale): Promise<Figures> =>
  paced(peer, { rooms: scale.quick ? 5 : 20, people: 25, perSecond: 200 }, scale);

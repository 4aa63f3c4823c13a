import * as Y from 'yjs';
import { quantile } from '../bench-report.ts';
import { Client, pause } from '../bench-relay/client.ts';
import { MB } from '../bench-relay/figures.ts';
import { Site, type Line } from '../bench-relay/peers.ts';
import { Probe } from '../bench-relay/probe.ts';
import { documentHeap } from './document-heap.ts';
import { NO_MEMORY, type Memory, type Soaked } from './figures.ts';
import { fastClock, malformed, writingViewer } from './hostile.ts';
import { Person, type Times } from './person.ts';

const PEOPLE = 30;
/** Rooms of two workspaces: everybody is in the first, two who are only watched in the other. */
const ROOM = 0;
const BESIDE = 5;
const STORM = 22_000;
/** How long everybody may take to be even again. */
const CALM = 60_000;
/** The relay's own clock jumps by up to ten days, back and forth, while it runs. */
const JUMPING_CLOCK = [
  '--import',
  `data:text/javascript,${encodeURIComponent('const now = Date.now; let by = 0; setInterval(() => { by = (Math.random() - 0.5) * 1728e6; }, 7000).unref(); Date.now = () => Math.round(now() + by);')}`
];

const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(Math.random() * all.length)];

/** People who edit for a long time while everything goes wrong that may. */
export class Soak {
  readonly found: Soaked;
  readonly #site = new Site('ours');
  readonly #times: Times = { lamport: 1 };
  readonly #people: Person[] = [];
  /** What was stored of people who have left. */
  readonly #gone: { readonly id: number; readonly acked: number }[] = [];
  /** Who wrote what must have been refused. */
  readonly #refused: number[] = [];
  readonly #waits: number[] = [];
  readonly #memory: Memory[] = [];
  #viewer: Line | undefined;
  #port = 0;
  #slots = 0;

  constructor(minutes: number) {
    this.found = {
      ...{ minutes, people: PEOPLE, cycles: 0, edits: 0, kills: 0, dropped: 0, stopped: 0 },
      ...{ departed: 0, viewers: 0, malformed: 0, clocks: 0 },
      ...{ diverged: 0, lost: 0, taken: 0, refused: 0, document: 0, broken: [] },
      memory: { warm: NO_MEMORY, end: NO_MEMORY },
      wait: { p50: 0, p99: 0, worst: 0 }
    };
  }

  /** In its first half the relay is killed in every storm; in the second one process lives on. */
  async run(onCycle: (found: Soaked) => void): Promise<Soaked> {
    await this.#begin();
    const started = Date.now();
    const length = this.found.minutes * 60_000;
    for (let past = 0; past < length; past = Date.now() - started) {
      await this.#cycle(past < length / 2);
      onCycle(this.found);
    }
    for (const person of this.#people) {
      this.#count(person);
      person.leave();
    }
    await this.#site.stop();
    const [p50 = 0, p99 = 0] = [0.5, 0.99].map((share) => quantile(this.#waits, share));
    const worst = this.#waits.reduce((most, wait) => Math.max(most, wait), 0);
    const warm = this.#memory[1] ?? this.#memory[0] ?? NO_MEMORY;
    const end = this.#memory.at(-1) ?? NO_MEMORY;
    return Object.assign(this.found, { wait: { p50, p99, worst }, memory: { warm, end } });
  }

  async #begin() {
    await this.#site.start({ flags: JUMPING_CLOCK });
    this.#port = Number(new URL(this.#site.server.url).port);
    // One right a person, and those of the hostile.
    await this.#site.prepare(BESIDE + 1, PEOPLE + 3);
    this.#viewer = await this.#site.viewer(ROOM);
    await this.#beginTime();
    for (let i = 0; i < PEOPLE; i++) this.#people.push(this.#newPerson(i));
  }

  /** Where there is no Lamport time yet, any is as good as another; from here on there is one. */
  async #beginTime() {
    const doc = new Y.Doc();
    const client = new Client(this.#site.line(ROOM, 0), { doc });
    await client.answered;
    doc.getMap('audit').set(`${this.#times.lamport}.begin`, 'an entry');
    client.update(Y.encodeStateAsUpdate(doc), 1);
    await client.until(() => client.acked === 1);
    await client.leave();
  }

  #newPerson(place: number): Person {
    const slot = `slot${this.#slots++}`;
    return new Person(this.#site.line(ROOM, 1 + place), slot, this.#times);
  }

  async #cycle(kills: boolean) {
    for (const person of this.#people) person.work();
    const end = Date.now() + STORM;
    const killAt = kills ? Date.now() + STORM * (0.2 + Math.random() * 0.6) : Infinity;
    let killed = false;
    let probe = await this.#watch();
    while (Date.now() < end) {
      if (!killed && Date.now() > killAt) {
        killed = true;
        await this.#seen(probe);
        await this.#kill();
        probe = await this.#watch();
      }
      await this.#fault();
      await pause(200 + Math.random() * 600);
    }
    await this.#seen(probe);
    await this.#calm(!kills);
    this.#depart();
    this.found.cycles++;
  }

  async #watch(): Promise<Probe> {
    const probe = await Probe.start([this.#site.line(BESIDE, 0), this.#site.line(BESIDE, 1)]);
    await probe.begin();
    return probe;
  }

  async #seen(probe: Probe) {
    for (const wait of await probe.end()) this.#waits.push(wait);
    probe.stop();
  }

  async #fault() {
    const { found } = this;
    const hostile = this.#site.line(ROOM, 1 + PEOPLE);
    const kind = Math.floor(Math.random() * 8);
    if (kind <= 2) {
      for (let i = 0; i <= kind; i++) pick(this.#people)?.drop();
      found.dropped += kind + 1;
    } else if (kind <= 4) {
      const person = pick(this.#people);
      person?.stopReading();
      setTimeout(() => person?.readOn(), 3000 + Math.random() * 5000);
      found.stopped++;
    } else if (kind === 5 && this.#viewer) {
      found.viewers++;
      this.#refused.push(await writingViewer(this.#viewer));
    } else if (kind === 6) {
      found.malformed++;
      await malformed(hostile);
    } else {
      found.clocks++;
      this.#refused.push(await fastClock(hostile, this.#times.lamport));
    }
  }

  /** What was acknowledged is looked for before anybody can bring it anew. */
  async #kill() {
    this.found.kills++;
    await this.#site.stop('SIGKILL');
    const promised = this.#people.map(({ doc, acked }) => ({ id: doc.clientID, acked }));
    await this.#site.start();
    const stored = await this.#stored();
    this.#lookFor([...promised, ...this.#gone], stored, 'after kill -9');
    await this.#site.stop();
    await this.#site.start({ port: this.#port, flags: JUMPING_CLOCK });
  }

  /** The document as somebody gets it who comes now. */
  async #stored(): Promise<Y.Doc> {
    const doc = new Y.Doc();
    const client = new Client(this.#site.line(ROOM, 2 + PEOPLE), { doc });
    await client.answered;
    await client.leave();
    return doc;
  }

  #lookFor(
    promised: readonly { readonly id: number; readonly acked: number }[],
    stored: Y.Doc,
    when: string
  ) {
    for (const { id, acked } of promised) {
      const missing = acked - Y.getState(stored.store, id);
      if (missing <= 0) continue;
      this.found.lost += missing;
      this.found.broken.push(`${missing} acknowledged updates of ${id} are gone ${when}`);
    }
  }

  /** Nobody writes, nothing goes wrong: everybody must come to the same. */
  async #calm(measured: boolean) {
    for (const person of this.#people) {
      person.rest();
      person.readOn();
    }
    const end = Date.now() + CALM;
    while (!this.#people.every(({ isEven }) => isEven) && Date.now() < end) await pause(100);
    await pause(1000);
    const stored = await this.#stored();
    this.#compare(stored);
    const own = this.#people.map(({ doc, acked }) => ({ id: doc.clientID, acked }));
    this.#lookFor([...own, ...this.#gone], stored, 'after a calm');
    const taken = this.#refused.filter((id) => Y.getState(stored.store, id) > 0);
    if (taken.length > this.found.taken)
      this.found.broken.push(`cycle ${this.found.cycles}: ${taken.length} writes were taken`);
    this.found.taken = taken.length;
    const update = Y.encodeStateAsUpdate(stored);
    this.found.document = update.length;
    if (!measured) return;
    const { server } = this.#site;
    const used = (await server.collect()) / MB;
    const [resident, mapped] = [server.memory / MB, server.mapped / MB];
    const document = (await documentHeap(update)) / MB;
    this.#memory.push({ resident, mapped, used, document });
  }

  #compare(stored: Y.Doc) {
    const wanted = Y.snapshot(stored);
    const text = JSON.stringify(sorted(stored));
    const others = this.#people.filter(
      ({ doc, isEven }) =>
        !isEven ||
        !Y.equalSnapshots(Y.snapshot(doc), wanted) ||
        JSON.stringify(sorted(doc)) !== text
    );
    if (others.length === 0) return;
    this.found.diverged++;
    const uneven = others.filter(({ isEven }) => !isEven).length;
    this.found.broken.push(
      `cycle ${this.found.cycles}: ${others.length} have something else than the relay, ${uneven} of them are not even with it`
    );
  }

  /** Somebody goes for good after every calm, and somebody new comes. */
  #depart() {
    const place = Math.floor(Math.random() * PEOPLE);
    const person = this.#people[place];
    if (!person) return;
    this.#count(person);
    person.leave();
    this.#gone.push({ id: person.doc.clientID, acked: person.acked });
    this.#people[place] = this.#newPerson(place);
    this.found.departed++;
  }

  #count({ edits, refusals }: Person) {
    this.found.edits += edits;
    this.found.refused += refusals.length;
    for (const reason of refusals) this.found.broken.push(`an honest write was refused: ${reason}`);
  }
}

const sorted = (doc: Y.Doc): unknown =>
  ['fields', 'audit'].map((map) =>
    [...doc.getMap(map).entries()].toSorted(([a], [b]) => (a < b ? -1 : 1))
  );

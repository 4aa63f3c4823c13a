import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { wireOf, type Line } from './peers.ts';
import type { Heard, Wire } from './wire.ts';

type Clocks = ReadonlyMap<number, number>;
const NOTHING = Y.encodeStateAsUpdate(new Y.Doc());
const NOBODY = Y.encodeStateVector(new Y.Doc());

/** The clocks that an update brings: from, and up to. */
interface Range {
  readonly from: Clocks;
  readonly to: Clocks;
}

/**
 * The same bytes come to every client of a room; they are taken apart once, so that the driver does
 * not measure itself.
 */
const RECENT = 8;
const recent: { readonly bytes: Uint8Array; readonly range: Range }[] = [];

function rangeOf(bytes: Uint8Array): Range {
  const known = recent.find(
    (each) => each.bytes.length === bytes.length && Buffer.compare(each.bytes, bytes) === 0
  );
  if (known) return known.range;
  const range = Y.parseUpdateMeta(bytes);
  recent.unshift({ bytes, range });
  if (recent.length > RECENT) recent.pop();
  return range;
}

export interface ClientSetup {
  /** Keeps the document, not only what is known of it. */
  readonly doc?: Y.Doc;
  /** What the client has already, without keeping it. */
  readonly vector?: Uint8Array;
  /** Takes nothing apart, and only counts the bytes: a driver has one processor. */
  readonly light?: boolean;
  /** Called for news of another's, with the clocks that are new. */
  readonly onNews?: (writer: number, from: number, to: number) => void;
}

/** One connection: sends what it is told to, and knows by clocks what has reached it. */
export class Client {
  readonly socket: WebSocket;
  readonly known = new Map<number, number>();
  readonly closed: Promise<void>;
  /** The first answer to what it asked has come; it may be empty. */
  readonly answered: Promise<void>;
  /** The clock of what this client wrote that the server says it has. */
  acked = 0;
  answers = 0;
  /** Of all updates that came. */
  bytes = 0;
  onAck: () => void = () => undefined;
  readonly #wire: Wire;
  readonly #setup: ClientSetup;
  readonly #unacked: number[] = [];
  readonly #waiters = new Set<() => void>();

  constructor(line: Line, setup: ClientSetup = {}) {
    this.#wire = wireOf(line);
    this.#setup = setup;
    const { vector, doc } = setup;
    if (vector) for (const [id, clock] of Y.decodeStateVector(vector)) this.known.set(id, clock);
    const options = { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 };
    this.socket = new WebSocket(line.url, [...line.protocols], options);
    this.closed = new Promise((done) => this.socket.once('close', () => done()));
    this.answered = this.until(() => this.answers > 0);
    this.socket.on('error', () => undefined);
    const begin = () => this.ask(vector ?? (doc ? Y.encodeStateVector(doc) : NOBODY));
    this.socket.on('open', () => {
      for (const frame of this.#wire.hello) this.socket.send(frame);
      if (this.#wire.hello.length === 0) begin();
    });
    this.socket.on('message', (data) => {
      const heard = this.#wire.read(data as Buffer);
      if (heard?.kind === 'begin') begin();
      else if (heard) this.#hear(heard);
      for (const waiter of this.#waiters) waiter();
    });
  }

  /** Sends an update of this client's own, up to a clock. */
  update(update: Uint8Array, clock: number): void {
    this.#unacked.push(clock);
    for (const frame of this.#wire.frames('update', update)) this.socket.send(frame);
  }

  /** Asks for what it lacks. */
  ask(vector: Uint8Array): void {
    for (const frame of this.#wire.frames('step1', vector)) this.socket.send(frame);
  }

  has(clocks: Clocks): boolean {
    for (const [id, clock] of clocks) if ((this.known.get(id) ?? 0) < clock) return false;
    return true;
  }

  /** Kept once it holds, looked at with every message; rejected when it does not in time. */
  until(holds: () => boolean, ms = 120_000): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(look);
        settle();
      };
      const look = () => {
        if (holds()) end(resolve);
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`Not within ${ms} ms: ${holds.toString()}`))),
        ms
      );
      this.#waiters.add(look);
    });
  }

  /** Leaves, and is gone. */
  async leave(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  #hear(heard: Exclude<Heard, { kind: 'begin' }>): void {
    if (heard.kind === 'acked') this.#ack(heard.clocks);
    else if (heard.kind === 'step1') this.#answer(heard.bytes);
    else {
      if (this.#setup.light !== true) this.#take(heard.bytes);
      this.bytes += heard.bytes.length;
      if (heard.kind === 'step2') this.answers++;
    }
  }

  #ack(clocks: Clocks | undefined): void {
    if (clocks) for (const clock of clocks.values()) this.acked = Math.max(this.acked, clock);
    else this.acked = Math.max(this.acked, this.#unacked.shift() ?? 0);
    this.onAck();
  }

  #answer(vector: Uint8Array): void {
    const { doc } = this.#setup;
    this.#unacked.push(this.acked);
    const update = doc ? Y.encodeStateAsUpdate(doc, vector) : NOTHING;
    for (const frame of this.#wire.frames('step2', update)) this.socket.send(frame);
  }

  #take(bytes: Uint8Array): void {
    const { doc, onNews } = this.#setup;
    if (doc) Y.applyUpdate(doc, bytes);
    const { from, to } = rangeOf(bytes);
    for (const [writer, clock] of to) {
      const before = this.known.get(writer) ?? 0;
      // What comes without what it builds on is not there yet.
      if (clock <= before || (from.get(writer) ?? 0) > before) continue;
      this.known.set(writer, clock);
      onNews?.(writer, before, clock);
    }
  }
}

/** Makes updates of one Yjs client: each sets one key, so that a clock is an update. */
export class Writer {
  readonly id: number;
  readonly #doc = new Y.Doc();
  readonly #map = this.#doc.getMap('fields');
  #last: Uint8Array = NOTHING;

  constructor() {
    this.id = this.#doc.clientID;
    this.#doc.on('update', (update) => (this.#last = update));
  }

  /** The clock after the last update that was made. */
  get clock(): number {
    return Y.getState(this.#doc.store, this.id);
  }

  set(key: string, value: string): Uint8Array {
    this.#map.set(key, value);
    return this.#last;
  }

  /** Several keys at once. */
  setAll(entries: Iterable<readonly [string, string]>): Uint8Array {
    this.#doc.transact(() => {
      for (const [key, value] of entries) this.#map.set(key, value);
    });
    return this.#last;
  }

  get doc(): Y.Doc {
    return this.#doc;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

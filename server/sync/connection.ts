import type { Duplex } from 'node:stream';
import * as decoding from 'lib0/decoding';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_CODES } from '#protocol/close-codes.ts';
import type { CloseName } from '#protocol/close-codes.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { Refusal } from '#protocol/problems.ts';
import {
  MESSAGE,
  Reassembly,
  decodePart,
  encodeAck,
  encodeHead,
  encodeRefused
} from '#protocol/wire.ts';
import type { Head } from '#protocol/receipts.ts';
import type { Metrics } from '../metrics.ts';
import { sha256 } from '../sha256.ts';
import type { Member } from './member.ts';
import { readSync } from './messages.ts';
import { Outbox } from './outbox.ts';
import type { Badge, Presence } from './presence.ts';
import type { Room } from './room.ts';
import { Withheld } from './withheld.ts';

/** Bytes of one connection that may wait for their room before no more are read. */
const INBOX = 1024 * 1024;
const REFUSALS_WITHIN = 60_000;

export interface Admission {
  readonly badge: Badge;
  readonly workspace: string;
  readonly mayWrite: boolean;
  readonly expiresAt: number | undefined;
  /** Where it comes from, as limits count it. */
  readonly address: string;
}

interface Surroundings {
  readonly presence?: Presence | undefined;
  readonly metrics: Metrics;
  /** Milliseconds to wait after so many bytes before more is read. */
  readonly slow?: (bytes: number) => number;
  /** What carries the socket, so that several messages can go out in one piece. */
  readonly line?: Line | undefined;
}

/** As much of a connection of the system's as is asked for beside its WebSocket. */
export type Line = Pick<Duplex, 'cork' | 'uncork'>;

/** One socket in one room. */
export class Connection implements Member {
  readonly admission: Admission;
  readonly withheld = new Withheld();
  ended = false;
  readonly #socket: WebSocket;
  readonly #outbox: Outbox;
  readonly #line: Line | undefined;
  readonly #room: Room;
  readonly #presence: Presence | undefined;
  readonly #reassembly = new Reassembly(sha256);
  #refusals: number[] = [];
  readonly #metrics: Metrics;
  readonly #slow: (bytes: number) => number;
  #waiting = 0;
  /** Why nothing is read just now, besides what waits for the room. */
  #paused: 'slowed' | 'held' | undefined;
  #isAlive = true;
  #told: Head | undefined;

  constructor(socket: WebSocket, admission: Admission, room: Room, around: Surroundings) {
    const { presence, metrics, slow = () => 0 } = around;
    this.admission = admission;
    this.#socket = socket;
    this.#outbox = new Outbox(socket, (bytes) => around.metrics.sent.inc(bytes));
    this.#line = around.line;
    this.#room = room;
    this.#presence = presence;
    this.#slow = slow;
    this.#metrics = metrics;
    socket.on('message', (data, isBinary) => this.#frame(data, isBinary));
    socket.on('pong', () => (this.#isAlive = true));
    room.join(this);
    presence?.enter(this);
  }

  get mayWrite(): boolean {
    return this.admission.mayWrite;
  }

  get badge(): Badge {
    return this.admission.badge;
  }

  send(message: Uint8Array): void {
    this.#outbox.send(message);
  }

  show(message: Uint8Array): void {
    if (!this.#outbox.isFull) this.send(message);
  }

  sendLive(message: Uint8Array, vector: () => Uint8Array): void {
    this.#outbox.sendLive(message, vector);
  }

  /** A whole document is not put behind another that was not read yet. */
  answer(vector: Uint8Array, messages: (vector: Uint8Array) => readonly Uint8Array[]): void {
    if (this.#outbox.isFull) this.#outbox.lag(vector);
    else for (const message of messages(vector)) this.send(message);
  }

  together(sending: () => void): void {
    this.#line?.cork();
    sending();
    this.#line?.uncork();
  }

  tellHead(head: Head): void {
    if (this.#told?.hash === head.hash) return;
    this.#told = head;
    this.send(encodeHead(head));
  }

  refuse(reason: Refusal): void {
    this.#metrics.refusals.inc({ reason });
    this.send(encodeRefused(reason));
    if (reason !== 'readOnly') return;
    const now = Date.now();
    this.#refusals = [...this.#refusals.filter((at) => now - at < REFUSALS_WITHIN), now];
    if (this.#refusals.length >= LIMITS.refusals) this.end('forbidden');
  }

  end(why: CloseName): void {
    this.ended = true;
    this.#metrics.closes.inc({ reason: why });
    this.#socket.resume();
    this.#outbox.flush();
    this.#socket.close(CLOSE_CODES[why].code, why);
    // One that reads nothing does not answer the close either; one that has gone is let go of.
    const timer = setTimeout(() => this.#socket.terminate(), 5000).unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }

  /** Reads no more for now. */
  hold(): void {
    this.#paused = 'held';
    this.#socket.pause();
  }

  done(bytes: number): void {
    this.#waiting -= bytes;
    this.#resume();
  }

  #resume(): void {
    if (this.#waiting < INBOX && !this.#paused && this.#socket.isPaused) this.#socket.resume();
  }

  /** Who sends too much is read later, and nobody else waits for it. */
  #brake(bytes: number): void {
    const wait = this.#slow(bytes);
    if (wait === 0 || this.#paused) return;
    this.#metrics.slowed.inc();
    this.#paused = 'slowed';
    this.#socket.pause();
    setTimeout(() => {
      if (this.#paused === 'slowed') this.#paused = undefined;
      this.#resume();
    }, wait).unref();
  }

  /** Called when the socket is closed. */
  left(): void {
    this.#room.leave(this);
    this.#presence?.leave(this);
  }

  /** Tells the other end that the line lives, and ends one whose other end does not. */
  beat(): void {
    // While nothing is read, no pong is either.
    const isBusy = this.#outbox.isBusy || this.#socket.isPaused;
    if (!this.#isAlive && !isBusy) return this.#socket.terminate();
    // A pong comes late over a slow line; while much waits, the outbox tells a dead one.
    this.#isAlive = isBusy;
    this.#socket.ping();
    this.send(encodeAck(new Map()));
    const { head } = this.#room;
    if (head) this.tellHead(head);
  }

  /** Sends a slow reader what it missed once it has read what it was sent. */
  catchUp(): void {
    const vector = this.#outbox.progress();
    if (vector === 'stuck') this.end('overloaded');
    else if (vector) this.#room.receive(this, { kind: 'step1', vector }, 0);
  }

  #frame(data: RawData, isBinary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (!isBinary || !Buffer.isBuffer(data)) return this.end('malformed');
    if (data.length > LIMITS.frame) return this.end('tooLarge');
    this.#metrics.received.inc(data.length);
    this.#brake(data.length);
    try {
      this.#message(data);
    } catch {
      this.end('malformed');
    }
  }

  #message(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    switch (decoding.readVarUint(decoder)) {
      case MESSAGE.sync:
        return this.#queue(bytes.length, decoder);
      case MESSAGE.awareness:
        return this.#hear(decoding.readVarUint8Array(decoder));
      case MESSAGE.part:
        return this.#part(decoder);
      default:
        return this.end('malformed');
    }
  }

  #queue(bytes: number, decoder: decoding.Decoder): void {
    const message = readSync(decoder);
    this.#waiting += bytes;
    if (this.#waiting >= INBOX) this.#socket.pause();
    this.#room.receive(this, message, bytes);
  }

  #hear(bytes: Uint8Array): void {
    if (this.#presence && !this.#presence.hear(this, bytes)) this.end('malformed');
  }

  #part(decoder: decoding.Decoder): void {
    // Who only reads has nothing to say that would not fit into one frame.
    if (!this.mayWrite) return this.end('tooLarge');
    const whole = this.#reassembly.take(decodePart(decoder));
    if (whole === undefined) return;
    if (whole === 'malformed' || whole === 'tooLarge') {
      this.refuse(whole);
      return this.end(whole);
    }
    // Parts within parts would let one small frame unfold for ever.
    if (whole[0] === MESSAGE.part) return this.end('malformed');
    this.#message(whole);
  }
}

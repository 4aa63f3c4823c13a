import type { WebSocket } from 'ws';
import { LIMITS } from '#protocol/limits.ts';
import { framesOf } from '#protocol/wire.ts';
import { sha256 } from '../sha256.ts';
import { Rounds } from './rounds.ts';

/** Bytes that may wait for a socket before live changes are held back, and the rest of the rules. */
const BACKLOG = { high: 512 * 1024, low: 64 * 1024, patience: 60_000 } as const;

/** Bytes from which on a frame takes long to write. */
const HEAVY = 32 * 1024;
const rounds = new Rounds();

/** The parts of large messages, cut and hashed once for however many they go to. */
const cut = new WeakMap<Uint8Array, readonly Uint8Array[]>();
let transfers = 0;

function framesFor(message: Uint8Array): readonly Uint8Array[] {
  if (message.length <= LIMITS.part) return [message];
  const frames = cut.get(message) ?? [...framesOf(message, transfers++, sha256)];
  cut.set(message, frames);
  return frames;
}

/**
 * What goes out to one socket. A reader that is too slow is not sent more and more: what it has is
 * remembered, and once its socket is empty it is sent one difference.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #frames: Uint8Array[] = [];
  #bytes = 0;
  /** What a reader held back has, or will once its outbox is empty. */
  #lag: Uint8Array | undefined;
  #waited = 0;
  #isQueued = false;
  #movedAt = 0;

  readonly #onSent: (bytes: number) => void;

  constructor(socket: WebSocket, onSent: (bytes: number) => void) {
    this.#socket = socket;
    this.#onSent = onSent;
  }

  send(message: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    for (const frame of framesFor(message)) {
      this.#frames.push(frame);
      this.#bytes += frame.length;
    }
    this.#pump();
  }

  /** False when it was held back; the vector is asked for when the next one will be. */
  sendLive(message: Uint8Array, vector: () => Uint8Array): boolean {
    if (this.#lag) return false;
    this.send(message);
    if (this.isFull) this.lag(vector());
    return true;
  }

  get isFull(): boolean {
    return this.#waiting > BACKLOG.high;
  }

  /** Whether so much waits that the other end cannot have read what was sent last. */
  get isBusy(): boolean {
    return this.#waiting > BACKLOG.low;
  }

  /** Sends nothing live until little waits; from then on, what this vector lacks. */
  lag(vector: Uint8Array): void {
    this.#lag = vector;
  }

  /** Asked now and then: what to catch up from, or that the other end does not read at all. */
  progress(): Uint8Array | 'stuck' | undefined {
    const waited = this.#waited;
    this.#waited = this.#waiting;
    if (!this.isBusy) {
      const vector = this.#lag;
      this.#lag = undefined;
      return vector;
    }
    if (waited <= BACKLOG.low || this.#waited < waited) this.#movedAt = Date.now();
    return Date.now() - this.#movedAt > BACKLOG.patience ? 'stuck' : undefined;
  }

  /** Hands everything over, so that a goodbye comes after it. */
  flush(): void {
    while (this.#frames.length > 0) this.#hand();
  }

  get #waiting(): number {
    return this.#bytes + this.#socket.bufferedAmount;
  }

  /** Whether the socket may be given more. */
  get #isFree(): boolean {
    return this.#socket.bufferedAmount < LIMITS.part;
  }

  /**
   * Hands frames over while less than a part waits in the socket. It writes all it was given at once
   * and counts it as waiting until the last byte is through: given a whole document, a slow line
   * would look like a dead one, and a ping would wait behind all of it.
   */
  #pump(): void {
    while (this.#isFree) {
      const [frame] = this.#frames;
      if (!frame) return;
      if (frame.length > HEAVY) {
        this.#queue();
        return;
      }
      this.#hand();
    }
  }

  /** A heavy frame goes out in a round of its own: a hundred whole documents take turns. */
  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    rounds.wait(() => {
      this.#isQueued = false;
      if (this.#isFree) this.#hand();
      this.#pump();
    });
  }

  #hand(): void {
    const frame = this.#frames.shift();
    if (!frame) return;
    this.#bytes -= frame.length;
    this.#onSent(frame.length);
    this.#socket.send(frame, () => this.#pump());
  }
}

import type { WebSocket } from 'ws';
import { LIMITS } from '#protocol/limits.ts';
import { framesOf } from '#protocol/wire.ts';
import { sha256 } from '../sha256.ts';

/** Bytes that may wait for a socket before live changes are held back, and the rest of the rules. */
const BACKLOG = { high: 512 * 1024, low: 64 * 1024, patience: 60_000 } as const;

/**
 * What goes out to one socket. A reader that is too slow is not sent more and more: what it has is
 * remembered, and once its socket is empty it is sent one difference.
 */
export class Outbox {
  readonly #socket: WebSocket;
  readonly #frames: Uint8Array[] = [];
  #bytes = 0;
  #transfer = 0;
  /** What a reader held back has, or will once its outbox is empty. */
  #lag: Uint8Array | undefined;
  #waited = 0;
  #movedAt = 0;

  readonly #onSent: (bytes: number) => void;

  constructor(socket: WebSocket, onSent: (bytes: number) => void) {
    this.#socket = socket;
    this.#onSent = onSent;
  }

  send(message: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    for (const frame of framesOf(message, this.#transfer, sha256)) {
      this.#frames.push(frame);
      this.#bytes += frame.length;
    }
    this.#transfer++;
    this.#pump(LIMITS.part);
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
    this.#pump(Infinity);
  }

  get #waiting(): number {
    return this.#bytes + this.#socket.bufferedAmount;
  }

  /**
   * Hands frames over while less than this waits in the socket. It writes all it was given at once
   * and counts it as waiting until the last byte is through: given a whole document, a slow line
   * would look like a dead one, and a ping would wait behind all of it.
   */
  #pump(most: number): void {
    while (this.#socket.bufferedAmount < most) {
      const frame = this.#frames.shift();
      if (!frame) return;
      this.#bytes -= frame.length;
      this.#onSent(frame.length);
      this.#socket.send(frame, () => this.#pump(LIMITS.part));
    }
  }
}

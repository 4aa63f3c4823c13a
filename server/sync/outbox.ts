import { createHash } from 'node:crypto';
import type { WebSocket } from 'ws';
import { framesOf } from '#protocol/wire.ts';

/** Bytes that may wait in a socket before live changes are held back, and the rest of the rules. */
const BACKLOG = { high: 512 * 1024, low: 64 * 1024, patience: 60_000 } as const;

interface Lag {
  /** What the other end has, or will once its socket is empty. */
  vector: Uint8Array;
  buffered: number;
  since: number;
}

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  createHash('sha256').update(bytes).digest();

/**
 * What goes out to one socket. A reader that is too slow is not sent more and more: what it has is
 * remembered, and once its socket is empty it is sent one difference.
 */
export class Outbox {
  readonly #socket: WebSocket;
  #transfer = 0;
  #lag: Lag | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  send(message: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    for (const frame of framesOf(message, this.#transfer, sha256)) this.#socket.send(frame);
    this.#transfer++;
  }

  /** False when it was held back; the vector is asked for when the next one will be. */
  sendLive(message: Uint8Array, vector: () => Uint8Array): boolean {
    if (this.#lag) return false;
    this.send(message);
    if (this.#socket.bufferedAmount > BACKLOG.high) this.lag(vector());
    return true;
  }

  get isFull(): boolean {
    return this.#socket.bufferedAmount > BACKLOG.high;
  }

  /** Sends nothing live until the socket is empty; from then on, what this vector lacks. */
  lag(vector: Uint8Array): void {
    const { bufferedAmount } = this.#socket;
    this.#lag = { vector, buffered: bufferedAmount, since: this.#lag?.since ?? Date.now() };
  }

  /** Asked now and then of a slow reader: what to catch up from, or that it does not read at all. */
  progress(): Uint8Array | 'stuck' | undefined {
    const lag = this.#lag;
    if (!lag) return undefined;
    const { bufferedAmount } = this.#socket;
    if (bufferedAmount <= BACKLOG.low) {
      this.#lag = undefined;
      return lag.vector;
    }
    if (bufferedAmount < lag.buffered) lag.since = Date.now();
    lag.buffered = bufferedAmount;
    return Date.now() - lag.since > BACKLOG.patience ? 'stuck' : undefined;
  }
}

import { EventEmitter } from 'node:events';

/** As much of a socket as the relay uses. */
export class StandIn extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  isPaused = false;
  readonly bufferedAmount = 0;
  readonly #hear: (message: Uint8Array) => void;

  constructor(hear: (message: Uint8Array) => void = () => undefined) {
    super();
    this.#hear = hear;
  }

  send(message: Uint8Array, done: () => void = () => undefined): void {
    this.#hear(message);
    queueMicrotask(done);
  }

  ping(): void {
    this.emit('pong');
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(): void {
    if (this.readyState !== 1) return;
    this.readyState = 2;
    setImmediate(() => this.terminate());
  }

  terminate(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.emit('close');
  }

  says(frame: Uint8Array, isBinary = true): void {
    this.emit('message', Buffer.from(frame), isBinary);
  }
}

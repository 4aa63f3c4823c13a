import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { PartedSocket } from '#crdt/remote/parted-socket.ts';
import { decodeAck, decodeRefused, MESSAGE } from '#protocol/wire.ts';
import type { Line } from '../bench-relay/peers.ts';

/** The socket that each right has open, so that it can be dropped and stopped. */
const sockets = new Map<string, WebSocket>();

class WatchedSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    // A server that is down is tried again by the provider.
    this.on('error', () => undefined);
    sockets.set(protocols[1] ?? '', this);
  }
}
Object.assign(globalThis, { WebSocket: WatchedSocket });

const KEYS = 500;

/** What all people count by. */
export interface Times {
  /** The latest Lamport time that somebody used. */
  lamport: number;
}

/** Somebody who edits with y-websocket's own client and comes back whenever the line is cut. */
export class Person {
  readonly doc = new Y.Doc();
  readonly refusals: string[] = [];
  readonly line: Line;
  edits = 0;
  /** What the relay said it has stored of this document's own writing. */
  acked = 0;
  readonly #provider: WebsocketProvider;
  readonly #slot: string;
  readonly #times: Times;
  #timer: NodeJS.Timeout | undefined;

  constructor(line: Line, slot: string, times: Times) {
    this.line = line;
    this.#slot = slot;
    this.#times = times;
    const [base, room] = line.url.split(/(?<=\/ws)\//);
    this.#provider = new WebsocketProvider(base ?? '', room ?? '', this.doc, {
      disableBc: true,
      protocols: [...line.protocols],
      WebSocketPolyfill: PartedSocket as unknown as typeof globalThis.WebSocket
    });
    this.#provider.awareness.setLocalState(null);
    const handlers = this.#provider.messageHandlers;
    handlers[MESSAGE.ack] = (_, decoder) => {
      this.acked = Math.max(this.acked, decodeAck(decoder).get(this.doc.clientID) ?? 0);
    };
    handlers[MESSAGE.head] = () => undefined;
    handlers[MESSAGE.refused] = (_, decoder) => this.refusals.push(decodeRefused(decoder));
  }

  /** Changes something now and then until told to rest. */
  work(): void {
    const next = () => {
      this.#edit();
      this.#timer = setTimeout(next, 100 + Math.random() * 300);
    };
    this.#timer = setTimeout(next, Math.random() * 300);
  }

  rest(): void {
    clearTimeout(this.#timer);
  }

  /** The line is cut. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Reads nothing for a while. */
  stopReading(): void {
    this.#socket?.pause();
  }

  readOn(): void {
    if (this.#socket?.isPaused) this.#socket.resume();
  }

  /** Whether the relay has told all it had, and has all that was written here. */
  get isEven(): boolean {
    const clock = Y.getState(this.doc.store, this.doc.clientID);
    return this.#provider.synced && this.acked >= clock;
  }

  /** Goes, and does not come back. */
  leave(): void {
    this.rest();
    this.#provider.destroy();
    this.#provider.awareness.destroy();
  }

  get #socket(): WebSocket | undefined {
    return sockets.get(this.line.protocols[1] ?? '');
  }

  #edit(): void {
    const fields = this.doc.getMap('fields');
    const key = `key${Math.floor(Math.random() * KEYS)}`;
    this.edits++;
    this.doc.transact(() => {
      if (Math.random() < 0.1) fields.delete(key);
      else fields.set(key, `${this.#slot} ${this.edits}`);
      if (this.edits % 10 === 0)
        this.doc.getMap('audit').set(`${++this.#times.lamport}.${this.#slot}`, 'an entry');
    });
  }
}

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { closeNamed, type CloseName } from '#protocol/close-codes.ts';
import { isRefusal, type Refusal } from '#protocol/problems.ts';
import type { Head } from '#protocol/receipts.ts';
import {
  decodeAck,
  decodeHead,
  decodeRefused,
  MESSAGE,
  SUBPROTOCOL,
  SYNC,
  type Clocks
} from '#protocol/wire.ts';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { applyUpdate, isUpdate } from '../update.ts';
import { PartedSocket } from './parted-socket.ts';
import { Patience } from './patience.ts';
import { Waiting } from './waiting.ts';

export interface RelayRoom {
  /** `ws://host/ws`, and the room below it. */
  readonly url: string;
  readonly room: string;
  readonly secret: string;
  readonly doc: Y.Doc;
  /** Without the right to write nothing is ever sent, so that nothing is refused. */
  readonly writable: boolean;
  /** What the relay had stored when it was last heard of. */
  readonly clocks: Clocks | undefined;
}

export interface RelayEvents {
  /** Connected or not, more or less waiting. */
  readonly onChange: () => void;
  readonly onClocks: (clocks: Clocks) => void;
  /** The end of the section's receipts, as the relay tells it. */
  readonly onHead: (head: Head) => void;
  readonly onRefused: (reason: Refusal) => void;
  /** For good: asking again would be answered the same. */
  readonly onClosed: (why: CloseName) => void;
}

/** How long until a line that broke is tried again, and a change that found no room (ms). */
const RECONNECT = { least: 200, spread: 2000, most: 30_000 } as const;
const RESEND = { least: 5000, spread: 10_000, most: 300_000 } as const;
/** So many failures that y-websocket's own time to wait is beyond ours. */
const MANY_FAILURES = 20;

type Handler = WebsocketProvider['messageHandlers'][number];

/** A message that cannot be read is none: whatever a relay says, the page goes on. */
const total =
  (handler: Handler): Handler =>
  (...message) => {
    try {
      handler(...message);
    } catch {
      // Nothing of it was taken.
    }
  };

/** One section's document at the relay: y-websocket, with acknowledgements and refusals heard. */
export class RelayConnection {
  readonly waiting: Waiting;
  readonly awareness: WebsocketProvider['awareness'];
  readonly #provider: WebsocketProvider;
  readonly #events: RelayEvents;
  readonly #writable: boolean;
  readonly #reconnect = new Patience(RECONNECT);
  readonly #resend = new Patience(RESEND);
  #resending: ReturnType<typeof setTimeout> | undefined;

  constructor(room: RelayRoom, events: RelayEvents) {
    this.#events = events;
    this.#writable = room.writable;
    this.#provider = new WebsocketProvider(room.url, room.room, room.doc, {
      connect: false,
      disableBc: true,
      protocols: [SUBPROTOCOL, room.secret],
      WebSocketPolyfill: PartedSocket as unknown as typeof WebSocket
    });
    this.waiting = new Waiting(room.doc, room.clocks, this.#provider);
    this.awareness = this.#provider.awareness;
    this.awareness.setLocalState(null);
    this.#hear();
    this.#provider.on('status', events.onChange);
    this.#provider.on('sync', this.#onSync);
    this.#provider.on('connection-close', this.#onLineClosed);
    this.#provider.on('closed', ({ code }) => events.onClosed(closeNamed(code) ?? 'malformed'));
    room.doc.on('afterTransaction', events.onChange);
    addEventListener('online', this.#onNetwork);
    addEventListener('offline', this.#onNetwork);
  }

  /** What this device wrote and may not send: the right to write was lost meanwhile. */
  get unsendable(): boolean {
    return !this.#writable && this.synced && this.waiting.ids.size > 0;
  }

  /** Whether the relay answered on this connection with all it has. */
  get synced(): boolean {
    return this.#provider.synced;
  }

  #hear() {
    const { messageHandlers } = this.#provider;
    const sync = messageHandlers[MESSAGE.sync];
    messageHandlers[MESSAGE.sync] = total((encoder, decoder, ...rest) => {
      const { pos } = decoder;
      const isStep1 = decoding.readVarUint(decoder) === SYNC.step1;
      const bytes = decoding.readVarUint8Array(decoder);
      if (isStep1) this.#noteRelay(bytes);
      if (isStep1 && !this.#writable) return;
      // Broken bytes would be taken by half; the next answer of the relay brings them whole.
      if (!isStep1 && !isUpdate(bytes)) return;
      decoder.pos = pos;
      sync?.(encoder, decoder, ...rest);
    });
    messageHandlers[MESSAGE.ack] = total((_, decoder) => {
      const clocks = decodeAck(decoder);
      if (clocks.size === 0) return;
      this.waiting.acknowledge(clocks);
      this.#resend.reset();
      this.#told();
    });
    messageHandlers[MESSAGE.head] = total((_, decoder) => this.#events.onHead(decodeHead(decoder)));
    messageHandlers[MESSAGE.refused] = total((_, decoder) => {
      const reason = decodeRefused(decoder);
      if (reason === 'full') this.#sendLater();
      this.#events.onRefused(isRefusal(reason) ? reason : 'malformed');
    });
  }

  readonly #onSync = (isSynced: boolean) => {
    if (isSynced) this.#reconnect.reset();
    this.#events.onChange();
  };

  /** y-websocket waits as long as all others do; who comes back when is told apart here. */
  readonly #onLineClosed = () => {
    clearTimeout(this.#resending);
    this.#resending = undefined;
    this.#provider.wsUnsuccessfulReconnects = MANY_FAILURES;
    this.#provider.maxBackoffTime = this.#reconnect.next();
  };

  /** The relay's disk may have room again; nobody has to edit for the page to find out. */
  #sendLater() {
    this.#resending ??= setTimeout(() => {
      this.#resending = undefined;
      this.#sendWaiting();
    }, this.#resend.next());
  }

  /** All that the relay has not said to have, as if it had asked. */
  #sendWaiting() {
    const { ws, wsconnected, doc } = this.#provider;
    if (!ws || !wsconnected || !this.#writable) return;
    const known = Y.encodeStateVector(new Map(this.waiting.clocks));
    const update = Y.encodeStateAsUpdate(doc, known);
    const message = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync);
      encoding.writeVarUint(encoder, SYNC.step2);
      encoding.writeVarUint8Array(encoder, update);
    });
    ws.send(message);
  }

  #noteRelay(stateVector: Uint8Array) {
    this.waiting.replace(Y.decodeStateVector(stateVector));
    this.#told();
  }

  #told() {
    this.#events.onClocks(this.waiting.clocks);
    this.#events.onChange();
  }

  /** Takes what the relay gave beside the socket, which then brings only the rest. */
  take(update: Uint8Array) {
    applyUpdate(this.#provider.doc, update, this.#provider);
  }

  connect() {
    // Without a network the socket would only fail; the browser says when it is worth trying.
    if (navigator.onLine) this.#provider.connect();
  }

  /** A socket does not notice that the network went; the browser does. */
  readonly #onNetwork = () => {
    if (navigator.onLine) this.#provider.connect();
    else this.#provider.disconnect();
    this.#events.onChange();
  };

  close() {
    clearTimeout(this.#resending);
    removeEventListener('online', this.#onNetwork);
    removeEventListener('offline', this.#onNetwork);
    this.#provider.doc.off('afterTransaction', this.#events.onChange);
    this.waiting.close();
    this.#provider.off('connection-close', this.#onLineClosed);
    this.#provider.destroy();
    this.awareness.destroy();
  }
}

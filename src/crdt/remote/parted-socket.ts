import * as decoding from 'lib0/decoding';
import { digest } from 'lib0/hash/sha256';
import { framesOf, decodePart, MESSAGE, Reassembly } from '#protocol/wire.ts';

type Handler<E> = ((event: E) => void) | null;

/**
 * A WebSocket that sends what is too large in parts and hands over only whole messages, with as
 * much of its interface as y-websocket uses.
 */
export class PartedSocket {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  onopen: Handler<Event> = null;
  onmessage: Handler<{ readonly data: ArrayBuffer }> = null;
  onclose: Handler<CloseEvent> = null;
  onerror: Handler<Event> = null;
  readonly #socket: WebSocket;
  readonly #reassembly = new Reassembly(digest);
  #transfer = 0;

  constructor(url: string, protocols: string[]) {
    this.#socket = new WebSocket(url, protocols);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = (event) => this.onopen?.(event);
    this.#socket.onclose = (event) => this.onclose?.(event);
    this.#socket.onerror = (event) => this.onerror?.(event);
    this.#socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#receive(data);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(message: Uint8Array<ArrayBuffer>) {
    for (const frame of framesOf(message, this.#transfer++, digest))
      this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  #receive(data: ArrayBuffer) {
    const bytes = new Uint8Array(data);
    if (bytes[0] !== MESSAGE.part) return this.onmessage?.({ data });
    const decoder = decoding.createDecoder(bytes);
    decoding.readVarUint(decoder);
    const whole = this.#reassembly.take(decodePart(decoder));
    if (whole instanceof Uint8Array) this.onmessage?.({ data: whole.buffer as ArrayBuffer });
    // A relay that sends broken parts is asked anew: the connection comes back by itself.
    else if (whole !== undefined) this.#socket.close();
  }

  close() {
    this.#socket.close();
  }
}

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { LIMITS } from './limits.ts';
import type { Head } from './receipts.ts';

/**
 * y-websocket's wire with four messages more. A client asks for the subprotocol below and sends
 * its secret as the second `Sec-WebSocket-Protocol` value; the relay answers with the first.
 * The relay speaks first: a sync step 1 (what it has) after it loaded the room.
 */
export const SUBPROTOCOL = 'banyan.2';

export const MESSAGE = {
  sync: 0,
  awareness: 1,
  /** Relay → client: clocks that are committed to disk, by Yjs client id; also the heartbeat. */
  ack: 100,
  /** Relay → client: a write was not taken, and why. */
  refused: 101,
  /** Both ways: a piece of a message that is too large for one frame. */
  part: 102,
  /** Relay → client: the end of the section's chain of receipts, with the greeting and when it grew. */
  head: 103
} as const;

export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** Committed clocks: the next clock the relay expects of each Yjs client. */
export type Clocks = ReadonlyMap<number, number>;

export function encodeAck(clocks: Clocks): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.ack);
    encoding.writeVarUint(encoder, clocks.size);
    for (const [client, clock] of clocks) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    }
  });
}

/** Reads what follows the message type. */
export function decodeAck(decoder: decoding.Decoder): Clocks {
  const clocks = new Map<number, number>();
  for (let n = decoding.readVarUint(decoder); n > 0; n--)
    clocks.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder));
  return clocks;
}

export function encodeRefused(reason: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.refused);
    encoding.writeVarString(encoder, reason);
  });
}

export const decodeRefused = (decoder: decoding.Decoder): string => decoding.readVarString(decoder);

export function encodeHead({ seq, hash, signature, publicKey }: Head): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.head);
    encoding.writeVarUint(encoder, seq);
    for (const text of [hash, signature, publicKey]) encoding.writeVarString(encoder, text);
  });
}

/** Reads what follows the message type. */
export const decodeHead = (decoder: decoding.Decoder): Head => ({
  seq: decoding.readVarUint(decoder),
  hash: decoding.readVarString(decoder),
  signature: decoding.readVarString(decoder),
  publicKey: decoding.readVarString(decoder)
});

/** A piece of a large message; `hash` is the SHA-256 of the whole. */
export interface Part {
  readonly transfer: number;
  readonly part: number;
  readonly of: number;
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

export function encodePart({ transfer, part, of, hash, bytes }: Part): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.part);
    encoding.writeVarUint(encoder, transfer);
    encoding.writeVarUint(encoder, part);
    encoding.writeVarUint(encoder, of);
    encoding.writeUint8Array(encoder, hash);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

export function decodePart(decoder: decoding.Decoder): Part {
  return {
    transfer: decoding.readVarUint(decoder),
    part: decoding.readVarUint(decoder),
    of: decoding.readVarUint(decoder),
    hash: decoding.readUint8Array(decoder, 32),
    bytes: decoding.readVarUint8Array(decoder)
  };
}

/** A message as the frames it travels in: itself, or its parts. */
export function* framesOf(
  message: Uint8Array,
  transfer: number,
  sha256: (bytes: Uint8Array) => Uint8Array
): Generator<Uint8Array> {
  if (message.length <= LIMITS.part) {
    yield message;
    return;
  }
  const hash = sha256(message);
  const of = Math.ceil(message.length / LIMITS.part);
  for (let part = 0; part < of; part++) {
    const bytes = message.subarray(part * LIMITS.part, (part + 1) * LIMITS.part);
    yield encodePart({ transfer, part, of, hash, bytes });
  }
}

/** Why a transfer cannot be put together. */
export type PartProblem = 'malformed' | 'tooLarge';

/** Puts the parts of one transfer at a time together; parts come in order, as they were sent. */
export class Reassembly {
  readonly #sha256: (bytes: Uint8Array) => Uint8Array;
  #parts: Part[] = [];
  #bytes = 0;

  constructor(sha256: (bytes: Uint8Array) => Uint8Array) {
    this.#sha256 = sha256;
  }

  /** The whole message with its last part, nothing before, or why not. */
  take(part: Part): Uint8Array | PartProblem | undefined {
    const [first] = this.#parts;
    const fits = first ? first.transfer === part.transfer && first.of === part.of : true;
    if (!fits || part.part !== this.#parts.length || part.part >= part.of) return 'malformed';
    if (part.of > LIMITS.transfer / LIMITS.part) return 'tooLarge';
    this.#bytes += part.bytes.length;
    if (part.bytes.length > LIMITS.part || this.#bytes > LIMITS.transfer) return 'tooLarge';
    this.#parts.push(part);
    return this.#parts.length === part.of ? this.#whole(part.hash) : undefined;
  }

  #whole(hash: Uint8Array): Uint8Array | PartProblem {
    const whole = new Uint8Array(this.#bytes);
    let at = 0;
    for (const { bytes } of this.#parts) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    this.#parts = [];
    this.#bytes = 0;
    const found = this.#sha256(whole);
    return found.every((byte, i) => byte === hash[i]) ? whole : 'malformed';
  }
}

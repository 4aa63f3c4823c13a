import { createHash } from 'node:crypto';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { MESSAGE, SYNC, decodeAck, decodePart, framesOf } from '#protocol/wire.ts';
import type { Clocks, Part } from '#protocol/wire.ts';

export type SyncKind = keyof typeof SYNC;

/** What a client hears from a server, whatever the framing. */
export type Heard =
  | { readonly kind: SyncKind; readonly bytes: Uint8Array }
  /** The clocks that are stored, where the server tells them; else the next of what was sent. */
  | { readonly kind: 'acked'; readonly clocks: Clocks | undefined }
  /** From here on the server takes messages. */
  | { readonly kind: 'begin' };

/** How one connection writes and reads messages. */
export interface Wire {
  /** What the client says first; `begin` is heard once that is answered. */
  readonly hello: readonly Uint8Array[];
  readonly frames: (kind: SyncKind, bytes: Uint8Array) => readonly Uint8Array[];
  readonly read: (frame: Uint8Array) => Heard | undefined;
}

const sync = (kind: SyncKind, bytes: Uint8Array, prefix?: string): Uint8Array =>
  encoding.encode((encoder) => {
    if (prefix !== undefined) encoding.writeVarString(encoder, prefix);
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, SYNC[kind]);
    encoding.writeVarUint8Array(encoder, bytes);
  });

const KINDS: readonly SyncKind[] = ['step1', 'step2', 'update'];

function readSync(decoder: decoding.Decoder): Heard | undefined {
  const kind = KINDS[decoding.readVarUint(decoder)];
  return kind && { kind, bytes: decoding.readVarUint8Array(decoder) };
}

/** y-websocket's own wire. */
export const plainWire = (): Wire => ({
  hello: [],
  frames: (kind, bytes) => [sync(kind, bytes)],
  read: (frame) => {
    const decoder = decoding.createDecoder(frame);
    return decoding.readVarUint(decoder) === MESSAGE.sync ? readSync(decoder) : undefined;
  }
});

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The same with our parts and acknowledgements; the hash of the parts is not looked at. */
export function ourWire(): Wire {
  let parts: Part[] = [];
  let transfer = 0;
  const read = (frame: Uint8Array): Heard | undefined => {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.sync) return readSync(decoder);
    if (type === MESSAGE.ack) return { kind: 'acked', clocks: decodeAck(decoder) };
    if (type !== MESSAGE.part) return undefined;
    const part = decodePart(decoder);
    parts.push(part);
    if (part.part + 1 < part.of) return undefined;
    const whole = Buffer.concat(parts.map(({ bytes }) => bytes));
    parts = [];
    return read(whole);
  };
  return {
    hello: [],
    frames: (kind, bytes) => [...framesOf(sync(kind, bytes), transfer++, sha256)],
    read
  };
}

const HOCUSPOCUS = { auth: 2, syncReply: 4, syncStatus: 8, token: 0, authenticated: 2 } as const;

/** Hocuspocus': every message begins with the document's name, and the first one is a token. */
export function hocuspocusWire(document: string): Wire {
  const hello = encoding.encode((encoder) => {
    encoding.writeVarString(encoder, document);
    encoding.writeVarUint(encoder, HOCUSPOCUS.auth);
    encoding.writeVarUint(encoder, HOCUSPOCUS.token);
    encoding.writeVarString(encoder, 'a token');
    encoding.writeVarString(encoder, '4.7.0');
  });
  return {
    hello: [hello],
    frames: (kind, bytes) => [sync(kind, bytes, document)],
    read: (frame) => {
      const decoder = decoding.createDecoder(frame);
      decoding.readVarString(decoder);
      const type = decoding.readVarUint(decoder);
      if (type === MESSAGE.sync || type === HOCUSPOCUS.syncReply) return readSync(decoder);
      if (type === HOCUSPOCUS.syncStatus)
        return decoding.readVarUint(decoder) === 1
          ? { kind: 'acked', clocks: undefined }
          : undefined;
      const isIn =
        type === HOCUSPOCUS.auth && decoding.readVarUint(decoder) === HOCUSPOCUS.authenticated;
      return isIn ? { kind: 'begin' } : undefined;
    }
  };
}

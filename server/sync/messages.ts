import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { MESSAGE, SYNC } from '#protocol/wire.ts';

export type SyncMessage =
  | { readonly kind: 'step1'; readonly vector: Uint8Array }
  | { readonly kind: 'step2' | 'update'; readonly update: Uint8Array };

/** Reads what follows the type of a sync message; throws for what is none. */
export function readSync(decoder: decoding.Decoder): SyncMessage {
  const type = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  if (type === SYNC.step1) return { kind: 'step1', vector: bytes };
  if (type === SYNC.step2) return { kind: 'step2', update: bytes };
  if (type === SYNC.update) return { kind: 'update', update: bytes };
  throw new RangeError(`There is no sync message ${type}.`);
}

export function syncMessage(type: keyof typeof SYNC, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, SYNC[type]);
    encoding.writeVarUint8Array(encoder, bytes);
  });
}

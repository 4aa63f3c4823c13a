import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Random } from '#core/sample/random.ts';
import { MESSAGE, encodeAck, encodePart, encodeRefused } from '#protocol/wire.ts';
import { syncMessage } from '../../server/sync/messages.ts';
import { sha256 } from '../../server/sha256.ts';

const bytesOf = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => random.below(256));

/** Updates as an editor's program could make them: small, nested, of other types, against the rules. */
function realUpdate(random: Random): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 1 + random.below(2 ** 32 - 1);
  doc.transact(() => {
    const map = doc.getMap<unknown>(
      random.pick(['map', 'place', 'audit', 'block', 'meta', 'ledger'])
    );
    for (let n = 1 + random.below(3); n > 0; n--)
      map.set(
        random.pick(['k', '1.evil', '1.evil/0', 'd/evil', '__proto__', '', 'x'.repeat(600)]),
        random.pick([1, 'text', null, [1, 'root', 'a0', 'root', 'a0', 2], new Y.Map(), { a: [{}] }])
      );
    if (random.chance(0.2)) doc.getArray('audit2').push([1, 2]);
    if (random.chance(0.1)) doc.getText('t').insert(0, 'text');
  });
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}

/** A varint that claims more than there is. */
const huge = (random: Random): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, random.pick([0, 1, 2, 100, 101, 102, 103, 127]));
    encoding.writeVarUint(encoder, random.below(3));
    encoding.writeVarUint(encoder, Number.MAX_SAFE_INTEGER - random.below(1000));
    encoding.writeUint8Array(encoder, bytesOf(random, random.below(40)));
  });

function awareness(random: Random): Uint8Array {
  const state = random.pick(['{', 'null', '{"a":1}', '[]', '"x"', '{"grant":"owner"}', '1e999']);
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, random.below(3));
    encoding.writeVarUint(encoder, random.below(2 ** 31));
    encoding.writeVarUint(encoder, random.below(100));
    encoding.writeVarString(encoder, state);
  });
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}

function part(random: Random, of: Uint8Array): Uint8Array {
  return encodePart({
    transfer: random.below(4),
    part: random.below(3),
    of: random.pick([0, 1, 2, 3, 300, Number.MAX_SAFE_INTEGER]),
    hash: random.chance(0.5) ? sha256(of) : bytesOf(random, 32),
    bytes: of
  });
}

/** What the relay itself says, said to it; and what a page says, in whatever order. */
function message(random: Random): Uint8Array {
  const kind = random.pick(['update', 'step2', 'step1'] as const);
  switch (random.below(6)) {
    case 0:
      return encodeAck(new Map([[random.below(2 ** 31), random.below(100)]]));
    case 1:
      return encodeRefused('readOnly');
    case 2:
      return awareness(random);
    case 3:
      return syncMessage('step1', bytesOf(random, random.below(24)));
    default:
      return syncMessage(kind, realUpdate(random));
  }
}

/** A frame with some of its bits another way, cut, lengthened, or with a piece of it doubled. */
function mangled(random: Random, frame: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(frame);
  switch (random.below(4)) {
    case 0:
      for (let n = 1 + random.below(4); n > 0 && bytes.length > 0; n--) {
        const at = random.below(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      }
      return bytes;
    case 1:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 2:
      return Buffer.concat([bytes, bytesOf(random, 1 + random.below(16))]);
    default: {
      const at = random.below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random.below(at + 1))]);
    }
  }
}

/** One frame that no page of ours sends: garbage, a real message mangled, or one out of its place. */
export function drawnFrame(random: Random): Uint8Array {
  switch (random.below(8)) {
    case 0:
      return bytesOf(random, random.below(64));
    case 1:
      return huge(random);
    case 2:
      return part(random, message(random));
    case 3:
      return part(random, part(random, message(random)));
    case 4:
      return message(random);
    default:
      return mangled(random, message(random));
  }
}

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol/close-codes.ts';
import { LIMITS } from '#protocol/limits.ts';
import {
  MESSAGE,
  SUBPROTOCOL,
  SYNC,
  encodeAck,
  encodePart,
  encodeRefused
} from '#protocol/wire.ts';
import { syncMessage } from '../../server/sync/messages.ts';

const PINNED = {
  subprotocol: 'banyan.1',
  hash: '5615e43d7043b1d7f84234b7793597b2272056ad0a92894c819ef13b27187627'
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Everything an old page and a new relay must agree on, or the other way round. */
const wire = {
  subprotocol: SUBPROTOCOL,
  message: MESSAGE,
  sync: SYNC,
  part: LIMITS.part,
  closes: Object.entries(CLOSE_CODES).map(([name, { code }]) => [name, code]),
  examples: [
    syncMessage('step1', Uint8Array.of(0)),
    syncMessage('update', new Uint8Array(200).fill(5)),
    encodeAck(new Map()),
    encodeAck(
      new Map([
        [1, 2],
        [4_000_000_000, 300]
      ])
    ),
    encodeRefused('readOnly'),
    encodePart({
      transfer: 300,
      part: 1,
      of: 200,
      hash: new Uint8Array(32).fill(7),
      bytes: Uint8Array.of(1, 2, 3)
    })
  ].map(hex)
};

test('the wire is the one that its subprotocol names', () => {
  const hash = createHash('sha256').update(JSON.stringify(wire)).digest('hex');
  expect(
    { subprotocol: SUBPROTOCOL, hash },
    "The wire changed: change SUBPROTOCOL's version when the wire changes, then pin the new hash."
  ).toEqual(PINNED);
});

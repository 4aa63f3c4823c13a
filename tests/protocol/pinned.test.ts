import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CLOSE_CODES } from '#protocol/close-codes.ts';
import { LIMITS } from '#protocol/limits.ts';
import {
  MESSAGE,
  SUBPROTOCOL,
  SYNC,
  encodeAck,
  encodeHead,
  encodePart,
  encodeRefused
} from '#protocol/wire.ts';
import { syncMessage } from '../../server/sync/messages.ts';

const PINNED = {
  subprotocol: 'banyan.2',
  hash: '2d0b993d8adb7bec108a34130ec6e926784ab1bbc7e83627ae5ffeb2a13e4005'
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
    encodeHead({ seq: 300, hash: 'ab', signature: 'cd', publicKey: 'ef' }),
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

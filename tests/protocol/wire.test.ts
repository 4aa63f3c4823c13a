import { createHash } from 'node:crypto';
import * as decoding from 'lib0/decoding';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '#protocol/limits.ts';
import {
  MESSAGE,
  Reassembly,
  decodeAck,
  decodePart,
  decodeRefused,
  encodeAck,
  encodePart,
  encodeRefused,
  framesOf
} from '#protocol/wire.ts';
import type { Part } from '#protocol/wire.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A decoder behind the message's type, as both ends read it. */
function after(type: number, message: Uint8Array): decoding.Decoder {
  const decoder = decoding.createDecoder(message);
  expect(decoding.readVarUint(decoder)).toBe(type);
  return decoder;
}

const bytesOf = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * seed) & 255);

const partsOf = (message: Uint8Array, transfer = 0): Part[] =>
  [...framesOf(message, transfer, sha256)].map((frame) => decodePart(after(MESSAGE.part, frame)));

describe('messages', () => {
  test.each([
    ['nothing, as the heartbeat', []],
    ['one client', [[1, 2]]],
    [
      'clients and clocks of every size',
      [
        [0, 0],
        [127, 128],
        [2 ** 32 - 1, 2 ** 31],
        [2 ** 53 - 1, 2 ** 53 - 1]
      ]
    ]
  ] as [string, [number, number][]][])('an ack of %s comes back as it was', (_, clocks) => {
    const decoder = after(MESSAGE.ack, encodeAck(new Map(clocks)));
    expect([...decodeAck(decoder)]).toEqual(clocks);
    expect(decoding.hasContent(decoder)).toBe(false);
  });

  test.each(['readOnly', '', '拒绝'])('a refusal for "%s" comes back as it was', (reason) => {
    expect(decodeRefused(after(MESSAGE.refused, encodeRefused(reason)))).toBe(reason);
  });

  test('a part comes back as it was', () => {
    const bytes = bytesOf(1000);
    const part = { transfer: 300, part: 2, of: 5, hash: sha256(bytes), bytes };
    const read = decodePart(after(MESSAGE.part, encodePart(part)));
    expect({ ...read, hash: [...read.hash], bytes: [...read.bytes] }).toEqual({
      ...part,
      hash: [...part.hash],
      bytes: [...bytes]
    });
  });

  test('a message that ends early is told, not guessed', () => {
    const whole = encodePart({
      transfer: 1,
      part: 0,
      of: 1,
      hash: sha256(bytesOf(9)),
      bytes: bytesOf(9)
    });
    for (let length = 1; length < whole.length; length++)
      expect(() => decodePart(after(MESSAGE.part, whole.subarray(0, length)))).toThrow();
    const ack = encodeAck(new Map([[300, 300]]));
    for (let length = 1; length < ack.length; length++)
      expect(() => decodeAck(after(MESSAGE.ack, ack.subarray(0, length)))).toThrow();
  });
});

describe('frames', () => {
  test('a message of 256 kB travels as it is, one byte more in two parts', () => {
    expect(LIMITS.part).toBe(262_144);
    for (const length of [0, 1, LIMITS.part - 1, LIMITS.part]) {
      const message = bytesOf(length);
      const frames = [...framesOf(message, 0, sha256)];
      expect(frames).toHaveLength(1);
      expect(frames[0]).toBe(message);
    }
    const sizes = (length: number) => partsOf(bytesOf(length)).map(({ bytes }) => bytes.length);
    expect(sizes(LIMITS.part + 1)).toEqual([LIMITS.part, 1]);
    expect(sizes(2 * LIMITS.part)).toEqual([LIMITS.part, LIMITS.part]);
    expect(sizes(2 * LIMITS.part + 1)).toEqual([LIMITS.part, LIMITS.part, 1]);
  });

  test('every frame of the longest transfer is within what a frame may be', () => {
    const frames = [...framesOf(new Uint8Array(LIMITS.transfer), 2 ** 32, sha256)];
    expect(frames).toHaveLength(256);
    expect(Math.max(...frames.map((frame) => frame.length))).toBeLessThanOrEqual(LIMITS.frame);
  });
});

describe('parts', () => {
  const message = bytesOf(2 * LIMITS.part + 10);
  const parts = partsOf(message, 7);
  const [first, second, third] = parts as [Part, Part, Part];
  const take = (...given: Part[]) => {
    const reassembly = new Reassembly(sha256);
    return given.map((part) => reassembly.take(part));
  };

  test('in order become the message, and the next transfer begins anew', () => {
    const other = bytesOf(LIMITS.part + 1, 3);
    const taken = take(...parts, ...partsOf(other, 8));
    expect(taken.map((whole) => whole instanceof Uint8Array)).toEqual([
      false,
      false,
      true,
      false,
      true
    ]);
    expect(Buffer.compare(taken[2] as Uint8Array, message)).toBe(0);
    expect(Buffer.compare(taken[4] as Uint8Array, other)).toBe(0);
  });

  test('in a wrong order are malformed', () => {
    expect(take(second)).toEqual(['malformed']);
    expect(take(first, third)).toEqual([undefined, 'malformed']);
    expect(take(first, first)).toEqual([undefined, 'malformed']);
    expect(take({ ...first, part: 0, of: 0 })).toEqual(['malformed']);
  });

  test('of two transfers at once are malformed', () => {
    expect(take(first, { ...second, transfer: 8 })).toEqual([undefined, 'malformed']);
    expect(take(first, { ...second, of: 4 })).toEqual([undefined, 'malformed']);
  });

  test('whose whole is not what was sent are malformed', () => {
    const changed = third.bytes.slice();
    changed[0]! ^= 1;
    expect(take(first, second, { ...third, bytes: changed }).at(-1)).toBe('malformed');
    expect(take(first, second, { ...third, hash: sha256(changed) }).at(-1)).toBe('malformed');
  });

  test('above what a part or a transfer may be are too large', () => {
    const large = { ...first, bytes: new Uint8Array(LIMITS.part + 1) };
    expect(take(large)).toEqual(['tooLarge']);
    expect(take({ ...first, of: LIMITS.transfer / LIMITS.part })).toEqual([undefined]);
    expect(take({ ...first, of: LIMITS.transfer / LIMITS.part + 1 })).toEqual(['tooLarge']);
  });
});

import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { HistoryCheck, writeHistory, type StoredValue } from '#protocol/history-file.ts';
import { checkChain } from '#protocol/receipt-chain.ts';
import {
  compareHeads,
  lineHash,
  readReceipt,
  signedText,
  START,
  valueHash,
  writeReceipt,
  type Head
} from '#protocol/receipts.ts';
import { verifySignature } from '../../server/receipts/relay-key.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const { privateKey, publicKey: made } = generateKeyPairSync('ed25519');
const publicKey = made.export({ format: 'jwk' }).x ?? '';

/** What may be stored: JSON, bytes, and texts of every kind. */
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.uint8Array(),
  fc.jsonValue({ maxDepth: 3 })
);
const values = fc.array(value, { minLength: 2, maxLength: 12 });

function chainOf(all: readonly unknown[]) {
  const lines: string[] = [];
  let end = START;
  for (const [i, each] of all.entries()) {
    const receipt = { at: 1000 + i, grant: 'g', map: 'audit', key: `${i}.a` };
    const hashed = { ...receipt, value: valueHash(each, sha256), prev: end.hash };
    lines.push(writeReceipt({ ...hashed, seq: i + 1 }));
    end = { seq: i + 1, hash: lineHash(lines.at(-1)!, sha256) };
  }
  const text = Buffer.from(signedText('workspace1', 'org', end));
  const signature = sign(null, text, privateKey).toString('base64url');
  return { lines, head: { ...end, signature, publicKey } };
}

const other = (line: string, field: number, by: unknown): string => {
  const raw = JSON.parse(line) as unknown[];
  raw[field] = by;
  return JSON.stringify(raw);
};

describe('a chain of receipts', () => {
  test('fits from its start to its head, whole or in parts', () => {
    fc.assert(
      fc.property(values, fc.nat(), (all, n) => {
        const { lines, head } = chainOf(all);
        expect(checkChain(lines, sha256, { from: START, to: head }).problems).toEqual([]);
        const cut = n % lines.length;
        const first = checkChain(lines.slice(0, cut), sha256, { from: START });
        const rest = checkChain(lines.slice(cut), sha256, { from: first.end, to: head });
        expect([...first.problems, ...rest.problems]).toEqual([]);
        // A part of which only what comes after it is known.
        const to = { seq: cut, hash: readReceipt(lines[cut]!)!.prev };
        expect(checkChain(lines.slice(0, cut), sha256, { to }).problems).toEqual([]);
      })
    );
  });

  test('any one change is found, and told where it is', () => {
    const change = fc.constantFrom('alter', 'forge', 'drop', 'swap', 'insert', 'cut', 'garble');
    fc.assert(
      fc.property(values, change, fc.nat(), fc.nat(), (all, what, n, m) => {
        const { lines, head } = chainOf(all);
        const at = n % lines.length;
        const line = lines[at]!;
        const inner = n % (lines.length - 1);
        const found = (changed: readonly string[]) =>
          checkChain(changed, sha256, { from: START, to: head }).problems;
        const seq = at + 1;
        if (what === 'alter') {
          const field = 1 + (m % 6);
          const by = field === 1 ? 7 : 'other';
          expect(found(lines.with(at, other(line, field, by)))).toEqual([{ what: 'altered', seq }]);
        } else if (what === 'forge') {
          // All that follows is made anew to fit: the head tells.
          const forged = chainOf(all.with(at, ['forged', m])).lines;
          expect(found(forged)).toEqual([{ what: 'altered', seq: lines.length }]);
        } else if (what === 'drop')
          expect(found(lines.toSpliced(inner, 1))).toEqual([
            { what: 'missing', seq: inner + 1, to: inner + 1 }
          ]);
        else if (what === 'swap')
          expect(found(lines.toSpliced(inner, 2, lines[inner + 1]!, lines[inner]!))).toEqual([
            { what: 'reordered', seq: inner + 1, line: inner + 2 }
          ]);
        else if (what === 'insert')
          expect(found(lines.toSpliced(at, 0, other(line, 4, 'forged')))).toEqual([
            { what: 'inserted', seq, line: seq }
          ]);
        else if (what === 'cut')
          expect(found(lines.slice(0, at))).toEqual([
            { what: 'cut', seq: at + 1, to: lines.length }
          ]);
        else
          expect(found(lines.with(at, line.replace(',', ', ')))).toContainEqual({
            what: 'unreadable',
            seq: 0,
            line: seq
          });
      })
    );
  });

  test('any number of changes is found', () => {
    const step = fc.tuple(fc.nat(), fc.constantFrom('alter', 'drop', 'swap', 'again'), fc.nat(6));
    fc.assert(
      fc.property(values, fc.array(step, { minLength: 1, maxLength: 6 }), (all, steps) => {
        const { lines, head } = chainOf(all);
        const changed = [...lines];
        for (const [n, what, field] of steps) {
          const at = n % Math.max(1, changed.length);
          const line = changed[at];
          if (line === undefined) continue;
          if (what === 'alter') changed[at] = other(line, field, field < 2 ? n + 100 : `${n}`);
          else if (what === 'drop') changed.splice(at, 1);
          else if (what === 'swap') changed.push(...changed.splice(at, 1));
          else changed.splice(n % 3, 0, line);
        }
        fc.pre(changed.join() !== lines.join());
        expect(checkChain(changed, sha256, { from: START, to: head }).problems).not.toEqual([]);
      })
    );
  });

  test('what is beyond a head is told', () => {
    const { lines, head } = chainOf([1, 2, 3]);
    const end = { seq: 2, hash: readReceipt(lines[2]!)!.prev };
    expect(checkChain(lines, sha256, { from: START, to: end }).problems).toEqual([
      { what: 'beyond', seq: 3, to: 3 }
    ]);
    expect(checkChain([], sha256, { from: START, to: head }).problems).toEqual([
      { what: 'cut', seq: 1, to: 3 }
    ]);
  });

  test('lines written in another way are none', () => {
    const { lines } = chainOf([1]);
    expect(readReceipt(lines[0]!)).toBeDefined();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const receipt = readReceipt(text);
        if (receipt) expect(writeReceipt(receipt)).toBe(text);
      })
    );
    for (const text of ['[]', '{}', 'null', '[1,2,"a","b","c","d"]', `${lines[0]} `])
      expect(readReceipt(text)).toBeUndefined();
  });
});

test('a value hashes the same in the document that wrote it and in every copy', () => {
  fc.assert(
    fc.property(value, (each) => {
      const [one, two] = [new Y.Doc(), new Y.Doc()];
      one.getMap('audit').set('1.a', each);
      Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
      const hashes = [one, two].map((doc) => valueHash(doc.getMap('audit').get('1.a'), sha256));
      expect(hashes[1]).toBe(hashes[0]);
    })
  );
});

test('heads are compared', () => {
  const head: Head = { seq: 5, hash: 'a', signature: 's', publicKey: 'k' };
  expect(compareHeads(head, { ...head, signature: 't' })).toBe('same');
  expect(compareHeads(head, { ...head, seq: 6, hash: 'b' })).toBe('later');
  expect(compareHeads(head, { ...head, seq: 4, hash: 'b' })).toBe('earlier');
  expect(compareHeads(head, { ...head, hash: 'b' })).toBe('other');
  expect(compareHeads(head, { ...head, seq: 9, publicKey: 'l' })).toBe('key');
});

describe('an exported history', () => {
  const heading = { workspace: 'workspace1', name: 'Group', at: 5, publicKey };
  const fileOf = (all: readonly unknown[]) => {
    const stored = all.map((each, i): StoredValue => ['audit', `${i}.a`, each]);
    const section = { section: 'org' as const, ...chainOf(all), values: stored };
    return [...writeHistory(heading, [section])];
  };
  async function check(lines: readonly string[], key?: string) {
    const checked = new HistoryCheck(sha256);
    for (const line of lines) checked.take(line);
    return checked.finish(verifySignature, key);
  }
  const isWhole = ({ unreadable, sections }: Awaited<ReturnType<typeof check>>) =>
    unreadable.length + sections.flatMap(({ problems }) => problems).length === 0;

  test('is whole, with nobody’s network', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (all) => {
        const report = await check(fileOf(all), publicKey);
        expect(isWhole(report)).toBe(true);
        expect(report.sections[0]).toMatchObject({
          receipts: all.length,
          values: all.length,
          without: []
        });
      })
    );
  });

  test('any change of a value, a receipt or the head is found', async () => {
    const step = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('alter', 'drop', 'garble'));
    await fc.assert(
      fc.asyncProperty(values, step, async (all, [n, m, what]) => {
        const lines = fileOf(all);
        const at = 1 + (n % (lines.length - 1));
        const raw = JSON.parse(lines[at]!) as unknown;
        const changed = [...lines];
        if (what === 'drop') changed.splice(at, 1);
        else if (what === 'garble') changed[at] = lines[at]!.slice(0, -1 - (m % 5));
        else if (Array.isArray(raw)) changed[at] = other(lines[at]!, m % raw.length, `x${m}`);
        else changed[at] = lines[at]!.replace(/"(seq|hash|signature)":"?./, '"$1":"0');
        fc.pre(changed[at] !== lines[at] || what === 'drop');
        expect(isWhole(await check(changed))).toBe(false);
      })
    );
  });

  test('says which value differs, is absent, or stands there twice', async () => {
    const lines = fileOf(['a', 'b', 'c']);
    const [h = '', s = '', r1 = '', r2 = '', r3 = '', a = '', b = '', c = ''] = lines;
    const wrong = async (changed: string[]) => (await check(changed)).sections[0]?.problems;
    expect(await wrong([h, s, r1, r2, r3, a, '["audit","1.a","forged"]', c])).toEqual([
      { what: 'differs', key: 'audit 1.a', seq: 2 }
    ]);
    expect(await wrong([h, s, r1, r2, r3, a, b])).toEqual([
      { what: 'absent', key: 'audit 2.a', seq: 3 }
    ]);
    expect(await wrong([h, s, r1, r2, r3, a, b, c, a])).toEqual([
      { what: 'twice', key: 'audit 0.a' }
    ]);
    const more = await check([h, s, r1, r2, r3, a, b, c, '["audit","9.z","mine"]']);
    expect(isWhole(more)).toBe(true);
    expect(more.sections[0]?.without).toEqual(['audit 9.z']);
  });

  test('of another workspace, section or key is told to be', async () => {
    const lines = fileOf(['a']);
    const what = async (changed: string[], key?: string) =>
      (await check(changed, key)).sections[0]?.problems.map((each) => each.what);
    expect(await what(lines.map((line) => line.replace('workspace1', 'workspace2')))).toEqual([
      'signature'
    ]);
    expect(await what(lines.map((line) => line.replace('"org"', '"finance"')))).toEqual([
      'signature'
    ]);
    expect(await what(lines, 'another')).toEqual(['key']);
    expect((await check(['{}', ...lines.slice(1)])).heading).toBeUndefined();
  });
});

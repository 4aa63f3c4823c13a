import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BytesDictionary } from '#core/import/bills/bytes-dictionary.ts';
import { bytesHash } from '#core/import/bills/bytes-hash.ts';
import { cellBytes, type CsvCells } from '#core/import/bills/csv-cells.ts';
import { BILL_WASM } from '#core/import/bills/bill-wasm-binary.ts';
import type { CsvRecords } from '#core/import/bills/csv-records.ts';
import { CsvScanner } from '#core/import/bills/csv-scanner.ts';
import { PlainRecords } from '#core/import/bills/plain-records.ts';
import { WasmRecords } from '#core/import/bills/wasm-records.ts';
import { TupleIndex } from '#core/finance/tuple-index.ts';

interface Scanned {
  readonly records: { line: number; cells: string[]; broken: boolean; blank: boolean }[];
  readonly open: number | undefined;
}

const utf8 = new TextDecoder();

const WAYS: readonly (readonly [name: string, records: (separator: number) => CsvRecords])[] = [
  ['JavaScript', (separator) => new PlainRecords(separator)],
  ['WebAssembly', (separator) => new WasmRecords(separator)]
];

/** Scans chunks, each of which is overwritten once it was given. */
function scanned(
  way: CsvRecords,
  chunks: readonly Uint8Array[],
  columns?: readonly number[]
): Scanned {
  const records: Scanned['records'] = [];
  const onRecord = (cells: CsvCells) => {
    const width = columns ? columns.length : cells.count;
    const texts = Array.from({ length: width }, (_, slot) => utf8.decode(cellBytes(cells, slot)));
    records.push({ line: cells.line, cells: texts, broken: cells.broken, blank: cells.blank });
  };
  const scanner = new CsvScanner(0x2c, onRecord, way);
  if (columns) scanner.project(columns);
  let open: number | undefined;
  for (const chunk of chunks) {
    open ??= scanner.push(chunk);
    chunk.fill(0x22);
  }
  open ??= scanner.end();
  return { records, open };
}

/** The bytes cut at the given places, each piece somewhere in a buffer that is full of commas. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((p) => p % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => {
    const piece = bytes.subarray(at[i], end);
    const from = end % 5;
    const buffer = new Uint8Array(from + piece.length + (end % 3)).fill(0x2c);
    buffer.set(piece, from);
    return buffer.subarray(from, from + piece.length);
  });
}

const UNITS = ['a', '9', '"', ',', '\n', '\r', ' ', '账', '🌳', "'", '-', '+', '!', '\u000b'];
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom(...UNITS, 'é', 'xyz', '0123456789', '账单账单'),
    maxLength: 30
  })
);
const places = fc.array(fc.nat(), { maxLength: 12 });
const quoted = (text: string) => (/["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe.each(WAYS)('the scanner of bills, in %s', (_, recordsOf) => {
  const scan = (chunks: readonly Uint8Array[], columns?: readonly number[]) =>
    scanned(recordsOf(0x2c), chunks, columns);

  test('reads what was written, however it is cut', () => {
    const records = fc
      .array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 })
      .filter((rows) => rows.every((row) => row.some((text) => text !== '')));
    fc.assert(
      fc.property(
        records,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        places,
        (rows, eol, last, at) => {
          const text = rows.map((row) => row.map(quoted).join(',')).join(eol) + (last ? eol : '');
          const bytes = new TextEncoder().encode(text);
          const { records: read, open } = scan(cut(bytes, at));
          expect(open).toBeUndefined();
          expect(read.map(({ cells }) => cells)).toEqual(rows);
        }
      )
    );
  });

  test('any bytes read alike however they are cut, with the columns asked for', () => {
    const bytes = fc
      .string({
        unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '账', 'abcdefgh', '"",'),
        maxLength: 60
      })
      .map((text) => new TextEncoder().encode(text));
    fc.assert(
      fc.property(bytes, places, fc.subarray([0, 1, 2, 3]), (input, at, columns) => {
        const whole = scan([input.slice()]);
        expect(scan(cut(input, at))).toEqual(whole);
        expect(scan(cut(input, [...input.keys()]))).toEqual(whole);
        const projected = scan(cut(input, at), columns);
        expect(projected.records.map(({ line }) => line)).toEqual(
          whole.records.map(({ line }) => line)
        );
        projected.records.forEach(({ cells }, i) => {
          const all = whole.records[i]?.cells ?? [];
          columns.forEach((column, slot) => {
            if (column < all.length) expect(cells[slot]).toBe(all[column]);
          });
        });
      })
    );
  });

  test('knows the line where a record begins, over quoted line ends', () => {
    const { records } = scan([new TextEncoder().encode('a,b\r\n"x\r\ny\n",1\n\nc,d')]);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5, 6]);
  });

  test('names the line of a quote that never closes, and text behind one that did', () => {
    expect(scan([new TextEncoder().encode('a,b\nc,"d\ne,f\n')]).open).toBe(2);
    const { records } = scan([new TextEncoder().encode('"12"3,b\n"4" ,c\n')]);
    expect(records.map(({ broken }) => broken)).toEqual([true, false]);
  });

  test('stops at a record without end before it fills the memory', () => {
    const scanner = new CsvScanner(0x2c, () => undefined, recordsOf(0x2c));
    scanner.push(new TextEncoder().encode('a,b\n1,"'));
    const chunk = new Uint8Array(2 ** 20).fill(0x61);
    let pushed = 0;
    while (scanner.push(chunk) === undefined) expect(++pushed).toBeLessThan(8);
  });

  test('reads GB18030 as it reads UTF-8', () => {
    const bytes = Uint8Array.from([
      0xd6, 0xa7, 0x2c, 0x81, 0x30, 0x81, 0x30, 0x0a, 0xb8, 0xb6, 0x2c, 0x31
    ]);
    const seen: number[][] = [];
    const onRecord = (cells: CsvCells) => seen.push([...cellBytes(cells, 0)]);
    const scanner = new CsvScanner(0x2c, onRecord, recordsOf(0x2c));
    for (const byte of bytes) scanner.push(Uint8Array.of(byte));
    scanner.end();
    expect(seen).toEqual([
      [0xd6, 0xa7],
      [0xb8, 0xb6]
    ]);
  });
});

describe('the two ways to read records', () => {
  test('say the same of any bytes, with any separator', () => {
    const unit = fc.constantFrom(
      'a',
      '"',
      ',',
      ';',
      '\n',
      '\r',
      ' ',
      '\t',
      '账',
      'abcdefghijklmnop'
    );
    const input = fc.string({ unit, maxLength: 80 }).map((text) => new TextEncoder().encode(text));
    const separators = fc.constantFrom(0x2c, 0x3b, 0x09, 0x7c);
    fc.assert(
      fc.property(input, separators, fc.boolean(), (bytes, separator, final) => {
        const said = WAYS.map(([, recordsOf]) => {
          const records = recordsOf(separator);
          records
            .room(bytes.length + 40)
            .fill(0x22)
            .set(bytes);
          const all: unknown[] = [];
          for (let at = 0; at < bytes.length;) {
            const next = records.read(at, bytes.length, final);
            const { count, blank, broken, starts, ends, escaped } = records.cells;
            if (next < 0) break;
            const told = [starts, ends, escaped].map((each) => [...each.subarray(0, count)]);
            all.push({ at, next, count, blank, broken, lines: records.lines, told });
            at = next;
          }
          return all;
        });
        expect(said[1]).toEqual(said[0]);
      }),
      { numRuns: 1000 }
    );
  });

  test('keep what stands in them when they get more room', () => {
    for (const [, recordsOf] of WAYS) {
      const records = recordsOf(0x2c);
      records.project([1]);
      records.room(4).set(new TextEncoder().encode('a,b\n'));
      expect(records.room(2 ** 20).length).toBeGreaterThanOrEqual(2 ** 20);
      expect(records.read(0, 4, true)).toBe(4);
      expect(utf8.decode(cellBytes(records.cells, 0))).toBe('b');
    }
  });

  test('the binary is the one whose hash stands beside it', () => {
    const text = readFileSync('src/core/import/bills/bill-wasm-binary.ts', 'utf8');
    const hash = createHash('sha256').update(Buffer.from(BILL_WASM, 'base64')).digest('hex');
    expect(/SHA-256 ([0-9a-f]{64})/.exec(text)?.[1]).toBe(hash);
  });
});

describe('dictionaries', () => {
  test.each([
    ['', 0],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723]
  ])('hash %j as MurmurHash3 does, wherever it stands', (text, hash) => {
    const bytes = new TextEncoder().encode(`..${text}.`);
    expect(bytesHash(bytes, 2, bytes.length - 1) >>> 0).toBe(hash);
  });

  test('give equal things equal numbers, counting up, and give the things back', () => {
    const numbers = fc.array(fc.nat(3000), { minLength: 500, maxLength: 4000 });
    fc.assert(
      fc.property(numbers, (given) => {
        const dictionary = new BytesDictionary();
        const tuples = new TupleIndex(2);
        const known = [...new Set(given)];
        const ids = new Map(known.map((number, id) => [number, id]));
        const found = given.map((number) => {
          const bytes = new TextEncoder().encode(`<${'x'.repeat(number % 3)}${number}>`);
          return [
            dictionary.intern(bytes, 1, bytes.length - 1),
            tuples.find(Int32Array.of(number & 7, number >> 3))
          ];
        });
        expect(found).toEqual(given.map((number) => [ids.get(number), ids.get(number)]));
        const kept = known.map((_, id) => [
          utf8.decode(dictionary.at(id)),
          tuples.part(id, 0) + 8 * tuples.part(id, 1)
        ]);
        expect(kept).toEqual(known.map((number) => [`${'x'.repeat(number % 3)}${number}`, number]));
        expect([dictionary.size, tuples.size]).toEqual([known.length, known.length]);
      }),
      { numRuns: 10, endOnFailure: true }
    );
  });
});

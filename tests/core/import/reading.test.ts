import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readCsv } from '#core/import/csv.ts';
import { decodeText } from '#core/import/encoding.ts';
import { guardFormula, unguardFormula } from '#core/import/formula-guard.ts';
import { isObject, readDocuments, type Json } from '#core/import/json.ts';
import { importProblemMessages } from '#core/import/messages.ts';
import { joinPath, splitPath } from '#core/import/path.ts';
import { inputFile, readFiles, remapped } from '#core/import/read.ts';
import { joinTags, splitTags } from '#core/import/tag-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (name: string, text: string) => readFiles([inputFile(name, utf8(text))]);
const codeOf = async (name: string, bytes: Uint8Array) =>
  (await readFiles([inputFile(name, bytes)])).refusals[0]?.problem.code;

/** Texts as hostile as names get, besides whatever fast-check thinks of. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      '=1+1',
      "'=1",
      '-',
      '@x',
      '\ta',
      'a\r\nb',
      '"',
      '\\',
      '\\/',
      '/'
    )
    .chain((text) => fc.string({ unit: 'grapheme', maxLength: 3 }).map((rest) => text + rest)),
  fc.constantFrom(
    '\u202eabc',
    '👩‍👩‍👧',
    '研发/平台',
    ' a ',
    '\u3000',
    'a;b=c:d',
    '[1]',
    '{"a=b":1}',
    'sep=;',
    '﻿x'
  )
);
const wellFormed = hostile.map((text) => text.toWellFormed());

describe('texts in cells come back whole', () => {
  const named = wellFormed.filter((text) => text !== '');
  it('paths', () => {
    fc.assert(
      fc.property(fc.array(named), (names) => {
        expect(splitPath(joinPath(names))).toEqual(names);
      })
    );
  });
  it('tags', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(named, wellFormed)), (tags) => {
        expect(splitTags(joinTags(tags))).toEqual(tags);
      })
    );
  });
  it('what a spreadsheet would run', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(unguardFormula(guardFormula(text))).toBe(text);
        expect(guardFormula(text)).not.toMatch(/^[=+\-@\t\r]/);
      })
    );
  });
});

describe('CSV', () => {
  const separator = fc.constantFrom(',', ';', '\t');
  const newline = fc.constantFrom('\r\n', '\n', '\r');
  it('reads what another writer writes, with the line each record begins in', () => {
    const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.array(fc.array(wellFormed, { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 8
      })
    );
    fc.assert(
      fc.property(table, separator, newline, (rows, delimiter, end) => {
        const guarded = rows.map((cells) => cells.map(guardFormula));
        const text = `sep=${delimiter}\n${Papa.unparse(guarded, { delimiter, newline: end, quotes: true })}`;
        const said = rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));
        const records = readCsv(text);
        expect(records.ok && records.value.map(({ cells }) => cells)).toEqual(said);
        for (const { line, cells } of records.ok ? records.value : []) {
          const start = text.split(/\r\n|\n|\r/)[line - 1];
          expect(
            start?.startsWith(
              `"${
                guardFormula(cells[0] ?? '')
                  .replaceAll('"', '""')
                  .split(/[\r\n]/)[0] ?? ''
              }`
            )
          ).toBe(true);
        }
      })
    );
  });
  it('guesses the separator from the header', () => {
    for (const delimiter of [',', ';', '\t'])
      expect(readCsv(`a${delimiter}"b,;\t${delimiter}"${delimiter}c\n`)).toMatchObject({
        value: [{ cells: ['a', `b,;\t${delimiter}`, 'c'] }]
      });
  });
  it('refuses a quote that never closes, with its line', () => {
    expect(readCsv('a,b\n1,"2\n3,4\n')).toMatchObject({
      problems: [{ code: 'import.quoteOpen', params: { line: 2 } }]
    });
  });
  it('reads ten megabytes in one line', () => {
    const records = readCsv(`${'x'.repeat(10_000_000)},y`);
    expect(records.ok && records.value[0]?.cells.map((cell) => cell.length)).toEqual([
      10_000_000, 1
    ]);
  });
});

describe('JSON', () => {
  const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
    a < b ? -1 : 1;
  const plain = (json: Json): unknown =>
    isObject(json)
      ? [...json].map(([key, value]) => [key, plain(value)] as const).sort(byKey)
      : Array.isArray(json)
        ? (json as readonly Json[]).map(plain)
        : typeof json === 'object' && json !== null && 'written' in json
          ? Number(json.written)
          : json;
  const entries = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(entries)
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([key, inner]) => [key, entries(inner)] as const)
            .sort(byKey)
        : value;
  it('reads what the platform reads, keys like __proto__ included, several documents behind each other', () => {
    const json = fc.json({ stringUnit: 'binary' });
    fc.assert(
      fc.property(
        fc.array(json, { maxLength: 4 }),
        fc.constantFrom('', '\n', ' \r\n\ufeff'),
        (texts, between) => {
          const structured = texts.filter((text) => /^[[{"]/.test(text));
          const documents = readDocuments(structured.join(between));
          expect(documents.ok && documents.value.map(plain)).toEqual(
            structured.map((text) => entries(JSON.parse(text)))
          );
        }
      )
    );
  });
  it('agrees with the platform on what is broken', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', '"', '\\', '\u0001'),
        (json, seed, insert) => {
          const at = seed % (json.length + 1);
          const text = `[${json.slice(0, at)}${insert}${json.slice(at + (insert === '' ? 1 : 0))}]`;
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          // Several documents in one text are ours alone.
          if (valid || !/[\]}"]/.test(insert)) expect(readDocuments(text).ok).toBe(valid);
        }
      )
    );
  });
  it('keeps the digits of numbers that a number would round', () => {
    expect(readDocuments('[9007199254740993, 100000000001, 1e3, -1.5]')).toMatchObject({
      value: [
        [{ written: '9007199254740993' }, 100000000001, { written: '1e3' }, { written: '-1.5' }]
      ]
    });
  });
  it('stops at a hundred levels, however many there are', () => {
    for (const text of ['['.repeat(1_000_000), '{"a":'.repeat(1_000_000)])
      expect(readDocuments(text)).toMatchObject({ problems: [{ code: 'import.jsonTooDeep' }] });
    expect(readDocuments('['.repeat(100) + ']'.repeat(100)).ok).toBe(true);
  });
  it('replaces lone surrogates', () => {
    expect(readDocuments('["\\ud800a"]')).toEqual({ ok: true, value: [['\ufffda']] });
  });
});

describe('encodings', () => {
  const text = '账号 ID,名称\n100000000001,研发中心\n';
  const utf16 = (littleEndian: boolean, mark: boolean) => {
    const units = mark ? `\ufeff${text}` : text;
    const view = new DataView(new ArrayBuffer(units.length * 2));
    for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), littleEndian);
    return new Uint8Array(view.buffer);
  };
  it.each([
    ['utf-8', utf8(text)],
    ['utf-8', utf8(`\ufeff${text}`)],
    ['utf-16le', utf16(true, true)],
    ['utf-16be', utf16(false, true)],
    ['utf-16le', utf16(true, false)],
    ['utf-16be', utf16(false, false)]
  ] as const)('%s', (encoding, bytes) => {
    expect(decodeText(bytes)).toEqual({ ok: true, value: { text, encoding } });
  });
  it('gb18030', () => {
    const bytes = new Uint8Array([0xd1, 0xd0, 0xb7, 0xa2, 0x2c, 0x0a]);
    expect(decodeText(bytes)).toEqual({
      ok: true,
      value: { text: '研发,\n', encoding: 'gb18030' }
    });
  });
  it('leaves a text with a zero character in it alone', () => {
    expect(decodeText(utf8('a,b\u0000\n1,2\n'))).toMatchObject({ value: { encoding: 'utf-8' } });
  });
});

describe('files that are something else', () => {
  const wide = (text: string) => [...text].flatMap((char) => [char.charCodeAt(0), 0]);
  const ole = (name: string) =>
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...wide(name)]);
  const tar = new Uint8Array(512);
  tar.set(utf8('ustar'), 257);
  it.each([
    ['nothing', new Uint8Array(), 'import.fileEmpty'],
    ['blanks.csv', utf8(' \n\ufeff\n'), 'import.fileEmpty'],
    ['a.pdf', utf8('%PDF-1.7'), 'import.binary'],
    ['a.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'import.binary'],
    ['a.bin', new Uint8Array(100).map((_, i) => i % 7), 'import.binary'],
    ['a.tar', tar, 'import.packed'],
    ['a.7z', new Uint8Array([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), 'import.packed'],
    ['a.xls', ole('Workbook'), 'import.oldSpreadsheet'],
    ['a.xlsx', ole('EncryptedPackage'), 'import.encryptedWorkbook'],
    ['a.doc', ole('WordDocument'), 'import.document'],
    ['a.html', utf8('<!doctype html>'), 'import.markup'],
    ['a.yaml', utf8('a: 1\n'), 'import.yaml'],
    ['a.txt', utf8('a letter, not a table\n'), 'import.textUnknown'],
    ['a.json', utf8('{"a": 1'), 'import.jsonBroken'],
    ['b.json', utf8('{"a": 1}'), 'import.jsonUnknown'],
    ['c.json', utf8('[1, 2]'), 'import.jsonUnknown']
  ])('%s', async (name, bytes, code) => {
    expect(await codeOf(name, bytes)).toBe(code);
  });
  it('says the line and column where JSON breaks', async () => {
    const { refusals } = await read('a.json', '{\n  "a": 1,\n  "b" 2\n}');
    expect(refusals[0]?.problem).toMatchObject({
      code: 'import.jsonBroken',
      params: { line: 3, column: 7 }
    });
  });
  it('one of them does not keep the others out', async () => {
    const { sources, refusals } = await readFiles([
      inputFile('a.pdf', utf8('%PDF')),
      { name: 'gone', size: 1, bytes: () => Promise.reject(new Error('gone')) },
      inputFile('b.csv', utf8('账号 ID,名称\n100000000001,a\n'))
    ]);
    expect(refusals.map(({ problem }) => problem.code)).toEqual([
      'import.binary',
      'import.fileUnreadable'
    ]);
    expect(sources[0]?.accounts).toHaveLength(1);
  });
  it('stops between files when it is told to', async () => {
    const signal = { aborted: false };
    const files = ['a', 'b', 'c'].map((name) => inputFile(`${name}.csv`, utf8('ID,名称\n1,a\n')));
    const done: number[] = [];
    const result = await readFiles(files, {
      signal,
      onProgress: (n) => {
        done.push(n);
        signal.aborted = n === 2;
      }
    });
    expect(done).toEqual([1, 2]);
    expect(result).toMatchObject({
      sources: [],
      refusals: [{ problem: { code: 'import.cancelled' } }]
    });
  });
});

describe('tables', () => {
  it('any text in any column is a row or a refusal, never an error', async () => {
    const header = fc.oneof(
      fc.constantFrom(
        '账号 ID',
        '名称',
        '部门路径',
        '类型',
        '加入时间',
        'tag:__proto__',
        'Tags',
        'ParentId',
        '状态'
      ),
      wellFormed
    );
    const value = fc.oneof(
      wellFormed,
      fc.constantFrom(
        '部门',
        '账号',
        '100000000001',
        '1.0E+11',
        '2026-01-01',
        '{"__proto__":"x"}',
        '[[',
        'A/B',
        '0'
      )
    );
    const table = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.tuple(
          fc.array(header, { minLength: width, maxLength: width }),
          fc.array(fc.array(value, { maxLength: width + 1 }), { maxLength: 6 })
        )
      );
    await fc.assert(
      fc.asyncProperty(table, async ([columns, rows]) => {
        const { sources } = await read(
          'a.csv',
          Papa.unparse([columns, ...rows], { delimiter: ',', quotes: true })
        );
        for (const { table, departments, accounts, refusals } of sources) {
          const lines = table?.rows.map(({ line }) => line) ?? [];
          for (const { origin } of [...departments, ...accounts])
            expect(lines).toContain(origin.line);
          expect(departments.length + accounts.length + refusals.length).toBeLessThanOrEqual(
            Math.max(1, lines.length)
          );
        }
      })
    );
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
  it('is read again by another mapping without the file', async () => {
    const { sources } = await read('a.csv', 'foo,bar\n100000000001,甲\n');
    const [source] = sources;
    expect(source?.refusals.map(({ problem }) => problem.code)).toEqual(['import.columnsUnknown']);
    const again =
      source &&
      remapped(
        source,
        [
          { kind: 'account', field: 'externalId' },
          { kind: 'account', field: 'name' }
        ],
        'aws'
      );
    expect(again).toMatchObject({
      accounts: [{ provider: 'aws', externalId: '100000000001', name: '甲' }],
      refusals: []
    });
  });
  it('takes a path for the parent’s when it does not end in the name', async () => {
    const rows = async (text: string) =>
      (await read('a.csv', text)).sources[0]?.departments.map(({ name, parent }) => [name, parent]);
    const above = { by: 'path', path: ['A'] };
    expect(await rows('名称,路径\nA,A\nB,A/B\n')).toEqual([
      ['A', { by: 'root' }],
      ['B', above]
    ]);
    expect(await rows('名称,路径\nB,A\nC,A\n')).toEqual([
      ['B', above],
      ['C', above]
    ]);
  });
});

it('every problem has a sentence in both languages that takes its parameters', () => {
  const format = { count: String, bytes: String } as never;
  const params = {
    max: 1,
    count: 2,
    line: 3,
    column: 4,
    value: 'v',
    type: 't',
    keys: 'k',
    code: 'c',
    message: 'm',
    cells: 5,
    method: 6,
    reason: 'r'
  };
  for (const [code, message] of Object.entries(importProblemMessages))
    for (const text of [message.zh, message.en]) {
      const sentence = typeof text === 'string' ? text : text(params, format);
      expect(sentence, code).not.toMatch(/undefined|NaN/);
      expect(sentence.length, code).toBeGreaterThan(5);
    }
});

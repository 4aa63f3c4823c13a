import fc from 'fast-check';
import papaparse from 'papaparse';
import readXlsx from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { costCsv, costXlsx, type CostTable } from '#core/export/costs.ts';

const ONE = 10n ** 24n;

const table = (amounts: readonly bigint[], name = 'East'): CostTable => ({
  names: ['Department', 'Currency'],
  months: ['2026-01'],
  rows: amounts.map((amount) => ({ names: [name, 'CNY'], cells: [amount] }))
});

const read = (csv: string) =>
  papaparse.parse<string[]>(csv.replace(/^\ufeff/, ''), { skipEmptyLines: true }).data;

test('every digit of an amount leaves as a number that reads back', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(-(10n ** 36n), 10n ** 36n), { maxLength: 5 }), (amounts) => {
      const [, ...rows] = read(costCsv(table(amounts)));
      const again = rows.map(([, , amount = '']) => {
        const [whole = '', fraction = ''] = amount.split('.');
        return (
          BigInt(whole.replace('-', '') + fraction.padEnd(24, '0')) *
          (amount.startsWith('-') ? -1n : 1n)
        );
      });
      expect(again).toEqual(amounts);
    })
  );
});

test('a name that a spreadsheet would run is guarded', () => {
  expect(read(costCsv(table([ONE], '=1+1')))[1]).toEqual(["'=1+1", 'CNY', '1']);
});

test('a workbook holds numbers where it keeps all their digits, and texts where it would not', async () => {
  const many = 123_456_789n * ONE + 1n;
  const blob = await costXlsx(table([(150n * ONE) / 100n, -ONE, many], '=1+1'));
  const [sheet] = await readXlsx(blob);
  expect(sheet?.data).toEqual([
    ['Department', 'Currency', '2026-01'],
    ['=1+1', 'CNY', 1.5],
    ['=1+1', 'CNY', -1],
    ['=1+1', 'CNY', '123456789.000000000000000000000001']
  ]);
});

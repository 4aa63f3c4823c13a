import { amountText } from '#core/finance/amount.ts';
import type { CostCells } from '#core/finance/cost.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import { guardFormula } from '#core/import/formula-guard.ts';
import { csvText } from './csv.ts';
import { xlsxOf } from './xlsx.ts';

/** A table of costs as it is exported: names, then exact amounts. */
export interface CostTable {
  readonly names: readonly string[];
  readonly months: readonly string[];
  readonly rows: readonly { readonly names: readonly string[]; readonly cells: CostCells }[];
}

const amountsOf = (cells: CostCells): string[] =>
  cells.map((cell) => amountText(cell, REPORTED_DECIMALS));

/** Every digit of every amount, as numbers. */
export const costCsv = ({ names, months, rows }: CostTable): string =>
  csvText([
    [...names, ...months].map(guardFormula),
    ...rows.map((row) => [...row.names.map(guardFormula), ...amountsOf(row.cells)])
  ]);

/** Amounts are numbers where a spreadsheet keeps all their digits, and texts where it would not. */
export const costXlsx = ({ names, months, rows }: CostTable): Promise<Blob> =>
  xlsxOf(
    [...names, ...months],
    rows.map((row) => [...row.names, ...amountsOf(row.cells).map((amount) => ({ amount }))])
  );

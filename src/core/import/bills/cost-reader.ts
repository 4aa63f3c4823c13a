import { AmountReader } from '#core/finance/amount.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { cellBytes, type CsvCells } from './csv-cells.ts';
import { billProblem } from './problem.ts';
import type { RowSlots } from './row-sums.ts';

/** Reads all amounts of a row, before anything of the row is taken. */
export class CostReader {
  readonly #slots: RowSlots;
  readonly #reader = new AmountReader();
  /** Whole units and 1e-12 fractions of each cost; zeros for a blank. */
  readonly amounts: Float64Array;
  /** A bit for each cost that is not blank. */
  present = 0;
  /** Amounts with digits beyond 1e-12. */
  rounded = 0;

  constructor(slots: RowSlots) {
    this.#slots = slots;
    this.amounts = new Float64Array(slots.costs.length * 2);
  }

  read(cells: CsvCells): Problem | undefined {
    const reader = this.#reader;
    this.present = this.rounded = 0;
    for (let i = 0; i < this.#slots.costs.length; i++) {
      const slot = this.#slots.costs[i] ?? -1;
      this.amounts[i * 2] = this.amounts[i * 2 + 1] = 0;
      if (slot < 0) continue;
      const read = reader.read(cells.bytes, cells.starts[slot] ?? 0, cells.ends[slot] ?? 0);
      if (read === 'blank') continue;
      if (read !== 'amount') return this.#unreadable(read, cells, i, slot);
      this.present |= 1 << i;
      if (reader.lost) this.rounded++;
      this.amounts[i * 2] = reader.units;
      this.amounts[i * 2 + 1] = reader.fraction;
    }
    return undefined;
  }

  #unreadable(read: 'malformed' | 'tooLarge', cells: CsvCells, i: number, slot: number): Problem {
    const value = new TextDecoder().decode(cellBytes(cells, slot)).slice(0, 60);
    const code = read === 'tooLarge' ? 'bills.amountTooLarge' : 'bills.amountUnreadable';
    return billProblem(code, { value, column: this.#slots.costNames[i] ?? '' });
  }
}

import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { shorten } from '../fields.ts';
import { LineReader, type BillLine } from './bill-line.ts';
import {
  FactSums,
  isProblem,
  monthSketches,
  type BillPart,
  type BillRefusal
} from './bill-part.ts';
import { GroupCells, type BillTable } from './bill-table.ts';
import { cellBytes, type CsvCells } from './csv-cells.ts';
import { PlainSums } from './plain-sums.ts';
import { billProblem } from './problem.ts';
import type { RowGroups, RowSums } from './row-sums.ts';

/** Refusals told one by one; the rest are counted. */
const MOST_REFUSALS = 1_000;

/** Reads the rows of a table whose columns are known, and makes facts of them at the end. */
export class TableReader {
  readonly #file: string;
  readonly #table: BillTable;
  readonly #rows: RowSums;
  readonly #refusals: BillRefusal[] = [];
  #refusedRows = 0;
  estimated = false;
  paged = false;

  constructor(file: string, table: BillTable, rows: RowSums = new PlainSums(table.slots)) {
    this.#file = file;
    this.#table = table;
    this.#rows = rows;
  }

  /** Why reading is of no more use, if it is. */
  get problem(): Problem | undefined {
    const { isFull, rows } = this.#rows;
    return isFull ? billProblem('bills.tooVaried', { max: rows }) : undefined;
  }

  row(cells: CsvCells): void {
    if (cells.blank || this.#isEmpty(cells)) return;
    const problem = this.#problemOf(cells) ?? this.#rows.add(cells);
    if (problem) this.#refuse(cells, problem);
  }

  #isEmpty({ starts, ends }: CsvCells): boolean {
    for (let slot = 0; slot < this.#table.columns.length; slot++)
      if ((ends[slot] ?? 0) > (starts[slot] ?? 0)) return false;
    return true;
  }

  #problemOf({ count, broken }: CsvCells): Problem | undefined {
    if (broken) return billProblem('bills.quoteBroken');
    const max = this.#table.width;
    return count > max ? billProblem('bills.rowTooLong', { count, max }) : undefined;
  }

  #refuse(cells: CsvCells, problem: Problem): void {
    this.#refusedRows++;
    if (this.#refusals.length >= MOST_REFUSALS) return;
    const texts = this.#table.columns.map((_, slot) => decodedCell(cellBytes(cells, slot)));
    const excerpt = shorten(texts.filter((text) => text !== '').join(' · '));
    this.#refusals.push({
      origin: { file: this.#file, line: cells.line },
      problem,
      excerpt,
      rows: 1
    });
  }

  finish(): Result<BillPart> {
    const { problem } = this;
    if (problem) return refused(problem);
    const groups = this.#rows.finish();
    const { slots, format, version, roles } = this.#table;
    const sums = new FactSums(groups.size);
    const names = new Map<string, string>();
    const invoices = new InvoiceSums();
    const lineOf = this.#lineReader(groups);
    let rows = 0;
    for (let group = 0; group < groups.size; group++) {
      const line = lineOf(group);
      if (!line) continue;
      rows += groups.rows(group);
      sums.add(line.scope, line.fact);
      if (line.accountName) names.set(line.fact.account, line.accountName);
      if (line.invoice) invoices.add(line.invoice, line.scope.currency, line.fact.billed);
    }
    return ok({
      file: this.#file,
      format: format.name,
      version,
      encoding: groups.encoding,
      rows,
      rounded: this.#rows.rounded,
      estimated: this.estimated,
      paged: this.paged,
      scopes: sums.scopes(),
      sketches: monthSketches(groups.sketches, roles[slots.period] === 'period'),
      accountNames: names,
      invoices: invoices.all,
      refusals: this.#refusals,
      refusedRows: this.#refusedRows
    });
  }

  /** Reads groups; one that does not come in is refused with all of its rows. */
  #lineReader(groups: RowGroups): (group: number) => BillLine | undefined {
    const { format, slots } = this.#table;
    const reader = new LineReader();
    const cells = new GroupCells(this.#table, groups);
    const names = { cost: slots.costNames[0] ?? '' };
    return (group) => {
      const charge = format.charge(cells.of(group));
      const line = isProblem(charge) ? charge : reader.lineOf(charge, names);
      if (!isProblem(line)) return line;
      this.#refuseGroup(groups, group, line);
      return undefined;
    };
  }

  #refuseGroup(groups: RowGroups, group: number, problem: Problem): void {
    const rows = groups.rows(group);
    this.#refusedRows += rows;
    if (this.#refusals.length >= MOST_REFUSALS) return;
    const texts = groups.texts.map((own, column) => own[groups.textOf(group, column)] ?? '');
    const billed = groups.cost(group, 0);
    this.#refusals.push({
      origin: { file: this.#file, line: groups.line(group) },
      problem,
      excerpt: shorten(texts.filter((text) => text !== '').join(' · ')),
      rows,
      ...(billed !== undefined && { billed })
    });
  }
}

/** What invoices add up to, in the order in which they come. */
class InvoiceSums {
  readonly all: { invoice: string; currency: string; billed: bigint }[] = [];
  readonly #known = new Map<string, Map<string, { billed: bigint }>>();

  add(invoice: string, currency: string, billed: bigint): void {
    const own = this.#known.get(currency) ?? new Map<string, { billed: bigint }>();
    this.#known.set(currency, own);
    const sum = own.get(invoice);
    if (sum) sum.billed += billed;
    else {
      const first = { invoice, currency, billed };
      own.set(invoice, first);
      this.all.push(first);
    }
  }
}

/** One cell of a refused row, before the encoding of the whole is known. */
function decodedCell(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return text.includes('\ufffd') ? new TextDecoder('gb18030').decode(bytes) : text;
}

/** Gives texts as the cells of a record, for bills that are no CSV. */
export class TextCells {
  #bytes = new Uint8Array(4096);
  readonly #encoder = new TextEncoder();

  of(texts: readonly string[], columns: readonly number[], line: number): CsvCells {
    const chosen = columns.map((column) => texts[column] ?? '');
    const most = chosen.reduce((sum, text) => sum + text.length * 3, 0);
    if (most > this.#bytes.length) this.#bytes = new Uint8Array(most * 2);
    const starts = new Int32Array(chosen.length);
    const ends = new Int32Array(chosen.length);
    let at = 0;
    chosen.forEach((text, slot) => {
      starts[slot] = at;
      at += this.#encoder.encodeInto(text, this.#bytes.subarray(at)).written;
      ends[slot] = at;
    });
    const escaped = new Uint8Array(chosen.length);
    const count = texts.length;
    return { bytes: this.#bytes, starts, ends, escaped, count, line, blank: false, broken: false };
  }
}

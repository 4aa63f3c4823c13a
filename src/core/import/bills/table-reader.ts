import { AmountSums } from '#core/finance/amount-sums.ts';
import { tagsIn } from '#core/finance/line-tags.ts';
import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { shorten } from '../fields.ts';
import {
  monthSketches,
  type BillPart,
  type BillRefusal,
  type BillTags,
  type ScopedFacts
} from './bill-part.ts';
import type { BillTable } from './bill-table.ts';
import { ChargeFacts } from './charge-facts.ts';
import { Charges } from './charges.ts';
import { cellBytes, type CsvCells } from './csv-cells.ts';
import { PlainSums } from './plain-sums.ts';
import { billProblem } from './problem.ts';
import type { RowGroups, RowSums } from './row-sums.ts';
import { decodedCell } from './said-text.ts';
import { MOST_TAG_SETS } from './tag-sets.ts';

const TOO_MANY_TAGS = billProblem('bills.tagsTooVaried', { max: MOST_TAG_SETS });

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
    const { isFull, hasTooManyTags, rows } = this.#rows;
    if (hasTooManyTags) return TOO_MANY_TAGS;
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
    const charges = new Charges(this.#table, groups);
    const facts = new ChargeFacts(groups.size);
    const names = new Map<string, string>();
    const invoices = new InvoiceSums();
    let rows = 0;
    for (let group = 0; group < groups.size; group++) {
      const problem = charges.read(group);
      if (problem) {
        this.#refuseGroup(groups, problem);
        continue;
      }
      rows += groups.rows;
      facts.add(charges);
      const { scope, accountName, invoice } = charges;
      if (accountName) names.set(charges.account, accountName);
      if (invoice) charges.addBilled(invoices.sums, invoices.numberOf(invoice, scope.currency));
    }
    if (slots.tagKeys.length > 0 && charges.lineCount > MOST_TAG_SETS)
      return refused(TOO_MANY_TAGS);
    return ok({
      file: this.#file,
      format: format.name,
      version,
      encoding: groups.encoding,
      rows,
      rounded: this.#rows.rounded,
      estimated: this.estimated,
      paged: this.paged,
      scopes: facts.scopes(),
      sketches: monthSketches(groups.sketches, roles[slots.period] === 'period'),
      accountNames: names,
      invoices: invoices.all(),
      tags: billTags(this.#table, groups, facts.scopes()),
      refusals: this.#refusals,
      refusedRows: this.#refusedRows
    });
  }

  #refuseGroup(groups: RowGroups, problem: Problem): void {
    const { rows } = groups;
    this.#refusedRows += rows;
    if (this.#refusals.length >= MOST_REFUSALS) return;
    const texts = groups.texts.map((own, column) => own[groups.text(column)] ?? '');
    const billed = new AmountSums();
    const isBlank = groups.costOf([0]) < 0;
    if (!isBlank) groups.addCost(0, billed, 0, 1);
    this.#refusals.push({
      origin: { file: this.#file, line: groups.line },
      problem,
      excerpt: shorten(texts.filter((text) => text !== '').join(' · ')),
      rows,
      ...(!isBlank && { billed: billed.sum(0) })
    });
  }
}

function billTags(
  { otherKeys, hasTags }: BillTable,
  { otherTagKeys }: RowGroups,
  scopes: readonly ScopedFacts[]
): BillTags {
  const lines = scopes.flatMap(({ facts }) => facts.lines);
  const byCount = [...otherTagKeys].sort(([a, n], [b, k]) => k - n || (a < b ? -1 : 1));
  const read = new Set(lines.flatMap(({ tags }) => [...tagsIn(tags).keys()]));
  return {
    read: [...read].sort(),
    others: [...otherKeys, ...byCount.map(([key]) => key)],
    any: hasTags
  };
}

/** What invoices add up to, in the order in which they come. */
class InvoiceSums {
  readonly sums = new AmountSums();
  readonly #invoices: { readonly invoice: string; readonly currency: string }[] = [];
  readonly #known = new Map<string, Map<string, number>>();

  /** Where in `sums` an invoice stands. */
  numberOf(invoice: string, currency: string): number {
    let own = this.#known.get(currency);
    if (!own) this.#known.set(currency, (own = new Map<string, number>()));
    let number = own.get(invoice);
    if (number === undefined)
      own.set(invoice, (number = this.#invoices.push({ invoice, currency }) - 1));
    return number;
  }

  all(): BillPart['invoices'] {
    return this.#invoices.map((each, i) => ({ ...each, billed: this.sums.sum(i) }));
  }
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

import { ok, type Problem, type Result } from '#core/kernel/problem.ts';
import { decodeText } from '../encoding.ts';
import { shorten } from '../fields.ts';
import { isList, isObject, readDocuments, type Json, type JsonObject } from '../json.ts';
import { importProblem } from '../problem.ts';
import type { BillPart, BillRefusal } from './bill-part.ts';
import { billTableOf } from './bill-table.ts';
import { costExplorer } from './formats/aws-cost-explorer.ts';
import { textAt, type JsonBill } from './formats/json-rows.ts';
import { reportedTotalsOf, type ReportedTotals } from './formats/reported.ts';
import { tencentDetail } from './formats/tencent-json.ts';
import { billProblem, refusedBill } from './problem.ts';
import { TableReader, TextCells } from './table-reader.ts';

const JSON_BILLS: readonly JsonBill[] = [tencentDetail, costExplorer];

export interface JsonRead {
  readonly parts: readonly BillPart[];
  readonly reported: readonly ReportedTotals[];
  readonly refusals: readonly BillRefusal[];
}

/** Reads pages of an API, one or many behind each other, each with its `Response` or without. */
export function readJsonBill(
  file: string,
  bytes: Uint8Array,
  tagKeys: readonly string[]
): Result<JsonRead> {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const documents = readDocuments(decoded.value.text);
  if (!documents.ok) return documents;
  const pages = documents.value.flatMap(pagesOf);
  const reading = new JsonReading(file, tagKeys);
  pages.forEach((page, i) => {
    reading.page(page, i + 1);
  });
  return reading.finish();
}

function pagesOf(document: Json): readonly Json[] {
  if (isList(document)) return document.flatMap(pagesOf);
  const response = isObject(document) ? document.get('Response') : undefined;
  return [isObject(response) ? response : document];
}

class JsonReading {
  readonly #file: string;
  readonly #tagKeys: readonly string[];
  readonly #readers = new Map<
    JsonBill,
    { reader: TableReader; columns: readonly number[]; rows: number }
  >();
  readonly #cells = new TextCells();
  readonly #reported: ReportedTotals[] = [];
  readonly #refusals: BillRefusal[] = [];

  constructor(file: string, tagKeys: readonly string[]) {
    this.#file = file;
    this.#tagKeys = tagKeys;
  }

  page(page: Json, number: number): void {
    if (!isObject(page)) return this.#refuse(number, billProblem('bills.rowMalformed'));
    const bill = JSON_BILLS.find((each) => each.sniff(page));
    if (bill) return this.#rows(bill, page);
    const reported = reportedTotalsOf(page, this.#file);
    if (reported) this.#reported.push(reported);
    else this.#refuse(number, unknownPage(page));
  }

  #rows(bill: JsonBill, page: JsonObject): void {
    const into = this.#readers.get(bill) ?? this.#begin(bill);
    if (!into) return;
    if (bill.estimated?.(page)) into.reader.estimated = true;
    for (const row of bill.rows(page)) {
      into.rows++;
      if (row) into.reader.row(this.#cells.of(row, into.columns, into.rows));
      else this.#refuse(into.rows, billProblem('bills.rowMalformed'));
    }
  }

  #begin(bill: JsonBill) {
    const table = billTableOf(bill.header, this.#tagKeys);
    if (!table?.ok) return undefined;
    const reader = new TableReader(this.#file, table.value);
    reader.paged = true;
    const into = { reader, columns: table.value.columns, rows: 0 };
    this.#readers.set(bill, into);
    return into;
  }

  #refuse(line: number, problem: Problem): void {
    this.#refusals.push({ origin: { file: this.#file, line }, problem, excerpt: '', rows: 1 });
  }

  finish(): Result<JsonRead> {
    const parts: BillPart[] = [];
    for (const { reader } of this.#readers.values()) {
      const part = reader.finish();
      if (!part.ok) return part;
      parts.push(part.value);
    }
    if (parts.length + this.#reported.length + this.#refusals.length === 0)
      return refusedBill('bills.jsonUnknown', { keys: '—' });
    return ok({ parts, reported: this.#reported, refusals: this.#refusals });
  }
}

function unknownPage(page: JsonObject): Problem {
  const error = page.get('Error');
  if (isObject(error)) {
    const said = (key: string) => shorten(textAt(error, key) || '—', 120);
    return importProblem('import.cloudError', { code: said('Code'), message: said('Message') });
  }
  return billProblem('bills.jsonUnknown', { keys: shorten([...page.keys()].join(', ')) || '—' });
}

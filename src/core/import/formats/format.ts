import type { Problem } from '#core/kernel/problem.ts';
import { recordKey, type Provider } from '#core/org/provider.ts';
import { fieldReader, shorten, type FieldReader, type Values } from '../fields.ts';
import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import type { ImportProblemCode } from '../messages.ts';
import { importProblem } from '../problem.ts';
import type { AccountRow, DepartmentRow, OrganizationRow, Origin, Refusal } from '../source.ts';

/** One answer of an API as a file holds it, or one item that was filtered out of one. */
export interface Page {
  readonly json: JsonObject;
  readonly file: string;
  /** Items of this format that stood before this page in the file. */
  readonly before: number;
}

/** What a page gives. Empty lists may be left out. */
export interface PageRows {
  readonly departments?: readonly DepartmentRow[];
  readonly accounts?: readonly AccountRow[];
  readonly organization?: OrganizationRow;
  /** Record keys that mean the root. */
  readonly roots?: readonly string[];
  readonly refusals?: readonly Refusal[];
  /** How many items stood in the page, read or refused. */
  readonly items: number;
}

/** A shape of JSON: `sniff` tells it from all others in the list, `rows` reads one page of it. */
export interface JsonFormat {
  readonly name: string;
  sniff(page: JsonObject): boolean;
  rows(page: Page): PageRows;
}

/** A shape that is known and does not come in, with the sentence that says why. */
export interface RefusedFormat {
  readonly name: string;
  sniff(page: JsonObject): boolean;
  readonly refuses: ImportProblemCode;
}

/** The items a page lists under one of its keys, or the page itself when it is an item. */
export function itemsOf(page: JsonObject, ...keys: readonly string[]): readonly Json[] {
  const list = keys.map((key) => page.get(key)).find(isList);
  return list ?? [page];
}

export const hasAll = (json: Json | undefined, ...keys: readonly string[]): boolean =>
  isObject(json) && keys.every((key) => json.has(key));

export const hasAny = (json: Json | undefined, ...keys: readonly string[]): boolean =>
  isObject(json) && keys.some((key) => json.has(key));

/** Whether the page lists things of which `test` knows the first. */
export const listsSuch = (
  page: JsonObject,
  key: string,
  test: (item: JsonObject) => boolean
): boolean => {
  const list = page.get(key);
  const first = isList(list) ? list[0] : undefined;
  return isObject(first) && test(first);
};

/** One item being read: where it stands, and what its fields say. */
export interface Item {
  readonly json: JsonObject;
  readonly origin: Origin;
  readonly fields: FieldReader;
  readonly provider: Provider;
}

/** Reads item after item; what cannot be read becomes a refusal with the item's place. */
export function eachItem<R>(
  page: Page,
  items: readonly Json[],
  providerOf: (item: JsonObject) => Provider,
  read: (item: Item) => R | Problem | undefined
): { readonly rows: readonly R[]; readonly refusals: readonly Refusal[]; readonly items: number } {
  const rows: R[] = [];
  const refusals: Refusal[] = [];
  items.forEach((json, i) => {
    const origin = { file: page.file, line: page.before + i + 1 };
    if (!isObject(json)) {
      refusals.push({ origin, problem: importProblem('import.itemMalformed'), excerpt: '' });
      return;
    }
    const provider = providerOf(json);
    const fields = fieldReader(jsonValues(json), provider);
    const row = read({ json, origin, fields, provider });
    const problem = fields.problems[0] ?? (isProblem(row) ? row : undefined);
    if (problem) refusals.push({ origin, problem, excerpt: excerptOf(json) });
    else if (row !== undefined && !isProblem(row)) rows.push(row);
  });
  return { rows, refusals, items: items.length };
}

const isProblem = (row: unknown): row is Problem =>
  typeof row === 'object' && row !== null && 'code' in row && 'params' in row;

const jsonValues =
  (json: JsonObject): Values =>
  (name) => {
    const value = json.get(name);
    if (typeof value === 'string') return { text: value };
    if (typeof value === 'number' || typeof value === 'boolean') return { text: String(value) };
    const written = typeof value === 'object' && value !== null && 'written' in value;
    return written ? { text: value.written, number: true } : undefined;
  };

const EXCERPT = ['Name', 'MemberUin', 'Uin', 'NodeId', 'Id'];

function excerptOf(json: JsonObject): string {
  const values = jsonValues(json);
  return shorten(EXCERPT.flatMap((name) => values(name)?.text ?? []).join(' · '));
}

export const rootKeys = (
  provider: Provider,
  ids: readonly (string | undefined)[]
): readonly string[] =>
  ids.flatMap((id) => (id === undefined || id === '0' ? [] : [recordKey(provider, id)]));

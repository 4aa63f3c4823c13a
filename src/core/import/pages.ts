import type { Problem } from '#core/kernel/problem.ts';
import { shorten } from './fields.ts';
import type { JsonFormat } from './formats/format.ts';
import { jsonFormats } from './formats/list.ts';
import { isEmptyPage, refusedFormats } from './formats/refused.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import { importProblem } from './problem.ts';
import type { AccountRow, DepartmentRow, OrganizationRow, Refusal, Source } from './source.ts';

interface Gathered {
  departments: DepartmentRow[];
  accounts: AccountRow[];
  organization: OrganizationRow | undefined;
  roots: string[];
  refusals: Refusal[];
  items: number;
}

/** What the documents of one JSON file hold: a source for each format, a refusal for each other kind of page. */
export function readPages(
  file: string,
  encoding: string,
  documents: readonly Json[]
): { readonly sources: readonly Source[]; readonly refusals: readonly Refusal[] } {
  const byFormat = new Map<string, Gathered>();
  const refused = new Map<string, Refusal>();
  let number = 0;
  for (const page of documents.flatMap(pagesOf)) {
    number++;
    const format = isObject(page) ? jsonFormats.find((known) => known.sniff(page)) : undefined;
    if (isObject(page) && format) gather(byFormat, format, page, file);
    else {
      const problem = pageProblem(page);
      if (problem && !refused.has(problem.code))
        refused.set(problem.code, { origin: { file, line: number }, problem, excerpt: '' });
    }
  }
  const sources = [...byFormat].map(
    ([format, { items: _, organization, roots, ...rows }]): Source => ({
      file,
      format,
      encoding,
      ...rows,
      ...(organization && { organization }),
      ...(roots.length > 0 && { roots })
    })
  );
  if (sources.length === 0 && refused.size === 0)
    sources.push({ file, format: 'empty', encoding, departments: [], accounts: [], refusals: [] });
  return { sources, refusals: [...refused.values()] };
}

/** Pages may stand in lists, and each in a `Response`. */
function pagesOf(document: Json): readonly Json[] {
  if (isList(document)) return document.flatMap(pagesOf);
  const response = isObject(document) ? document.get('Response') : undefined;
  return [isObject(response) ? response : document];
}

function gather(
  byFormat: Map<string, Gathered>,
  format: JsonFormat,
  json: JsonObject,
  file: string
): void {
  const into: Gathered = byFormat.get(format.name) ?? {
    departments: [],
    accounts: [],
    organization: undefined,
    roots: [],
    refusals: [],
    items: 0
  };
  byFormat.set(format.name, into);
  const rows = format.rows({ json, file, before: into.items });
  append(into.departments, rows.departments);
  append(into.accounts, rows.accounts);
  append(into.roots, rows.roots);
  append(into.refusals, rows.refusals);
  into.organization ??= rows.organization;
  into.items += rows.items;
}

/** One by one: spread arguments have a limit that a page of a million items would meet. */
function append<T>(to: T[], items: readonly T[] | undefined): void {
  for (const item of items ?? []) to.push(item);
}

function pageProblem(page: Json): Problem | undefined {
  if (!isObject(page)) return importProblem('import.jsonUnknown', { keys: '—' });
  const error = page.get('Error');
  if (isObject(error)) {
    const said = (key: string) => shorten(textOf(error.get(key)) || '—', 120);
    return importProblem('import.cloudError', { code: said('Code'), message: said('Message') });
  }
  const refused = refusedFormats.find((known) => known.sniff(page));
  if (refused) return importProblem(refused.refuses);
  if (isEmptyPage(page)) return undefined;
  return importProblem('import.jsonUnknown', { keys: shorten([...page.keys()].join(', ')) || '—' });
}

const textOf = (json: Json | undefined) => (typeof json === 'string' ? json : '');

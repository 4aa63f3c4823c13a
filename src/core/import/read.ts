import type { Problem } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import { READ_LIMITS, type ReadLimits } from './archive.ts';
import { departmentIds, guessMapping, withParentColumn } from './mapping.ts';
import { importProblem } from './problem.ts';
import type { TableDraft } from './read-text.ts';
import { resolveRoots } from './roots.ts';
import type { ColumnMapping, Refusal, Source } from './source.ts';
import { rowsOfTable } from './table-rows.ts';
import { readBytes, wholeFile, type Reading } from './unpack.ts';

/** A file to read; its bytes are asked for when it is its turn. */
export interface InputFile {
  readonly name: string;
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

export interface ReadOptions {
  readonly limits?: ReadLimits;
  /** Called after each file with the number of files done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: { readonly aborted: boolean };
}

export interface ReadResult {
  readonly sources: readonly Source[];
  /** Files that gave nothing, and pages of files that are something else; line 0 is the whole file. */
  readonly refusals: readonly Refusal[];
}

export const inputFile = (name: string, bytes: Uint8Array): InputFile => ({
  name,
  size: bytes.length,
  bytes: () => Promise.resolve(bytes)
});

/** Reads files into rows. Knows nothing of a workspace; what cannot be read is refused, never thrown. */
export async function readFiles(
  files: Iterable<InputFile> | AsyncIterable<InputFile>,
  { limits = READ_LIMITS, onProgress, signal }: ReadOptions = {}
): Promise<ReadResult> {
  const aborted = () => signal?.aborted ?? false;
  const budget = { limits, left: limits.totalBytes };
  const reading: Reading = { budget, drafts: [], refusals: [], aborted };
  let done = 0;
  for await (const file of files) {
    const problem = await readFile(reading, file);
    if (aborted()) return cancelled(file.name);
    if (problem) reading.refusals.push(wholeFile(file.name, problem));
    onProgress?.(++done);
  }
  return { sources: resolveRoots(finished(reading.drafts)), refusals: reading.refusals };
}

const cancelled = (file: string): ReadResult => ({
  sources: [],
  refusals: [wholeFile(file, importProblem('import.cancelled'))]
});

/** The source as it is when its columns mean something else, or when it is another cloud's. */
export function remapped(source: Source, mapping: ColumnMapping, provider?: Provider): Source {
  const { table, file } = source;
  return table ? { ...source, mapping, ...rowsOfTable(table, mapping, file, provider) } : source;
}

/** Reads one file into drafts and refusals; the problem is one of the whole file. */
async function readFile(reading: Reading, file: InputFile): Promise<Problem | undefined> {
  const { fileBytes, totalBytes } = reading.budget.limits;
  if (reading.aborted()) return undefined;
  if (file.size > totalBytes) return importProblem('import.fileTooLarge', { max: fileBytes });
  const bytes = await file.bytes().catch(() => undefined);
  return bytes
    ? readBytes(reading, file.name, bytes, 'loose')
    : importProblem('import.fileUnreadable');
}

/** Tables get their columns' meaning, with the ids of all files known, and then their rows. */
function finished(drafts: readonly (Source | TableDraft)[]): Source[] {
  const guesses = drafts.map((draft) => (isSource(draft) ? [] : guessMapping(draft.table)));
  const ids = new Set(
    drafts.flatMap((draft, i) =>
      isSource(draft)
        ? draft.departments.flatMap(({ externalId }) => externalId ?? [])
        : departmentIds(draft.table, guesses[i] ?? [])
    )
  );
  return drafts.map((draft, i): Source => {
    if (isSource(draft)) return draft;
    const { file, table } = draft;
    const mapping = withParentColumn(table, guesses[i] ?? [], ids);
    return { ...draft, format: 'table', mapping, ...rowsOfTable(table, mapping, file) };
  });
}

const isSource = (draft: Source | TableDraft): draft is Source => 'departments' in draft;

import type { Preview, PreviewRow } from '#core/import/preview.ts';
import type { Refusal } from '#core/import/source.ts';

/** What a tab of the preview shows. */
export const RESULTS = ['refused', 'changed', 'new', 'unchanged', 'absent'] as const;
export type ResultKind = (typeof RESULTS)[number];

/** One line of the preview: the head of a group, or what one row comes to. */
export type PreviewLine =
  | { readonly type: 'head'; readonly result: ResultKind; readonly count: number }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'row'; readonly row: PreviewRow }
  | { readonly type: 'absent'; readonly id: string; readonly name: string };

export type Counts = Readonly<Record<ResultKind, number>>;

export function countsOf(preview: Preview, refusals: readonly Refusal[]): Counts {
  const of = (result: PreviewRow['result']) =>
    preview.rows.filter((row) => row.result === result).length;
  return {
    refused: refusals.length,
    changed: of('changed'),
    new: of('new'),
    unchanged: of('unchanged'),
    absent: preview.absent.length
  };
}

/** The lines of a tab, what needs a look first: refused, changed, new, unchanged, absent. */
export function previewLines(
  preview: Preview,
  refusals: readonly Refusal[],
  shown: ReadonlySet<ResultKind>
): PreviewLine[] {
  const lines: PreviewLine[] = [];
  for (const result of RESULTS) {
    if (!shown.has(result)) continue;
    const group = groupOf(preview, refusals, result);
    if (group.length === 0) continue;
    lines.push({ type: 'head', result, count: group.length });
    for (const line of group) lines.push(line);
  }
  return lines;
}

function groupOf(
  preview: Preview,
  refusals: readonly Refusal[],
  result: ResultKind
): PreviewLine[] {
  if (result === 'refused') return refusals.map((refusal) => ({ type: 'refused', refusal }));
  if (result === 'absent')
    return preview.absent.map(({ id, name }) => ({ type: 'absent', id, name }));
  return preview.rows.filter((row) => row.result === result).map((row) => ({ type: 'row', row }));
}

/** The refused rows as a table, so that they can be put right and imported alone. */
export function refusedCsv(
  refusals: readonly Refusal[],
  sentence: (refusal: Refusal) => string
): string {
  const quoted = (text: string) =>
    `"${(/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = refusals.map((refusal) => [
    refusal.origin.file,
    refusal.origin.line === 0 ? '' : String(refusal.origin.line),
    sentence(refusal),
    ...(refusal.cells ?? [refusal.excerpt])
  ]);
  return `\ufeff${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

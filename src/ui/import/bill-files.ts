import type { Refusal } from '#core/import/source.ts';

const nameOf = (file: File) => file.webkitRelativePath || file.name;

/** Whether a refusal speaks of a file, or of something in it. */
export const isOf = (file: File, { origin }: Refusal): boolean =>
  origin.file === nameOf(file) || origin.file.startsWith(`${nameOf(file)} › `);

/** Whether what the organization's import refused is for the import of bills to read. */
export const isBill = (file: File, refusals: readonly Refusal[]): boolean =>
  refusals.some((refusal) => isOf(file, refusal) && isForBills(refusal));

/** A file too large for an organization is read piece by piece there; totals are checked against. */
function isForBills({ problem: { code, params } }: Refusal): boolean {
  return (
    code === 'import.billFile' ||
    code === 'import.financialFile' ||
    code === 'import.fileTooLarge' ||
    (code === 'import.binary' && params['type'] === 'parquet')
  );
}

import type { Provider } from '#core/org/provider.ts';
import type { Problem } from '#core/kernel/problem.ts';

/** Where a row stood: the file as dropped and its 1-based line (of a table) or item (of JSON). */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/**
 * The parent a row names. `id` is the cloud's own id, `key` is our record key (our own exports),
 * `path` is names from below the root down, `root` is the file's root, which becomes the chosen
 * target. No parent at all means that the file does not say.
 */
export type ParentRef =
  | { readonly by: 'root' }
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'key'; readonly key: string }
  | { readonly by: 'path'; readonly path: readonly string[] };

export type TagPairs = readonly (readonly [key: string, value: string])[];

/** A department as a file says it. A field that is absent or blank says nothing and erases nothing. */
export interface DepartmentRow {
  readonly origin: Origin;
  readonly provider: Provider;
  readonly externalId?: string;
  readonly key?: string;
  readonly name?: string;
  readonly parent?: ParentRef;
  readonly owner?: string;
  readonly remark?: string;
  readonly tags?: TagPairs;
}

/** An account as a file says it. `joinedTime` is ISO 8601. `status`, `memberType` as in the Account kind. */
export interface AccountRow {
  readonly origin: Origin;
  readonly provider: Provider;
  readonly externalId?: string;
  readonly key?: string;
  readonly name?: string;
  readonly nickname?: string;
  readonly owner?: string;
  readonly email?: string;
  readonly joinedTime?: string;
  readonly memberType?: 'invited' | 'created';
  readonly status?: 'active' | 'pending' | 'suspended' | 'closing' | 'closed';
  readonly department?: ParentRef;
  readonly allowQuit?: boolean;
  readonly remark?: string;
  readonly tags?: TagPairs;
  /** Tencent's OrgPermission ids 1–10, payer and confirmation: the finance section's part of the row. */
  readonly permissionIds?: readonly number[];
  readonly payerUin?: string;
  readonly permissionStatus?: 'confirmed' | 'unconfirmed';
}

/** What the organization itself is called, when a file says so. */
export interface OrganizationRow {
  readonly origin: Origin;
  readonly provider: Provider;
  readonly name?: string;
  readonly externalId?: string;
}

export interface Refusal {
  readonly origin: Origin;
  readonly problem: Problem;
  /** Some of the refused row to recognise it by, shortened. */
  readonly excerpt: string;
  /** The row's cells, so that "download refused rows" can give them back. */
  readonly cells?: readonly string[];
}

/** A table as it stood in a CSV or a sheet; lines are those of the file. */
export interface SourceTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly Cell[] }[];
}

/** A cell's text; `number` marks a cell that a spreadsheet held as a number, so ids can be distrusted. */
export interface Cell {
  readonly text: string;
  readonly number?: true;
}

/** Which field each column goes to; `undefined` is "do not import". One entry a column. */
export type ColumnMapping = readonly (ColumnTarget | undefined)[];

export type ColumnTarget =
  | { readonly kind: 'account' | 'department'; readonly field: string }
  | { readonly kind: 'tag'; readonly key: string };

/** One file (or one member of an archive) after reading. */
export interface Source {
  readonly file: string;
  /** Format name, e.g. `tencent.nodes`, `aws.accounts`, `table`. */
  readonly format: string;
  /** How its text was encoded, where that was a question: `utf-8`, `gb18030`, `utf-16le`. */
  readonly encoding?: string;
  readonly table?: SourceTable;
  readonly mapping?: ColumnMapping;
  readonly departments: readonly DepartmentRow[];
  readonly accounts: readonly AccountRow[];
  readonly organization?: OrganizationRow;
  /** Record keys of what this file calls the root; rows of any file that name it mean the root. */
  readonly roots?: readonly string[];
  readonly refusals: readonly Refusal[];
}

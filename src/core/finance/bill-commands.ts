import { Account } from '#core/account/model.ts';
import { command } from '#core/kernel/command.ts';
import { readRow } from '#core/kernel/kind.ts';
import { ok, refused } from '#core/kernel/problem.ts';
import { diffOf, rowOf, type State } from '#core/kernel/state.ts';
import { isRecordId, missing } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { recordKey, type Provider } from '#core/org/provider.ts';
import { periodId } from './bills.ts';
import type { BillScope } from './fact.ts';
import { billCommandMessages as titles } from './messages.ts';
import { BillBatch, BillChoice } from './model.ts';

/** A batch whose bytes are kept, as the list of bills is to know it. */
export interface NewBill {
  /** SHA-256 of the bytes, hex. */
  readonly id: string;
  /** The file it was read from. */
  readonly name: string;
  readonly scope: BillScope;
  readonly format: string;
  readonly months: readonly string[];
  readonly rows: number;
  readonly refusedRows: number;
  readonly size: number;
}

/** An account that a bill names and the organization lacks. */
export interface BilledAccount {
  readonly provider: Provider;
  readonly account: string;
  /** As the bill calls it, or ''. */
  readonly name: string;
}

export interface BillImport {
  readonly bills: readonly NewBill[];
  /** To be created in `departmentId`; those that are there meanwhile stay as they are. */
  readonly accounts: readonly BilledAccount[];
  readonly departmentId: string;
}

/** Lists batches, and brings in accounts they name; what is listed already changes nothing. */
export const importBills = command<BillImport>(
  'bill.import',
  titles.import,
  (state, { bills, accounts, departmentId }, { now }) => {
    if (departmentId !== ROOT && !rowOf(state, Department, departmentId))
      return refused(missing(departmentId));
    const listed = bills
      .filter(({ id }) => !rowOf(state, BillBatch, id))
      .map((bill) => [bill.id, billRow(bill, now)] as const);
    const made = accounts.flatMap((each) => accountEntries(state, each, departmentId));
    return ok(new Map([...diffOf(state, BillBatch, listed), ...diffOf(state, Account, made)]));
  }
);

function billRow({ id, scope, ...rest }: NewBill, now: number): BillBatch {
  const importedTime = new Date(now).toISOString();
  const stored = new Map<string, unknown>(Object.entries({ ...rest, ...scope, importedTime }));
  return readRow(BillBatch, id, (field) => stored.get(field));
}

function accountEntries(
  state: State,
  { provider, account, name }: BilledAccount,
  departmentId: string
): (readonly [string, Account])[] {
  const id = recordKey(provider, account);
  if (account === '' || !isRecordId(id) || rowOf(state, Account, id)) return [];
  const values = { provider, externalId: account, name: name || account, departmentId };
  const stored = new Map<string, unknown>(Object.entries(values));
  return [[id, readRow(Account, id, (field) => stored.get(field))]];
}

/** Says which bills count for one period; none leaves it to the rules. */
export const chooseBills = command<{
  scope: BillScope;
  month: string;
  sources: readonly string[];
}>('bill.choose', titles.choose, (state, { scope, month, sources }) => {
  const id = periodId(scope, month);
  if (!isRecordId(id))
    return refused({ code: 'finance.payerUnnameable', params: { payer: scope.payer } });
  const stranger = sources.find((each) => !rowOf(state, BillBatch, each));
  if (stranger !== undefined) return refused({ code: 'finance.billNotExist', params: {} });
  if (sources.length === 0) return ok(diffOf(state, BillChoice, [[id, undefined]]));
  const stored = new Map<string, unknown>(Object.entries({ ...scope, month, sources }));
  const row = readRow(BillChoice, id, (field) => stored.get(field));
  const before = rowOf(state, BillChoice, id);
  const same = before && BillChoice.fields.sources.equal(before.sources, row.sources);
  return ok(diffOf(state, BillChoice, [[id, same ? before : row]]));
});

/** Takes bills off the list; their bytes go when nothing has named them for a month. */
export const removeBills = command<{ ids: readonly string[] }>(
  'bill.remove',
  titles.remove,
  (state, { ids }) => {
    if (!ids.every((id) => rowOf(state, BillBatch, id)))
      return refused({ code: 'finance.billNotExist', params: {} });
    return ok(
      diffOf(
        state,
        BillBatch,
        ids.map((id) => [id, undefined] as const)
      )
    );
  }
);

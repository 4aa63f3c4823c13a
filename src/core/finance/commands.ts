import { command } from '#core/kernel/command.ts';
import { readRow, withFields } from '#core/kernel/kind.ts';
import { ok, refused } from '#core/kernel/problem.ts';
import { diffOf, rowOf } from '#core/kernel/state.ts';
import { Account } from '#core/account/model.ts';
import { accountCommandMessages as titles } from '#core/account/messages.ts';
import { FinancialPolicy } from './model.ts';

/** Permission ids 1 and 2 (view bills, view balance) cannot be dropped. */
const MANDATORY = [1, 2];

export const updateFinancialPolicy = command<{
  ids: readonly string[];
  permissionIds?: readonly number[];
  payerUin?: string;
}>('financialPolicy.update', titles.financialPolicy, (state, { ids, ...values }) => {
  const chosen =
    values.permissionIds && FinancialPolicy.fields.permissionIds.read(values.permissionIds);
  if (chosen && !MANDATORY.every((id) => chosen.includes(id)))
    return refused({ code: 'finance.organizationPermissionIllegal', params: {} });
  const stranger = ids.find((id) => !rowOf(state, Account, id));
  if (stranger !== undefined)
    return refused({ code: 'account.organizationMemberNotExist', params: { id: stranger } });
  const rows = [...new Set(ids)].map((id) => {
    const row = rowOf(state, FinancialPolicy, id);
    const base = row ?? readRow(FinancialPolicy, id, () => undefined);
    const next = withFields(FinancialPolicy, base, {
      ...(chosen && { permissionIds: chosen }),
      ...(values.payerUin !== undefined && { payerUin: values.payerUin })
    });
    return [id, next] as const;
  });
  return ok(diffOf(state, FinancialPolicy, rows));
});

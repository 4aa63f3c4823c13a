import type { Row } from '#core/kernel/kind.ts';
import type { Locale } from '#core/kernel/message.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { Account } from '#core/account/model.ts';
import { accountsByDepartment } from '#core/account/home.ts';
import { FinancialPolicy } from '#core/finance/model.ts';
import { joinPath } from '#core/import/path.ts';
import { joinTags } from '#core/import/tag-text.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf, pathOf } from '#core/org/tree.ts';

/** What is exported: departments in the order of the tree, then accounts in the same order. */
export interface Exported {
  readonly departments: readonly Department[];
  readonly accounts: readonly Account[];
}

export function exportedFrom(state: State): Exported {
  const departments: Department[] = [];
  const accounts: Account[] = [];
  const table = tableOf(state, Account);
  const groups = accountsByDepartment(table);
  const written = new Set<string>();
  const collect = (group: string) => {
    written.add(group);
    const members = (get(groups, group)?.members ?? []).toSorted();
    for (const id of members) {
      const account = get(table, id);
      if (account) accounts.push(account);
    }
  };
  const walk = (id: string) => {
    collect(id);
    for (const child of childrenOf(state, id)) {
      const row = rowOf(state, Department, child);
      if (row) departments.push(row);
      walk(child);
    }
  };
  walk(ROOT);
  // Accounts of a department that is not there are exported as pointing to it all the same.
  const strays = groups.seats.ids.filter((id) => get(groups, id) && !written.has(id));
  for (const id of strays) collect(id);
  return { departments, accounts };
}

interface Column {
  readonly zh: string;
  readonly en: string;
  readonly account: (state: State, row: Account) => string;
  readonly department: (state: State, row: Department) => string;
}

const none = () => '';
const policyOf = (state: State, row: Account) => rowOf(state, FinancialPolicy, row.id);

/** One table for both kinds; every header is one that the importer knows. */
const COLUMNS: readonly Column[] = [
  { zh: '类型', en: 'Kind', account: () => 'account', department: () => 'department' },
  { zh: 'x_Key', en: 'x_Key', account: (_, row) => row.id, department: (_, row) => row.id },
  {
    zh: '云',
    en: 'Cloud',
    account: (_, row) => row.provider,
    department: (_, row) => row.provider
  },
  { zh: '账号 ID', en: 'Account ID', account: (_, row) => row.externalId, department: none },
  { zh: '部门 ID', en: 'Department ID', account: none, department: (_, row) => row.externalId },
  { zh: '名称', en: 'Name', account: (_, row) => row.name, department: (_, row) => row.name },
  { zh: '昵称', en: 'Nickname', account: (_, row) => row.nickname, department: none },
  {
    zh: 'x_ParentKey',
    en: 'x_ParentKey',
    account: (_, row) => row.departmentId,
    department: (_, row) => row.parentId
  },
  {
    zh: '所属部门',
    en: 'Department path',
    account: (state, row) => joinPath(pathOf(state, row.departmentId)),
    department: (state, row) => joinPath(pathOf(state, row.parentId))
  },
  { zh: '负责人', en: 'Owner', account: (_, row) => row.owner, department: (_, row) => row.owner },
  { zh: '邮箱', en: 'E-mail', account: (_, row) => row.email, department: none },
  { zh: '状态', en: 'Status', account: (_, row) => row.status, department: none },
  { zh: '加入方式', en: 'Member type', account: (_, row) => row.memberType, department: none },
  { zh: '加入时间', en: 'Joined', account: (_, row) => row.joinedTime, department: none },
  { zh: '允许退出', en: 'May quit', account: (_, row) => String(row.allowQuit), department: none },
  { zh: '备注', en: 'Remark', account: (_, row) => row.remark, department: (_, row) => row.remark },
  {
    zh: '标签',
    en: 'Tags',
    account: (_, row) => joinTags(row.tags),
    department: (_, row) => joinTags(row.tags)
  },
  {
    zh: '财务权限',
    en: 'Financial permissions',
    account: (state, row) => (policyOf(state, row)?.permissionIds ?? []).join(';'),
    department: none
  },
  {
    zh: '代付账号',
    en: 'Payer',
    account: (state, row) => policyOf(state, row)?.payerUin ?? '',
    department: none
  },
  {
    zh: '权限确认',
    en: 'Confirmation',
    account: (state, row) => policyOf(state, row)?.permissionStatus ?? '',
    department: none
  }
];

/** The organization, or only some records of it, as one table: headers, then one line a record. */
export function tableRows(state: State, locale: Locale, only?: ReadonlySet<string>): string[][] {
  const all = exportedFrom(state);
  const wanted = (row: Row) => only?.has(row.id) ?? true;
  const departments = all.departments.filter(wanted);
  const accounts = all.accounts.filter(wanted);
  return [
    COLUMNS.map((column) => (locale === 'en' ? column.en : column.zh)),
    ...departments.map((row) => COLUMNS.map((column) => column.department(state, row))),
    ...accounts.map((row) => COLUMNS.map((column) => column.account(state, row)))
  ];
}

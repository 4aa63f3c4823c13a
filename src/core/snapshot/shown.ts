import { groupsShownIn } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';
import type { Scope } from './scope.ts';

/** The part of a state that a scope reaches, with the top node in the root's place. */
export interface Shown {
  readonly organization: Organization | undefined;
  readonly departments: readonly Department[];
  readonly accounts: readonly Account[];
}

/** What stands below a top node down to a depth; nothing when the top node is not there. */
export function shownIn(state: State, { top, depth }: Pick<Scope, 'top' | 'depth'>): Shown {
  const organization = rootOf(state, top);
  if (!organization) return { organization, departments: [], accounts: [] };
  const departments: Department[] = [];
  const accounts: Account[] = [];
  const homed = (id: string) => (id === top ? ROOT : id);
  const walk = (id: string, levels: number) => {
    for (const group of groupsShownIn(state, id))
      for (const member of group.members) {
        const account = rowOf(state, Account, member);
        if (account) accounts.push({ ...account, departmentId: homed(id) });
      }
    if (levels === 0) return;
    for (const child of childrenOf(state, id)) {
      const row = rowOf(state, Department, child);
      if (row) departments.push({ ...row, parentId: homed(id) });
      walk(child, levels - 1);
    }
  };
  walk(top, depth);
  return { organization, departments, accounts };
}

/** The organization's record as the reader gets it: a department shared as top lends its name. */
function rootOf(state: State, top: string): Organization | undefined {
  const organization = rowOf(state, Organization, ROOT);
  if (top === ROOT) return organization;
  const department = rowOf(state, Department, top);
  if (!department) return undefined;
  const { name, remark, externalId } = department;
  const provider = department.provider === 'other' ? organization?.provider : department.provider;
  return { id: ROOT, name, remark, externalId, provider: provider ?? 'other', accountLimit: 0 };
}

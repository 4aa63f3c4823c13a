import { Account } from '#core/account/model.ts';
import { overLimit, repeatedNames, type Finding } from '#core/account/findings.ts';
import { accountsByDepartment, strayDepartments } from '#core/account/home.ts';
import { KINDS } from '#core/kinds.ts';
import { get, each } from '#core/kernel/table.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { profileOf } from '#core/org/limits.ts';
import { Department, FormerDepartment, Organization, ROOT } from '#core/org/model.ts';
import type { Group } from '#core/kernel/group.ts';
import { EXISTENCE, type WriterOf } from './changes.ts';
import { compareStamps, type Entry } from './entry.ts';
import { digestOf, type Conflict, type Side } from './conflict.ts';

/** What finding broken rules asks of the logs. */
export interface RuleLog {
  readonly entry: (id: string) => Entry | undefined;
  /** By the log alone: of a department's place as of any other field. */
  readonly writerOf: WriterOf;
  /** The last entry that brought accounts into the workspace. */
  readonly bringerOf: (kind: string) => string | undefined;
  /** The entry that deleted a department. */
  readonly deleterOf: (id: string) => string | undefined;
}

/** Rules that a merge broke: names that two gave apart, and more accounts than there may be. */
export function ruleConflicts(state: State, log: RuleLog): Conflict[] {
  return [...names(state, log), ...tooMany(state, log), ...withAccounts(state, log)];
}

/**
 * Commands that refuse a name which is taken, and the deletion that a merge took back: when two
 * records got one name by these, whoever was later cannot have seen the other.
 */
const CHECKED: ReadonlySet<string> = new Set([
  'department.add',
  'department.rename',
  'department.move',
  'department.delete',
  'selection.move',
  'selection.remove',
  'account.add',
  'account.rename',
  'account.update'
]);

function names(state: State, log: RuleLog): Conflict[] {
  const since = log.writerOf(Organization.name, ROOT, 'provider');
  const perParent = profileOf(state).departmentNameUnique === 'parent';
  const fields = [EXISTENCE, 'name', ...(perParent ? ['parentId'] : [])];
  return repeatedNames(state).flatMap((finding): Conflict[] => {
    const givers = finding.ids.flatMap((id) => {
      const giver = giverOf(finding.kind, id, log, fields);
      return giver !== undefined && (since === undefined || compareStamps(giver, since) > 0)
        ? [{ id, giver }]
        : [];
    });
    if (givers.length < 2) return [];
    givers.sort((a, b) => compareStamps(a.giver, b.giver) || (a.id < b.id ? -1 : 1));
    // Two records that one command named were allowed so.
    if (new Set(givers.map(({ giver }) => giver)).size < 2) return [];
    return [broken(finding, givers)];
  });
}

/**
 * The entry that gave a record its name by hand; undefined when its name came otherwise, by a file
 * say. What brought a record before it was renamed does not matter.
 */
function giverOf(
  kind: string,
  id: string,
  log: RuleLog,
  fields: readonly string[]
): string | undefined {
  const writers = fields.flatMap((field) => log.writerOf(kind, id, field) ?? []);
  const last = writers.sort(compareStamps).at(-1);
  return last !== undefined && CHECKED.has(log.entry(last)?.command ?? '') ? last : undefined;
}

function broken(finding: Finding, givers: readonly { id: string; giver: string }[]): Conflict {
  const { problem, kind } = finding;
  const content = givers.flatMap(({ id, giver }) => [id, giver]);
  return {
    key: `limit/${problem.code}/${digestOf(content)}`,
    type: 'limit',
    section: KINDS.get(kind)?.section ?? 'org',
    kind,
    ids: givers.map(({ id }) => id).sort(),
    problem,
    sides: givers.toReversed().map(({ giver }): Side => ({ shown: true, entry: giver }))
  };
}

/** More accounts than allowed, when the last one was added by a command that counts. */
function tooMany(state: State, log: RuleLog): Conflict[] {
  const [finding] = overLimit(state);
  const last = log.bringerOf(Account.name);
  if (!finding || last === undefined || log.entry(last)?.command !== 'account.add') return [];
  const limit =
    log.writerOf(Organization.name, ROOT, 'accountLimit') ??
    log.writerOf(Organization.name, ROOT, EXISTENCE);
  if (limit !== undefined && compareStamps(limit, last) > 0) return [];
  const { max = 0 } = finding.problem.params;
  return [
    {
      key: `limit/${finding.problem.code}/${max}/${last}`,
      type: 'limit',
      section: 'accounts',
      kind: Organization.name,
      ids: [ROOT],
      problem: finding.problem,
      sides: [{ shown: true, entry: last }]
    }
  ];
}

/** Departments that are gone while accounts still point to them. */
function withAccounts(state: State, log: RuleLog): Conflict[] {
  const groups = accountsByDepartment(tableOf(state, Account));
  const found: Conflict[] = [];
  each(strayDepartments(groups, tableOf(state, Department)), ({ id }) => {
    const group = get(groups, id);
    if (!group || !rowOf(state, FormerDepartment, id)) return;
    const deleter = log.deleterOf(id);
    const last = lastComer(group, log);
    // A file may name a department that was deleted here, and says so among the findings.
    if (last !== undefined && log.entry(last)?.command === 'organization.import') return;
    found.push({
      key: `stray/${id}/${deleter ?? ''}`,
      type: 'deleted-with-accounts',
      section: 'org',
      kind: Department.name,
      ids: [id],
      sides: [
        { shown: true, place: 'removed', ...(deleter !== undefined && { entry: deleter }) },
        { shown: false, ...(last !== undefined && { entry: last }) }
      ]
    });
  });
  return found;
}

/**
 * The entry that brought the last of the accounts that point to a department. Looked for each time:
 * an entry that comes late changes who was last without changing any account.
 */
function lastComer({ members }: Group, log: RuleLog): string | undefined {
  let last: string | undefined;
  for (const id of members) {
    const writer =
      log.writerOf(Account.name, id, 'departmentId') ?? log.writerOf(Account.name, id, EXISTENCE);
    if (writer !== undefined && (last === undefined || compareStamps(writer, last) > 0))
      last = writer;
  }
  return last;
}

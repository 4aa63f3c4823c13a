import type { Tags } from '#core/kernel/field.ts';
import { grouped } from '#core/kernel/group.ts';
import { derived } from '#core/kernel/selector.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { changes, emptyTable, get, put, rows, type Table } from '#core/kernel/table.ts';
import { Department } from '#core/org/model.ts';
import { Account } from './model.ts';

/** On how many records a tag key stands, or a key with one value. */
export interface TagUse {
  readonly id: string;
  readonly key: string;
  /** Empty when the use is of a key with whatever value. */
  readonly value: string;
  readonly count: number;
  /** When the first account that bears it joined; empty when none says. */
  readonly since: string;
}

interface Tagged {
  readonly tags: Tags;
  readonly joinedTime?: string;
}

/** Two pairs never share an id, whatever their texts hold. */
const pairId = (key: string, value: string) => `${key.length}:${key}${value}`;

const earlier = (a: string, b: string): string => (a === '' || (b !== '' && b < a) ? b : a);

/** Asks the records again which of those that bear a use joined first. */
function findFirst(
  uses: Map<string, TagUse>,
  orphaned: ReadonlySet<string>,
  table: Table<Tagged>,
  idOf: (key: string, value: string) => string
) {
  const first = new Map<string, string>();
  for (const { tags, joinedTime = '' } of rows(table))
    for (const [key, value] of tags) {
      const id = idOf(key, value);
      if (orphaned.has(id)) first.set(id, earlier(first.get(id) ?? '', joinedTime));
    }
  for (const [id, since] of first) {
    const use = uses.get(id);
    if (use) uses.set(id, { ...use, since });
  }
}

/** Counts uses over the records of a table; `by` tells which tags are one use. */
function tallied(by: 'key' | 'pair') {
  const idOf = by === 'key' ? (key: string) => key : pairId;
  const blank = (id: string, key: string, value: string) => ({
    id,
    key,
    value: by === 'key' ? '' : value,
    count: 0,
    since: ''
  });

  function build(table: Table<Tagged>): Table<TagUse> {
    const uses = new Map<string, ReturnType<typeof blank>>();
    for (const { tags, joinedTime = '' } of rows(table))
      for (const [key, value] of tags) {
        const id = idOf(key, value);
        let use = uses.get(id);
        if (!use) uses.set(id, (use = blank(id, key, value)));
        use.count++;
        use.since = earlier(use.since, joinedTime);
      }
    return put(emptyTable<TagUse>(), uses);
  }

  function step(uses: Table<TagUse>, [before]: [Table<Tagged>], [after]: [Table<Tagged>]) {
    const next = new Map<string, TagUse>();
    /** Uses that lost the record which was the first: the others have to be asked. */
    const orphaned = new Set<string>();
    let n = 0;
    const add = (row: Tagged, more: 1 | -1) => {
      const joined = row.joinedTime ?? '';
      for (const [key, value] of row.tags) {
        const id = idOf(key, value);
        const use = next.get(id) ?? get(uses, id) ?? blank(id, key, value);
        if (more < 0 && joined !== '' && joined === use.since) orphaned.add(id);
        const since = more > 0 ? earlier(use.since, joined) : use.since;
        next.set(id, { ...use, count: use.count + more, since });
      }
    };
    changes(before, after, (_, was, is) => {
      n++;
      if (was?.tags === is?.tags && was?.joinedTime === is?.joinedTime) return;
      if (was) add(was, -1);
      if (is) add(is, 1);
    });
    if (n > after.size / 6 + 64) return undefined;
    for (const { id, count } of next.values()) if (count === 0) orphaned.delete(id);
    if (orphaned.size > 0) findFirst(next, orphaned, after, idOf);
    return put(
      uses,
      [...next].map(([id, use]) => [id, use.count > 0 ? use : undefined] as const)
    );
  }

  return derived<[Table<Tagged>], Table<TagUse>>(build, step);
}

/** Uses in two tables as one. */
function summed() {
  type Pair = [Table<TagUse>, Table<TagUse>];
  const sumOf = (id: string, [a, b]: Pair): TagUse | undefined => {
    const [one, other] = [get(a, id), get(b, id)];
    if (!one || !other) return one ?? other;
    const since = earlier(one.since, other.since);
    return { ...one, count: one.count + other.count, since };
  };
  return derived<Pair, Table<TagUse>>(
    (...pair) => {
      const ids = [...rows(pair[0]), ...rows(pair[1])].map(({ id }) => id);
      return put(
        emptyTable<TagUse>(),
        ids.map((id) => [id, sumOf(id, pair)])
      );
    },
    (table, before, after) => {
      const touched = new Set<string>();
      changes(before[0], after[0], (id) => touched.add(id));
      changes(before[1], after[1], (id) => touched.add(id));
      return put(
        table,
        [...touched].map((id) => [id, sumOf(id, after)])
      );
    }
  );
}

/** How many accounts carry each tag key. */
export const tagKeys = tallied('key');
const accountPairs = tallied('pair');
const departmentKeys = tallied('key');
const departmentPairs = tallied('pair');
const bothKeys = summed();
const bothPairs = summed();

/** Tag keys of departments and accounts together. */
export const keyUses = (state: State): Table<TagUse> =>
  bothKeys(tagKeys(tableOf(state, Account)), departmentKeys(tableOf(state, Department)));

/** Keys with a value, of departments and accounts together. */
export const pairUses = (state: State): Table<TagUse> =>
  bothPairs(accountPairs(tableOf(state, Account)), departmentPairs(tableOf(state, Department)));

const byKey = grouped<TagUse>(({ key }) => key);

/** How a tag key or value is used. */
export interface Use {
  readonly text: string;
  readonly accounts: number;
  readonly departments: number;
}

const mostUsed = (a: Use, b: Use) =>
  b.accounts + b.departments - a.accounts - a.departments || (a.text < b.text ? -1 : 1);

/** Every tag key there is, the most used first. */
export function keysUsed(state: State): Use[] {
  const accounts = tagKeys(tableOf(state, Account));
  const departments = departmentKeys(tableOf(state, Department));
  return [...rows(keyUses(state))]
    .map(({ key }) => ({
      text: key,
      accounts: get(accounts, key)?.count ?? 0,
      departments: get(departments, key)?.count ?? 0
    }))
    .sort(mostUsed);
}

/** The values of a key, the most used first. */
export function valuesUsed(state: State, key: string): Use[] {
  const accounts = accountPairs(tableOf(state, Account));
  const departments = departmentPairs(tableOf(state, Department));
  const uses = pairUses(state);
  return (get(byKey(uses), key)?.members ?? [])
    .map((id) => ({
      text: get(uses, id)?.value ?? '',
      accounts: get(accounts, id)?.count ?? 0,
      departments: get(departments, id)?.count ?? 0
    }))
    .sort(mostUsed);
}

/** How many values a key has. */
export const valueCount = (state: State, key: string): number =>
  get(byKey(pairUses(state)), key)?.members.length ?? 0;

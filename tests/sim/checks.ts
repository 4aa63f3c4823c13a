import * as Y from 'yjs';
import { accountsByDepartment, homeOf } from '#core/account/home.ts';
import { findingsOf } from '#core/account/findings.ts';
import { Account } from '#core/account/model.ts';
import { totalOf } from '#core/account/totals.ts';
import type { Conflict } from '#core/audit/conflict.ts';
import type { Entry } from '#core/audit/entry.ts';
import { entrySentence } from '#core/audit/sentence.ts';
import { changedFields, type Kind, type Row, type Section } from '#core/kernel/kind.ts';
import { diffBetween, rowOf, tableOf, type Diff, type State } from '#core/kernel/state.ts';
import { each, get } from '#core/kernel/table.ts';
import { KINDS } from '#core/kinds.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import { profileOf } from '#core/org/limits.ts';
import { readPlacement } from '#core/org/placement.ts';
import { childrenOf, MAX_DEPTH } from '#core/org/tree.ts';
import { openConflicts, settledConflicts } from '#crdt/conflicts.ts';
import { Replica } from '#crdt/replica.ts';
import { formatsOf } from '#workspace/formats.ts';
import { oracle } from '../core/org/oracle.ts';
import { USED } from '../support/replicas.ts';
import type { Site } from './site.ts';

/** An invariant that does not hold. */
export class Broken extends Error {}

export function must(holds: boolean, what: () => string) {
  if (!holds) throw new Broken(what());
}

/** P1: every department once, links consistent, no circle, at most five levels; every account has a home. */
export function expectForest(state: State) {
  const departments = tableOf(state, Department);
  let met = 0;
  const walk = (id: string, level: number) => {
    must(level <= MAX_DEPTH, () => `P1: ${id} is on level ${level}`);
    let last = '';
    for (const child of childrenOf(state, id)) {
      const row = get(departments, child);
      must(row?.parentId === id, () => `P1: ${child} is listed in ${id} and is not there`);
      const key = `${row?.order ?? ''}\n${child}`;
      must(last < key, () => `P1: siblings in ${id} are out of order at ${child}`);
      last = key;
      met++;
      walk(child, level + 1);
    }
  };
  walk(ROOT, 0);
  must(
    met === departments.size,
    () => `P1: ${departments.size} departments, ${met} reach the root`
  );
}

/** P5 and P9: the tree is what the oracle makes of all placements; who is not where wanted is listed. */
export function expectOracle({ replica, docs }: Site) {
  const place = docs.get('org')?.getMap('place');
  const placements = replica.sections.get('org')?.placements;
  if (!place || !placements) return;
  const told = oracle(new Map(place.entries()));
  const departments = tableOf(replica.state, Department);
  must(
    told.size === departments.size,
    () => `P5: ${departments.size} shown, the oracle has ${told.size}`
  );
  for (const [id, { parentId, order }] of told) {
    const row = get(departments, id);
    must(
      row?.parentId === parentId && row.order === order,
      () => `P5: ${id} is in ${row?.parentId ?? 'nothing'}, the oracle has it in ${parentId}`
    );
  }
  const listed = new Map<string, Set<string>>();
  for (const { id, type } of placements.conflicts())
    listed.set(id, (listed.get(id) ?? new Set()).add(type));
  const slots = new Map<string, number>();
  for (const [key, value] of place.entries()) {
    const entry = readPlacement(key, value);
    if (entry) slots.set(entry.id, (slots.get(entry.id) ?? 0) + 1);
  }
  for (const [id, count] of slots)
    must(
      count > 1 === (listed.get(id)?.has('same-node') ?? false),
      () => `P9: ${id} has ${count} placements and its conflict list says otherwise`
    );
  for (const [id, shown] of told) {
    const winner = placements.winner(id);
    if (
      !winner ||
      (winner.kind !== 1 && winner.parentId === shown.parentId && winner.order === shown.order)
    )
      continue;
    must(
      ['cycle', 'depth', 'revived', 'parent-unknown'].some((type) => listed.get(id)?.has(type)),
      () => `P9: ${id} is not where it was put and no conflict says so`
    );
  }
}

/** P2: two states are equal record by record, field by field; what is derived beside them as well. */
export function expectEqualStates(a: State, b: State, what: string) {
  for (const kind of KINDS.values()) {
    const [one, other] = [tableOf(a, kind), tableOf(b, kind)];
    must(one.size === other.size, () => `${what}: ${one.size} and ${other.size} of ${kind.name}`);
    each(one, (row, id) => expectEqualRows(kind, id, row, get(other, id), what));
  }
}

function expectEqualRows(
  kind: Kind,
  id: string,
  one: Row | undefined,
  other: Row | undefined,
  what: string
) {
  if (one === other) return;
  const differing = one && other ? changedFields(kind, one, other) : ['existence'];
  must(
    differing.length === 0,
    () =>
      `${what}: ${kind.name} ${id} differs in ${differing.join(', ')}: ${JSON.stringify([one, other])}`
  );
}

/** P2: sites that met show the same, and list the same conflicts. */
export function expectEqual([first, ...others]: readonly Site[], what: string) {
  if (!first) return;
  const one = conflictsIn(first.replica);
  for (const site of others) {
    expectEqualStates(first.replica.state, site.replica.state, what);
    const other = conflictsIn(site.replica);
    must(one === other, () => `${what}: conflict lists differ ${differing(one, other)}`);
  }
}

/** Both texts from where they part. */
export function differing(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const from = Math.max(0, at - 200);
  return `at …${one.slice(from, at + 200)}… and …${other.slice(from, at + 200)}…`;
}

/** What placements say of each other, what the whole list says, and what was settled. */
export const conflictsIn = (of: Replica) =>
  JSON.stringify([
    of.sections.get('org')?.placements.conflicts(),
    listedConflicts(of).map(({ key, ids, sides }) => [key, ids, sides]),
    settledConflicts(of.sections)
  ]);

/** The inbox as everybody sees it. */
export function listedConflicts(of: Replica): readonly Conflict[] {
  const list = openConflicts(of.sections, of.state);
  let step = list.next();
  while (!step.done) step = list.next();
  return step.value;
}

/** Departments whose wanted parent has not arrived, with that parent. */
export function orphansOf({ replica }: Site): ReadonlyMap<string, string> {
  const conflicts = replica.sections.get('org')?.placements.conflicts() ?? [];
  return new Map(
    conflicts.flatMap((conflict) =>
      conflict.type === 'parent-unknown' ? [[conflict.id, conflict.wanted.parentId] as const] : []
    )
  );
}

/**
 * The law of writing: what a command planned is what the document then says, and nothing else, but
 * for departments that were waiting for a parent which the command makes.
 */
export function expectPlanned(
  before: State,
  planned: Diff,
  after: State,
  orphans: ReadonlyMap<string, string>
) {
  const departments = planned.get(Department.name);
  if ([...orphans.values()].some((parent) => departments?.has(parent))) return;
  const came = diffBetween(before, after);
  for (const [name, rows] of planned) {
    const kind = KINDS.get(name);
    if (!kind) continue;
    for (const [id, row] of rows)
      expectEqualRows(kind, id, row, rowOf<Kind>(after, kind, id), 'planned and written');
  }
  for (const [name, rows] of came) {
    if (name === FormerDepartment.name) continue;
    for (const id of rows.keys())
      must(
        planned.get(name)?.has(id) ?? false,
        () => `P7: ${name} ${id} changed without being asked`
      );
  }
}

/** P4: what the bytes say when they are opened anew is what is shown. */
export function expectReread({ docs, replica }: Site, v2: boolean, stacks: boolean) {
  const copies = new Map<Section, Y.Doc>();
  for (const [section, doc] of docs) {
    const copy = new Y.Doc();
    if (v2) Y.applyUpdateV2(copy, Y.encodeStateAsUpdateV2(doc));
    else Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    copies.set(section, copy);
  }
  const again = new Replica(copies, { ...replica.author, slot: 'reader' });
  for (const section of USED) for (const _ of again.open(section));
  expectEqualStates(again.state, replica.state, 'P4: reread');
  must(conflictsIn(again) === conflictsIn(replica), () => 'P4: reread: conflict lists differ');
  must(
    !stacks || JSON.stringify(again.stacks()) === JSON.stringify(replica.stacks()),
    () => 'P4: the undo stacks read from the log are not those kept'
  );
}

/** P8: what was delivered may come again, in any order, and nothing moves. */
export function expectIdempotent(
  site: Site,
  letters: readonly { section: Section; update: Uint8Array }[]
) {
  const { state } = site.replica;
  for (const { section, update } of letters) Y.applyUpdate(site.doc(section), update, 'again');
  must(site.replica.state === state, () => 'P8: a second delivery changed the state');
}

/** P3: whatever was ever made and that no entry removed is shown. */
export function expectNothingLost({ replica }: Site) {
  const removed = new Set<string>();
  const hidden = new Set<string>();
  const entries = replica.entryIds().flatMap((id) => replica.entry(id) ?? []);
  for (const { undoes, changes } of entries) {
    if (undoes !== undefined) hidden.add(undoes);
    for (const { kind, died } of changes) for (const { id } of died) removed.add(`${kind}/${id}`);
  }
  for (const entry of entries) {
    if (hidden.has(entry.id) && entry.blocks !== undefined) continue;
    for (const [kind, id] of bornOf(replica, entry))
      must(
        removed.has(`${kind.name}/${id}`) || rowOf<Kind>(replica.state, kind, id) !== undefined,
        () => `P3: ${kind.name} ${id}, made by ${entry.id}, is lost`
      );
  }
}

function* bornOf(replica: Replica, entry: Entry): Generator<readonly [Kind, string]> {
  for (const { kind: name, bornIds } of entry.changes) {
    const kind = KINDS.get(name);
    if (!kind) continue;
    for (const id of bornIds) yield [kind, id];
    const blocks = replica.sections.get(kind.section)?.blocks;
    if (blocks?.isVisible(entry.id))
      for (const id of blocks.bornIn(entry.id, name)) yield [kind, id];
  }
}

/** A command is there whole, or what there is of it was taken back. */
export function expectWhole({ replica }: Site, overwritten: ReadonlySet<string>) {
  const entries = new Map(replica.entryIds().map((id) => [id, replica.entry(id)]));
  const undone = new Set([...entries.values()].flatMap((entry) => entry?.undoes ?? []));
  for (const [id, entry] of entries)
    for (const section of entry?.of ?? [])
      must(
        undone.has(id) ||
          overwritten.has(id) ||
          (replica.sections.get(section as Section)?.log.has(id) ?? true),
        () =>
          `half a command: ${id} (${entry?.command}) is missing in ${section} and was not taken back`
      );
}

/** Every account counted once under the root, in a home that lives; roll-ups agree with counting. */
export function expectHomes(state: State) {
  const accounts = tableOf(state, Account);
  let counted = 0;
  each(accountsByDepartment(accounts), (group) => (counted += group.members.length));
  must(counted === accounts.size, () => `${accounts.size} accounts, ${counted} in groups`);
  each(accounts, (row, id) => {
    const home = homeOf(state, row);
    must(
      home === ROOT || rowOf(state, Department, home) !== undefined,
      () => `P3: ${id} has no home`
    );
  });
  const total = totalOf(state, ROOT);
  must(
    total.accounts === accounts.size && total.departments === tableOf(state, Department).size,
    () => `totals say ${total.accounts} accounts and ${total.departments} departments`
  );
}

/** A rule of the organization that a merge broke is a finding, not a secret. */
export function expectFindings(state: State) {
  const findings = findingsOf(state);
  if (profileOf(state).departmentNameUnique !== 'organization') return;
  const names = new Map<string, string>();
  each(tableOf(state, Department), ({ name }, id) => {
    const twin = names.get(name);
    names.set(name, id);
    must(
      twin === undefined ||
        findings.some(
          ({ kind, ids }) => kind === 'department' && ids.includes(id) && ids.includes(twin)
        ),
      () => `limits: ${id} and ${twin} share a name and no finding says so`
    );
  });
}

const FORMATS = [formatsOf('zh-CN'), formatsOf('en')] as const;

/** Every entry has a sentence in both languages, with nothing unsaid in it. */
export function expectSentences({ replica }: Site) {
  const entryOf = (id: string) => replica.entry(id);
  for (const id of replica.entryIds()) {
    const entry = entryOf(id);
    must(entry !== undefined, () => `${id} cannot be read`);
    for (const formats of FORMATS) {
      const text = entry ? entrySentence(entry, replica.state, formats, entryOf) : '';
      must(
        text.trim() !== '' && !/undefined|\[object|NaN/.test(text),
        () => `${id} says "${text}"`
      );
    }
  }
}

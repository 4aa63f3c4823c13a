import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  arrangedOutline,
  arrangedTree,
  groupsOf,
  type Arrangement
} from '#core/account/arranged.ts';
import { accountsTagged } from '#core/account/by-tag.ts';
import { Account } from '#core/account/model.ts';
import type { Outline, OutlineRow } from '#core/account/outline.ts';
import { changeOfAccounts } from '#core/finance/accounts-change.ts';
import type { AccountCost } from '#core/finance/cost.ts';
import { tagsOf, type Tags } from '#core/kernel/field.ts';
import { readRow, type Row } from '#core/kernel/kind.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { emptyTable, put, rows } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';

interface Edit {
  readonly account: number;
  readonly tags: Tags;
  readonly home: number;
  readonly gone: boolean;
}

/** Accounts that come, change their tags and places, and go again; the last department is missing. */
const histories = fc.array(
  fc.record<Edit>({
    account: fc.nat(14),
    tags: fc
      .array(fc.tuple(fc.constantFrom('env', 'a'), fc.constantFrom('x', 'y', '', '10', '9')))
      .map(tagsOf),
    home: fc.nat(4),
    gone: fc.nat(5).map((n) => n === 0)
  }),
  { minLength: 5, maxLength: 40 }
);
const arrangements = fc.constantFrom<Arrangement>(
  { key: 'env' },
  { key: 'a', then: { of: 'tag', key: 'env' } },
  { key: 'env', then: { of: 'department' } },
  { key: 'nowhere', then: { of: 'tag', key: 'a' } }
);

const sort = { field: 'name', descending: false } as const;

const departments = [0, 1, 2, 3].map((n): [string, Row] => {
  const stored = new Map<string, unknown>([
    ['name', `部门${n}`],
    ['parentId', n === 3 ? 'd0' : ROOT]
  ]);
  return [`d${n}`, readRow(Department, `d${n}`, (field) => stored.get(field))];
});

function* statesOf(history: readonly Edit[]): Generator<State> {
  let state = applyDiff(noState(), new Map([[Department.name, new Map(departments)]]));
  for (const { account, tags, home, gone } of history) {
    const id = `a${account}`;
    const stored = new Map<string, unknown>([
      ['name', id],
      ['tags', tags],
      ['departmentId', `d${home}`]
    ]);
    const row = gone ? undefined : readRow(Account, id, (field) => stored.get(field));
    state = applyDiff(state, new Map([[Account.name, new Map([[id, row]])]]));
    yield state;
  }
}

const linesOf = (outline: Outline): OutlineRow[] =>
  Array.from({ length: outline.length }, (_, i) => outline.at(i)).flatMap((line) => line ?? []);

/** Everything open, which takes as many looks as there are levels of groups. */
function opened(state: State, arrangement: Arrangement, only?: ReadonlySet<string>) {
  let expanded = new Set([ROOT]);
  for (let look = 0; look < 3; look++) {
    const lines = linesOf(
      arrangedOutline(state, arrangement, { expanded, unfolded: expanded, sort }, only)
    );
    expanded = new Set([ROOT, ...lines.flatMap(({ kind, id }) => (kind === 'group' ? id : []))]);
  }
  return arrangedOutline(state, arrangement, { expanded, unfolded: expanded, sort }, only);
}

test('every account stands once, where its tags say, and every line is found', () => {
  fc.assert(
    fc.property(histories, arrangements, (history, arrangement) => {
      for (const state of statesOf(history)) {
        const outline = opened(state, arrangement);
        const lines = linesOf(outline);
        expect(lines).toHaveLength(outline.length);
        const shown = lines.flatMap(({ kind, id }) => (kind === 'account' ? id : []));
        expect(shown.toSorted()).toEqual(
          [...rows(tableOf(state, Account))].map(({ id }) => id).sort()
        );
        const above: OutlineRow[] = [];
        lines.forEach((line, i) => {
          expect(outline.indexOf(line.id)).toBe(i);
          above[line.level] = line;
          const first = above[1]?.group;
          if (line.kind !== 'account' || first?.of !== 'tag') return;
          const tags = new Map(rowOf(state, Account, line.id)?.tags);
          expect(tags.get(arrangement.key)).toBe(first.value);
          const second = line.level > 2 ? above[2]?.group : undefined;
          if (second?.of === 'tag') expect(tags.get(second.key)).toBe(second.value);
        });
        for (const { level, group } of lines)
          if (level === 1 && group?.of === 'tag') {
            const { key, value } = group;
            const filter = { key, ...(value !== undefined && { value }) };
            expect(group.members.length).toBe(accountsTagged(state, filter).length);
          }
      }
    }),
    { numRuns: 40 }
  );
});

test('as a tree it has the same groups, in the same order, with the same accounts', () => {
  fc.assert(
    fc.property(histories, arrangements, (history, arrangement) => {
      for (const state of statesOf(history)) {
        const tree = arrangedTree(state, arrangement);
        const walked: string[] = [];
        const walk = (id: string) => {
          for (const child of tree.childrenOf(id)) {
            walked.push(child);
            const node = tree.nodeOf(child);
            expect(node?.parent).toBe(id);
            if (node?.isLast)
              for (const member of node.group.members) {
                const row = rowOf(state, Account, member);
                expect(row && groupsOf(state, arrangement, row).at(-1)).toBe(child);
              }
            walk(child);
          }
        };
        walk(ROOT);
        const lines = linesOf(opened(state, arrangement)).filter(({ kind }) => kind === 'group');
        expect(walked).toEqual(lines.map(({ id }) => id));
        // A node that nobody asked for yet is found by its id alone.
        const fresh = arrangedTree(state, arrangement);
        for (const { id, group } of lines.toReversed())
          expect(fresh.nodeOf(id)?.group.members).toHaveLength(group?.members.length ?? -1);
      }
    }),
    { numRuns: 20 }
  );
});

test('only some of them stand in the groups they are in, open', () => {
  fc.assert(
    fc.property(histories, arrangements, (history, arrangement) => {
      for (const state of statesOf(history)) {
        const all = [...rows(tableOf(state, Account))].map(({ id }) => id);
        const only = new Set(all.filter((_, i) => i % 2 === 0));
        const outline = arrangedOutline(
          state,
          arrangement,
          { expanded: new Set(), unfolded: new Set(), sort },
          only
        );
        const shown = linesOf(outline).flatMap(({ kind, id }) => (kind === 'account' ? id : []));
        expect(shown.sort()).toEqual([...only].sort());
      }
    }),
    { numRuns: 20 }
  );
});

test('a folded group shows its first accounts and finds the line of the rest', () => {
  const edits = Array.from({ length: 12 }, (_, account) => {
    return { account, tags: [], home: 0, gone: false };
  });
  const state = [...statesOf(edits)].at(-1) ?? noState();
  const lacking = '/["env",null]';
  const outline = arrangedOutline(
    state,
    { key: 'env' },
    { expanded: new Set([ROOT, lacking]), unfolded: new Set(), sort }
  );
  expect(outline.at(1)).toMatchObject({ kind: 'group', id: lacking });
  expect(outline.at(1)?.group?.members).toHaveLength(12);
  expect(outline.at(outline.indexOfRest(lacking))).toMatchObject({ kind: 'rest', more: 4 });
});

const costsOf = (unit: bigint) =>
  put(
    emptyTable<AccountCost>(),
    Array.from({ length: 12 }, (_, n) => {
      const id = `a${n}`;
      return [id, { id, cells: [BigInt(n) - 5n, unit ** BigInt(n)] }] as const;
    })
  );

test('groups cost what their accounts cost, and together what all of them do', () => {
  const bills = [costsOf(2n), costsOf(3n)];
  fc.assert(
    fc.property(histories, arrangements, (history, arrangement) => {
      for (const state of statesOf(history)) {
        const groups = linesOf(opened(state, arrangement)).filter(({ kind }) => kind === 'group');
        for (const costs of bills) {
          const together = (ids: readonly string[]) => {
            const cells = ids.map((id) => [...rows(costs)].find((row) => row.id === id)?.cells);
            const sum = (at: number) => cells.reduce((n, own) => n + (own?.[at] ?? 0n), 0n);
            return { before: sum(0), after: sum(1) };
          };
          const sumAt = (level: number) =>
            groups
              .filter((line) => line.level === level)
              .map(({ group }) => changeOfAccounts(costs, group?.members ?? []))
              .reduce(
                (sum, own) => ({
                  before: sum.before + own.before,
                  after: sum.after + own.after
                }),
                { before: 0n, after: 0n }
              );
          for (const { group } of groups)
            expect(changeOfAccounts(costs, group?.members ?? [])).toEqual(
              together(group?.members ?? [])
            );
          const all = together([...rows(tableOf(state, Account))].map(({ id }) => id));
          expect(sumAt(1)).toEqual(all);
          if (arrangement.then) expect(sumAt(2)).toEqual(all);
        }
      }
    }),
    { numRuns: 20 }
  );
});

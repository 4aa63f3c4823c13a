import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnOf, FIELD_COLUMNS, tagColumnId } from '#core/account-table/columns.ts';
import { groupKey, linesOf, type Lines } from '#core/account-table/lines.ts';
import { facetOf } from '#core/account-table/match.ts';
import { queryText, readQuery, type TableQuery } from '#core/account-table/query.ts';
import { previewImport } from '#core/import/preview.ts';
import { sampleGroup } from '#core/sample/group.ts';
import { ROOT } from '#core/org/model.ts';
import { initialsOf } from '#core/account/initials.ts';
import { Account } from '#core/account/model.ts';
import { noState } from '#core/kinds.ts';
import type { Row } from '#core/kernel/kind.ts';
import { applyDiff, tableOf, type State } from '#core/kernel/state.ts';
import { each, emptyTable, put, rows } from '#core/kernel/table.ts';
import { drawnCommand, hostileText, planOf } from '../../support/random-commands.ts';

const columnIds = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FIELD_COLUMNS.map(({ id }) => id)) },
  { weight: 1, arbitrary: fc.constantFrom('env', 'Env', '华东', '__proto__').map(tagColumnId) }
);
const sorts = fc
  .uniqueArray(columnIds, { maxLength: 3 })
  .chain((ids) =>
    fc
      .array(fc.boolean(), { minLength: ids.length, maxLength: ids.length })
      .map((flags) => ids.map((column, i) => ({ column, descending: flags[i] === true })))
  );
const values = fc.oneof(fc.constantFrom('', 'active', 'aws', 'root', 'prod'), hostileText);
const queries: fc.Arbitrary<TableQuery> = fc.record({
  text: fc.constantFrom('', '', 'a', '华', 'hd', '10', 'env prod'),
  sort: sorts,
  filters: fc
    .array(fc.tuple(columnIds, fc.uniqueArray(values, { minLength: 1, maxLength: 3 })), {
      maxLength: 2
    })
    .map((all) => new Map(all.map(([id, each]) => [id, new Set(each)] as const))),
  group: fc.option(columnIds, { nil: undefined, freq: 2 }),
  columns: fc.uniqueArray(columnIds, { minLength: 1, maxLength: 4 })
});

/** The same records in tables of their own, so that everything has to be built anew. */
const copied = (state: State): State =>
  new Map(
    [...state].map(([name, table]) => {
      const entries: [string, Row][] = [];
      each(table, (row, id) => entries.push([id, row]));
      return [name, put(emptyTable<Row>(), entries.reverse())];
    })
  );

const said = (lines: Lines) => Array.from({ length: lines.length }, (_, i) => lines.at(i));

const steps = fc.array(fc.tuple(drawnCommand, fc.nat()), { minLength: 4, maxLength: 40 });

const SAMPLE = applyDiff(
  noState(),
  previewImport(noState(), { sources: [sampleGroup(11, 40)], target: ROOT }).diff
);

/** States one after the other, now and then from an older one: a plan or the past beside live. */
function* statesOf(history: readonly (readonly [Parameters<typeof planOf>[0], number])[]) {
  const states = [SAMPLE];
  for (const [drawn, from] of history) {
    const base = states[from % 5 === 0 ? from % states.length : states.length - 1] ?? noState();
    const result = planOf(drawn, base);
    states.push(result.ok ? applyDiff(base, result.value) : base);
    yield states.at(-1) ?? base;
  }
}

const valueIn = (state: State, column: string, row: Account) =>
  columnOf(column)?.valueOf(row, state) ?? '';

function isFound(state: State, query: TableQuery, row: Account): boolean {
  const text = [
    row.name,
    row.externalId,
    row.nickname,
    row.owner,
    row.email,
    row.remark,
    ...row.tags.map(([key, value]) => `${key}=${value}`),
    initialsOf(row.name),
    initialsOf(row.nickname),
    initialsOf(row.owner)
  ].join('\n');
  const words = query.text.split(' ');
  return (
    words.every((word) => text.toLowerCase().includes(word)) &&
    [...query.filters].every(([column, passing]) => passing.has(valueIn(state, column, row)))
  );
}

test('caught up = rebuilt, over random histories that fork', () => {
  fc.assert(
    fc.property(steps, queries, columnIds, (history, query, facet) => {
      const column = columnOf(facet)!;
      for (const state of statesOf(history)) {
        const anew = copied(state);
        expect(said(linesOf(state, query, new Set()))).toEqual(
          said(linesOf(anew, query, new Set()))
        );
        expect(facetOf(state, query, column)).toEqual(facetOf(anew, query, column));
      }
    }),
    { numRuns: 150 }
  );
}, 60_000);

test('the table shows what the query finds, once, and finds each of its lines', () => {
  fc.assert(
    fc.property(steps, queries, (history, query) => {
      for (const state of statesOf(history)) {
        const expected = [...rows(tableOf(state, Account))].filter((row) =>
          isFound(state, query, row)
        );
        const lines = linesOf(state, query, new Set());
        expect([...lines.ids()].sort()).toEqual(expected.map(({ id }) => id).sort());
        expect(lines.count).toBe(expected.length);
        said(lines).forEach((line, i) => expect(lines.indexOf(line?.key ?? '')).toBe(i));
        expect(lines.at(lines.length)).toBeUndefined();
      }
    }),
    { numRuns: 60 }
  );
}, 60_000);

test('groups hold accounts of their value, each value has one, and folding hides no head', () => {
  fc.assert(
    fc.property(steps, queries, columnIds, fc.nat(), (history, query, group, fold) => {
      for (const state of statesOf(history)) {
        const open = linesOf(state, { ...query, group }, new Set());
        const values = open.groups.map(({ value }) => value);
        expect(new Set(values).size).toBe(values.length);
        expect(open.groups.reduce((n, { count }) => n + count, 0)).toBe(open.count);
        for (const { value, count } of open.groups) {
          const ids = open.idsOfGroup(value);
          expect(ids).toHaveLength(count);
          const from = open.indexOf(groupKey(value));
          expect(open.idsBetween(from, from + count)).toEqual(ids);
          for (const id of ids) {
            const row = [...rows(tableOf(state, Account))].find((each) => each.id === id)!;
            expect(valueIn(state, group, row)).toBe(value);
          }
        }
        const folded = values[fold % Math.max(1, values.length)];
        if (folded === undefined) continue;
        const shut = linesOf(state, { ...query, group }, new Set([folded]));
        expect(shut.groups.map(({ value }) => value)).toEqual(values);
        expect(shut.count).toBe(open.count);
        expect(shut.length).toBe(open.length - open.idsOfGroup(folded).length);
        for (const id of open.idsOfGroup(folded)) expect(shut.indexOf(id)).toBe(-1);
      }
    }),
    { numRuns: 40 }
  );
}, 60_000);

test('a facet counts what passes the other filters, and a descending sort is the ascending one backwards', () => {
  fc.assert(
    fc.property(steps, queries, columnIds, (history, query, facet) => {
      const column = columnOf(facet)!;
      for (const state of statesOf(history)) {
        const others = new Map([...query.filters].filter(([id]) => id !== facet));
        const counts = new Map<string, number>();
        for (const row of rows(tableOf(state, Account)))
          if (isFound(state, { ...query, filters: others }, row)) {
            const value = column.valueOf(row, state);
            counts.set(value, (counts.get(value) ?? 0) + 1);
          }
        const told = facetOf(state, query, column).filter(({ count }) => count > 0);
        expect(new Map(told.map(({ id, count }) => [id, count]))).toEqual(counts);

        const valued = (descending: boolean) =>
          [
            ...linesOf(
              state,
              { ...query, group: undefined, sort: [{ column: facet, descending }] },
              new Set()
            ).ids()
          ]
            .map((id) => valueIn(state, facet, tableRow(state, id)))
            .filter((value) => value !== '');
        expect(valued(true)).toEqual(valued(false).reverse());
      }
    }),
    { numRuns: 40 }
  );
}, 60_000);

const tableRow = (state: State, id: string) =>
  [...rows(tableOf(state, Account))].find((row) => row.id === id)!;

test('a query is read back from its text, and any text gives one', () => {
  fc.assert(
    fc.property(queries, fc.string(), (query, noise) => {
      const tidy = {
        ...query,
        filters: new Map(
          [...query.filters].map(([id, passing]) => [
            id,
            new Set([...passing].map((value) => value.toWellFormed()))
          ])
        )
      };
      expect(readQuery(queryText(query))).toEqual(tidy);
      const read = readQuery(noise);
      expect(readQuery(queryText(read))).toEqual(read);
    })
  );
});

test('names stand as in a Chinese dictionary, numbers as numbers', () => {
  const names = ['订单-2', '订单-10', '华东', 'Zeta', 'alpha', '安全', '2', '10', ''];
  const entries = names.map((name, i) => {
    const row = { ...blank, id: `other:${i}`, name };
    return [row.id, Object.freeze(row)] as const;
  });
  const state = applyDiff(noState(), new Map([[Account.name, new Map<string, Row>(entries)]]));
  const sort = [{ column: 'name', descending: false }];
  const query = { text: '', sort, filters: new Map(), group: undefined, columns: [] };
  const shown = [...linesOf(state, query, new Set()).ids()].map((id) => tableRow(state, id).name);
  expect(shown).toEqual(['2', '10', '安全', '订单-2', '订单-10', '华东', 'alpha', 'Zeta', '']);
});

const blank = Object.fromEntries(
  Object.entries(Account.fields).map(([name, { initial }]) => [name, initial])
) as unknown as Account;

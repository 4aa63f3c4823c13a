import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { KINDS, noState } from '#core/kinds.ts';
import {
  applyDiff,
  diffBetween,
  reverse,
  rowOf,
  squash,
  tableOf,
  type State
} from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { COMMANDS } from '#core/commands.ts';
import { Account } from '#core/account/model.ts';
import { Department, ROOT } from '#core/org/model.ts';
import '#workspace/bill-sentences.ts';
import '#workspace/budget-sentences.ts';
import '#workspace/finding-sentences.ts';
import '#workspace/import-sentences.ts';
import '#workspace/snapshot/problems.ts';
import '#workspace/table-sentences.ts';
import { hasSentence } from '#workspace/sentence.ts';
import { depthOf, MAX_DEPTH } from '#core/org/tree.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

const histories = fc.array(drawnCommand, { maxLength: 40 });

function statesOf(history: readonly Parameters<typeof planOf>[0][]): State[] {
  const states = [noState()];
  for (const drawn of history) {
    const state = states.at(-1) ?? noState();
    const result = planOf(drawn, state);
    if (result.ok) states.push(applyDiff(state, result.value));
  }
  return states;
}

const plain = (state: State) =>
  Object.fromEntries(
    [...state].map(([name, table]) => {
      const rows: [string, unknown][] = [];
      each(table, (row, id) => rows.push([id, row]));
      return [name, rows.sort(([a], [b]) => (a < b ? -1 : 1))];
    })
  );

describe('every command, on random states', () => {
  test('never throws, never mutates, answers the same twice', () => {
    fc.assert(
      fc.property(histories, drawnCommand, (history, drawn) => {
        const state = statesOf(history).at(-1) ?? noState();
        const before = JSON.stringify(plain(state));
        const first = planOf(drawn, state);
        const second = planOf(drawn, state);
        expect(second).toEqual(first);
        expect(JSON.stringify(plain(state))).toBe(before);
        if (first.ok)
          for (const rows of first.value.values())
            for (const row of rows.values()) if (row) expect(Object.isFrozen(row)).toBe(true);
      }),
      { numRuns: 300 }
    );
  });

  test('leaves the organization a forest of at most five levels', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const state = statesOf(history).at(-1) ?? noState();
        each(tableOf(state, Department), (row) => {
          expect(depthOf(state, row.id)).toBeLessThanOrEqual(MAX_DEPTH);
          expect(row.parentId === ROOT || rowOf(state, Department, row.parentId)).toBeTruthy();
        });
        each(tableOf(state, Account), (row) => {
          expect(
            row.departmentId === ROOT || rowOf(state, Department, row.departmentId)
          ).toBeTruthy();
        });
      }),
      { numRuns: 200 }
    );
  });

  test('plans only rows that differ, and a reversed diff takes them back', () => {
    fc.assert(
      fc.property(histories, drawnCommand, (history, drawn) => {
        const state = statesOf(history).at(-1) ?? noState();
        const result = planOf(drawn, state);
        if (!result.ok) return;
        const after = applyDiff(state, result.value);
        expect(plain(applyDiff(after, reverse(state, result.value)))).toEqual(plain(state));
        expect(plain(applyDiff(state, diffBetween(state, after)))).toEqual(plain(after));
      }),
      { numRuns: 300 }
    );
  });

  test('squash has the effect of one after the other', () => {
    fc.assert(
      fc.property(histories, drawnCommand, drawnCommand, (history, a, b) => {
        const state = statesOf(history).at(-1) ?? noState();
        const first = planOf(a, state);
        if (!first.ok) return;
        const middle = applyDiff(state, first.value);
        const second = planOf(b, middle);
        if (!second.ok) return;
        const after = applyDiff(middle, second.value);
        expect(plain(applyDiff(state, squash(first.value, second.value)))).toEqual(plain(after));
      }),
      { numRuns: 200 }
    );
  });

  test('refuses in a sentence of both languages', () => {
    fc.assert(
      fc.property(histories, drawnCommand, (history, drawn) => {
        const result = planOf(drawn, statesOf(history).at(-1) ?? noState());
        if (!result.ok)
          for (const problem of result.problems)
            expect(hasSentence(problem.code), problem.code).toBe(true);
      }),
      { numRuns: 300 }
    );
  });

  test('has a dotted name that stands once, and a title in both languages', () => {
    const names = COMMANDS.map((command) => command.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, title } of COMMANDS) {
      expect(name).toMatch(/^[a-zA-Z]+\.[a-z]+$/);
      expect(title.zh).not.toBe(title.en);
    }
  });
});

describe('problem codes', () => {
  test('in the sources of core all have a sentence', () => {
    const core = new URL('../../../src/core/', import.meta.url);
    const files = readdirSync(core, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const source = readFileSync(new URL(file, core), 'utf8');
      for (const [, code = ''] of source.matchAll(/code: '([a-zA-Z.]+)'/g))
        expect(hasSentence(code), `${file}: ${code}`).toBe(true);
    }
  });
});

test('every kind reads whatever is stored', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS.values()), fc.anything(), (kind, raw) => {
      for (const field of Object.values(kind.fields)) {
        const value = field.read(raw);
        expect(field.equal(field.read(value), value)).toBe(true);
      }
    }),
    { numRuns: 1000 }
  );
});

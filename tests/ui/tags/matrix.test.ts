import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagMatrix } from '#core/account/tag-matrix.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, tableOf } from '#core/kernel/state.ts';
import { rows as rowsOf } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { gridStep } from '#ui/tags/grid-step.ts';
import { matrixRows } from '#ui/tags/matrix-rows.ts';
import { shadeOf, shadeSteps } from '#ui/tags/shades.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

describe('rows of the matrix', () => {
  it('add up: an open department is the sum of what stands right beneath it', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { maxLength: 60 }), fc.nat(), (history, closed) => {
        let state = noState();
        for (const drawn of history) {
          const result = planOf(drawn, state);
          if (result.ok) state = applyDiff(state, result.value);
        }
        const departments = [...rowsOf(tableOf(state, Department))].map(({ id }) => id);
        const expanded = new Set([ROOT, ...departments]);
        expanded.delete(departments[closed % Math.max(1, departments.length)] ?? '');
        const rows = matrixRows(state, tagMatrix(state, 'env', 3), expanded);
        rows.forEach((row, i) => {
          if (!row.expanded) return;
          const end = rows.findIndex((next, j) => j > i && next.level <= row.level);
          const beneath = rows
            .slice(i + 1, end < 0 ? undefined : end)
            .filter(({ level }) => level === row.level + 1);
          expect(beneath.map(({ position }) => position)).toEqual(beneath.map((_, j) => j + 1));
          row.counts.forEach((n, at) =>
            expect(beneath.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0)).toBe(n)
          );
        });
      }),
      { numRuns: 60 }
    );
  });
});

describe('shades', () => {
  it.each([
    [0, []],
    [1, [1]],
    [7, [1, 2, 5]],
    [106, [2, 5, 10, 20, 50, 100]]
  ])('up to %i change at %j', (most, steps) => expect(shadeSteps(most)).toEqual(steps));

  it('are none for nothing, and never darker for less', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (a, b) => {
        const steps = shadeSteps(Math.max(a, b));
        expect(shadeOf(0, steps)).toBe(0);
        const [less, more] = [shadeOf(Math.min(a, b), steps), shadeOf(Math.max(a, b), steps)];
        expect(less).toBeLessThanOrEqual(more);
        expect(more).toBeLessThanOrEqual(7);
      })
    );
  });
});

describe('a key in the matrix', () => {
  const extent = { rows: 10, columns: 4, page: 5, parent: 1 };
  const press = (key: string, row: number, column: number, expanded?: boolean, ctrlKey = false) =>
    gridStep(
      { key, ctrlKey, metaKey: false, altKey: false, shiftKey: false },
      { row, column },
      expanded,
      extent
    );

  it.each([
    ['ArrowDown', { row: 3, column: 2 }],
    ['ArrowUp', { row: 1, column: 2 }],
    ['PageDown', { row: 7, column: 2 }],
    ['PageUp', { row: 0, column: 2 }],
    ['ArrowRight', { row: 2, column: 3 }],
    ['ArrowLeft', { row: 2, column: 1 }],
    ['Home', { row: 2, column: 0 }],
    ['End', { row: 2, column: 3 }]
  ])('%s moves within the grid', (key, to) => expect(press(key, 2, 2)).toEqual(to));

  it('opens, enters, closes and leaves a department from its name', () => {
    expect(press('ArrowRight', 2, 0, false)).toBe('toggle');
    expect(press('ArrowRight', 2, 0, true)).toEqual({ row: 2, column: 1 });
    expect(press('ArrowLeft', 2, 0, true)).toBe('toggle');
    expect(press('ArrowLeft', 2, 0, false)).toEqual({ row: 1, column: 0 });
    expect(press('Enter', 2, 0, true)).toBe('toggle');
    // A cell is a link, which Enter follows by itself.
    expect(press('Enter', 2, 1, true)).toBeUndefined();
    expect(press('End', 2, 1, true, true)).toEqual({ row: 9, column: 3 });
  });
});

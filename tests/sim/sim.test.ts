import * as Y from 'yjs';
import { describe, expect, test } from 'vitest';
import { applyDiff } from '#core/kernel/state.ts';
import { readRow } from '#core/kernel/kind.ts';
import { noState } from '#core/kinds.ts';
import { Department, ROOT } from '#core/org/model.ts';
import * as checks from './checks.ts';
import { History } from './history.ts';
import { emptyDisk, Site } from './site.ts';

const department = (id: string, values: Readonly<Record<string, unknown>>) =>
  readRow(Department, id, (field) => values[field]);

const stateOf = (...rows: Department[]) =>
  applyDiff(noState(), new Map([[Department.name, new Map(rows.map((row) => [row.id, row]))]]));

const site = (slot: string) =>
  new Site(slot, slot, emptyDisk(), 0, slot.charCodeAt(0), () => undefined);

describe('the simulator', () => {
  test('tells the same history of a seed twice, step by step', () => {
    const tell = () => {
      const steps: string[] = [];
      const told = new History(7, (text) => steps.push(text)).run();
      return { steps, told };
    };
    const first = tell();
    expect(tell()).toEqual(first);
    expect(first.told.commands).toBeGreaterThanOrEqual(100);
    expect(first.told.crashes).toBeGreaterThanOrEqual(1);
    expect(first.told.partitions).toBe(1);
  }, 60_000);

  test.each([4, 36, 74, 100, 156, 211, 247, 5466])(
    'the conflict lists of seed %d, which once differed between replicas, are equal',
    (seed) => {
      expect(() => new History(seed).run()).not.toThrow();
    },
    60_000
  );

  test('notices a circle, a level too deep, and a department that hangs from nothing', () => {
    const circle = stateOf(
      department('a', { parentId: 'b', order: 'a0' }),
      department('b', { parentId: 'a', order: 'a0' })
    );
    const chain = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, i, ids) =>
      department(id, { parentId: ids[i - 1] ?? ROOT, order: 'a0' })
    );
    const stray = stateOf(department('a', { parentId: 'nowhere', order: 'a0' }));
    expect(() => checks.expectForest(stateOf(...chain.slice(0, 5)))).not.toThrow();
    for (const broken of [circle, stateOf(...chain), stray])
      expect(() => checks.expectForest(broken)).toThrow(checks.Broken);
  });

  test('notices two states that differ in one field, and a row that nobody asked to change', () => {
    const one = stateOf(department('a', { order: 'a0', name: 'One' }));
    const other = stateOf(department('a', { order: 'a0', name: 'Other' }));
    expect(() => checks.expectEqualStates(one, one, 'same')).not.toThrow();
    expect(() => checks.expectEqualStates(one, other, 'differing')).toThrow('name');
    expect(() => checks.expectPlanned(one, new Map(), other, new Map())).toThrow('P7');
  });

  test('notices a tree that is not what its placements say', () => {
    const right = site('a');
    right.doc('org').getMap('place').set('d1/a', [1, ROOT, 'a0', ROOT, 'a0', 2]);
    expect(() => checks.expectOracle(right)).not.toThrow();
    const docs = new Map([...right.docs, ['org', new Y.Doc()] as const]);
    const wrong = Object.assign(Object.create(Site.prototype), right, { docs }) as Site;
    expect(() => checks.expectOracle(wrong)).toThrow('P5');
  });

  test('keeps of a crash what was saved and no more than was written, in order', () => {
    const torn = site('a');
    for (let i = 0; i < 3; i++) torn.doc('org').getMap('place').set(`d${i}/a`, i);
    torn.flush();
    for (let i = 3; i < 6; i++) torn.doc('org').getMap('place').set(`d${i}/a`, i);
    const left = torn.crash((most) => most - 1);
    expect(left.get('org')?.rows).toHaveLength(5);
    const again = new Site('a', 'b', left, 0, 2, () => undefined);
    expect([...again.doc('org').getMap('place').keys()]).toHaveLength(5);
  });
});

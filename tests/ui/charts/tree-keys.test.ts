import { describe, expect, test } from 'vitest';
import { beneath, idsAround, itemOf, spotOf, wayOf } from '../../../src/ui/charts/tree-items.ts';
import { chartAction } from '../../../src/ui/charts/tree-keys.ts';
import { layoutTree, type Direction } from '../../../src/ui/charts/tree-layout.ts';

const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  root: ['a', 'b', 'c'],
  a: ['a1', 'a2'],
  b: [],
  c: ['c1']
};
/** `b` has fourteen leaves in two columns, `c` is closed. */
const LEAVES = Array.from({ length: 14 }, (_, i) => `leaf${i}`);

function chart(direction: Direction) {
  const layout = layoutTree(
    'root',
    (id) => CHILDREN[id] ?? [],
    (id) => id !== 'c',
    { direction, leavesOf: (id) => (id === 'b' ? LEAVES.length : 0) }
  );
  const grown = {
    layout,
    leavesOf: (id: string) => (id === 'b' ? LEAVES : []),
    homeOf: (id: string) => (id.startsWith('leaf') ? 'b' : undefined)
  };
  const press = (key: string, id: string, held: Partial<KeyboardEvent> = {}) =>
    chartAction(
      { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held },
      grown,
      id,
      spotOf(grown, id)!
    );
  return { grown, press };
}

const go = (id: string) => ({ do: 'go', id });

describe('keys on the chart', () => {
  test('walk from level to level and along one, to the right', () => {
    const { press } = chart('right');
    expect(press('ArrowRight', 'root')).toEqual(go('a'));
    expect(press('ArrowDown', 'a')).toEqual(go('b'));
    expect(press('ArrowUp', 'b')).toEqual(go('a'));
    expect(press('ArrowUp', 'a')).toBeUndefined();
    expect(press('ArrowLeft', 'a1')).toEqual(go('a'));
    expect(press('ArrowRight', 'c')).toEqual({ do: 'toggle', id: 'c' });
    expect(press('ArrowLeft', 'a')).toEqual({ do: 'toggle', id: 'a' });
    expect(press('ArrowLeft', 'root')).toBeUndefined();
    expect(press('Home', 'a1')).toEqual(go('root'));
    expect(press('End', 'a1')).toEqual(go('c'));
  });

  test('turn with the tree when it grows down', () => {
    const { press } = chart('down');
    expect(press('ArrowDown', 'root')).toEqual(go('a'));
    expect(press('ArrowRight', 'a')).toEqual(go('b'));
    expect(press('ArrowUp', 'a1')).toEqual(go('a'));
    expect(press('ArrowDown', 'c')).toEqual({ do: 'toggle', id: 'c' });
  });

  test('enter a stack, walk in it as it is seen, and leave it', () => {
    const { press } = chart('right');
    expect(press('ArrowRight', 'b')).toEqual(go('leaf0'));
    expect(press('ArrowDown', 'leaf0')).toEqual(go('leaf1'));
    expect(press('ArrowRight', 'leaf1')).toEqual(go('leaf13'));
    expect(press('ArrowLeft', 'leaf13')).toEqual(go('leaf1'));
    expect(press('ArrowLeft', 'leaf1')).toEqual(go('b'));
    expect(chart('down').press('ArrowUp', 'leaf0')).toEqual(go('b'));
  });

  test.each(['right', 'down'] as const)('reach every card and leaf, to the %s', (direction) => {
    const { press } = chart(direction);
    const reached = new Set(['root']);
    for (const id of reached)
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp']) {
        const action = press(key, id);
        if (action?.do === 'go') reached.add(action.id);
      }
    expect(reached.size).toBe(6 + LEAVES.length);
  });

  test('do what the mouse does, and leave the rest to the page and the browser', () => {
    const { press } = chart('right');
    expect(press(' ', 'a')).toEqual({ do: 'select', id: 'a' });
    expect(press('f', 'leaf3')).toEqual({ do: 'focus', id: 'b' });
    expect(press('N', 'a', { shiftKey: true })).toEqual({ do: 'find', step: -1 });
    for (const key of ['Enter', 'F2', 'Delete', 'm'])
      expect(press(key, 'a')).toEqual({ do: 'command', key, id: 'a' });
    expect(press('m', 'a', { ctrlKey: true })).toBeUndefined();
    expect(press('q', 'a')).toBeUndefined();
  });
});

describe('what stands in the page', () => {
  test('says level, place and whether it is open', () => {
    const { grown } = chart('right');
    const said = (id: string) => itemOf(id, spotOf(grown, id)!);
    expect(said('root')).toMatchObject({ level: 0, expanded: true });
    expect(said('c')).toMatchObject({ level: 1, position: 3, siblings: 3, expanded: false });
    expect(said('leaf3')).toMatchObject({ level: 2, position: 4, siblings: 14, leaf: true });
    expect(said('a1').expanded).toBeUndefined();
  });

  test('leads from anything to the root, and has what is around it', () => {
    const { grown } = chart('right');
    expect([...wayOf(grown, 'leaf3')]).toEqual(['leaf3', 'b', 'root']);
    expect(idsAround(grown, 'a', spotOf(grown, 'a')!)).toEqual(
      expect.arrayContaining(['root', 'b', 'c', 'a1', 'a2'])
    );
    expect(beneath(grown, 'b')).toEqual(new Set(LEAVES));
  });
});

import '../../../src/app.css';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import TreeChart from '#ui/charts/TreeChart.svelte';
import { CARD, layoutTree, type Layout } from '#ui/charts/tree-layout.ts';
import { Stage } from './stage.svelte.ts';

/** Ten beneath each of two hundred: far more than a window has elements for. */
const NODES = 2000;
const childrenOf = (without?: string) => (id: string) => {
  const first = Number(id) * 10 + 1;
  return Array.from({ length: 10 }, (_, i) => first + i)
    .filter((n) => n < NODES && String(n) !== without)
    .map(String);
};
const layoutOf = (without?: string): Layout => layoutTree('0', childrenOf(without), () => true);

let leave: (() => Promise<void>) | undefined;
afterEach(async () => {
  await leave?.();
  leave = undefined;
});

const frame = () => new Promise((next) => requestAnimationFrame(next));

async function open(at?: string) {
  const target = document.createElement('div');
  target.style.cssText =
    'position: fixed; top: 0; left: 0; width: 1200px; height: 1600px; display: flex';
  document.body.append(target);
  const stage = new Stage(layoutOf(), at);
  const nothing = () => undefined;
  const app = mount(TreeChart, {
    target,
    props: {
      get layout() {
        return stage.layout;
      },
      get at() {
        return stage.at;
      },
      cardOf: (id: string) => ({ name: `Card ${id}`, line: '', step: 1 }),
      leavesOf: () => [],
      partsOf: nothing,
      homeOf: nothing,
      labels: {
        chart: 'Chart',
        zoomIn: 'In',
        zoomOut: 'Out',
        fit: 'Fit',
        openAll: 'Open',
        closeAll: 'Close',
        map: 'Map',
        refused: 'No',
        more: (n: number) => String(n)
      },
      legend: { title: 'Cards', least: '0', most: '9' },
      size: undefined,
      selected: new Set<string>(),
      marks: new Map(),
      found: undefined,
      movable: true,
      dropOn: nothing,
      onat: (id: string) => stage.said.push(id),
      onselect: nothing,
      ontoggle: nothing,
      onopenall: nothing,
      onmove: nothing,
      onfocus: nothing,
      onfind: nothing,
      oncommand: nothing
    }
  });
  leave = async () => {
    await unmount(app);
    target.remove();
  };
  const tree = target.querySelector<HTMLElement>('[role=tree]');
  if (!tree) throw new Error('There is no tree.');
  await frame();
  const press = (key: string) => {
    tree.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    flushSync();
  };
  const card = (id: string) => tree.querySelector(`[data-card="${id}"]`);
  return { stage, tree, press, card };
}

describe('a chart with more cards than elements', () => {
  it('has few elements, and among them always the one that keys act on', async () => {
    const { tree, press, stage } = await open('1500');
    press('0');
    const items = tree.querySelectorAll('[role=treeitem]');
    expect(items.length).toBeLessThan(60);
    const active = () =>
      document.getElementById(tree.getAttribute('aria-activedescendant') ?? '')?.ariaLabel;
    expect(active()).toBe('Card 1500');
    stage.at = '7';
    flushSync();
    expect(active()).toBe('Card 7');
  });

  it('takes a press on a card that is only drawn', async () => {
    const { tree, press, card, stage } = await open();
    press('0');
    const root = stage.layout.byId.get('0');
    const box = card('0')?.getBoundingClientRect();
    if (!root || !box) throw new Error('The chart is not there.');
    const k = box.width / CARD.width;
    const placeOf = ({ x, y }: { x: number; y: number }) => ({
      clientX: box.left + (x - root.x) * k + 4,
      clientY: box.top + (y - root.y) * k + 1
    });
    const drawn = stage.layout.nodes.find((node) => {
      const { clientY } = placeOf(node);
      return clientY > 0 && clientY < 1600 && !card(node.id);
    });
    if (!drawn) throw new Error('Every card is an element.');
    const at = { ...placeOf(drawn), pointerId: 1, bubbles: true };
    tree.dispatchEvent(new PointerEvent('pointerdown', at));
    tree.dispatchEvent(new PointerEvent('pointerup', at));
    expect(stage.said).toEqual([drawn.id]);
  });

  it('keeps what is looked at in its place while the tree around it changes', async () => {
    const { card, stage } = await open('1500');
    const before = card('1500')?.getBoundingClientRect();
    stage.layout = layoutOf('3');
    flushSync();
    await frame();
    const after = card('1500')?.getBoundingClientRect();
    expect(after?.top).toBeCloseTo(before?.top ?? -1, 1);
    expect(after?.left).toBeCloseTo(before?.left ?? -1, 1);
  });
});

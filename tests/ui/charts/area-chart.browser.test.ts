import '../../../src/app.css';
import { mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AreaChartProps } from '#ui/charts/area-chart.ts';
import Icicle from '#ui/charts/Icicle.svelte';
import Treemap from '#ui/charts/Treemap.svelte';

/** Two departments of 60 and 40, the first of them with two of 40 and 20. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  top: ['b', 'a'],
  a: ['a1', 'a2'],
  b: ['b1']
};
const VALUES: Readonly<Record<string, number>> = { top: 100, a: 60, b: 40, a1: 40, a2: 20, b1: 40 };

const props = (more: Partial<AreaChartProps>): AreaChartProps => ({
  root: 'top',
  children: (id) => CHILDREN[id] ?? [],
  value: (id) => VALUES[id] ?? 0,
  label: (id) => id.toUpperCase(),
  colour: () => 'cat-1',
  format: String,
  legend: [],
  labels: {
    chart: 'Chart',
    path: 'Path',
    table: 'Table',
    name: 'Name',
    value: 'Accounts',
    share: 'Share',
    legend: 'Legend',
    nothing: 'Nothing here',
    open: (name) => `Open ${name}`,
    others: (n) => `${n} others`
  },
  ...more
});

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function open(chart: typeof Treemap, more: Partial<AreaChartProps> = {}) {
  await page.viewport(1000, 700);
  const target = document.createElement('div');
  target.style.cssText = 'position: fixed; inset: 0; display: flex';
  document.body.append(target);
  const app = mount(chart, { target, props: props(more) });
  close = async () => {
    await unmount(app);
    target.remove();
  };
  await vi.waitFor(() => expect(tree().querySelector('canvas')?.width).toBeGreaterThan(300));
  await tick();
}

const tree = () => {
  const found = document.querySelector<HTMLElement>('[role=tree]');
  if (!found) throw new Error('no chart');
  return found;
};
const current = () =>
  document.getElementById(tree().getAttribute('aria-activedescendant') ?? '')?.dataset['area'];
const way = () => [...document.querySelectorAll('nav li')].map((each) => each.textContent.trim());

/** A point of the chart in parts of its width and height, met by a mouse or a finger. */
function press(x: number, y: number, { detail = 1, pointerType = 'mouse' } = {}) {
  const box = tree().querySelector('canvas')?.getBoundingClientRect() ?? new DOMRect();
  const at = {
    clientX: box.left + box.width * x,
    clientY: box.top + box.height * y,
    bubbles: true,
    detail
  };
  tree().dispatchEvent(new PointerEvent('pointerdown', { ...at, pointerType }));
  tree().dispatchEvent(new MouseEvent('click', at));
  if (detail === 2) tree().dispatchEvent(new MouseEvent('dblclick', at));
}

describe('an area chart', () => {
  it('is walked by keys, opened with Enter and left with Escape', async () => {
    const seen: string[] = [];
    await open(Treemap, { onat: (id) => seen.push(id) });
    tree().focus();
    expect(current()).toBe('top');
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowUp}{ArrowRight}{End}');
    expect(seen).toEqual(['a', 'b', 'a', 'a1', 'a2']);
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(way()).toEqual(['TOP', 'A']);
    await userEvent.keyboard('{Escape}');
    expect(way()[0]).toBe('TOP');
    expect(way()).not.toContain('A');
    expect(current()).toBe('a');
  });

  it('shows what a click meets, and looks into what the first of two met', async () => {
    const seen: string[] = [];
    await open(Icicle, { onat: (id) => seen.push(id) });
    // The middle column: b above, a beneath it.
    press(0.5, 0.9);
    expect(seen).toEqual(['a']);
    press(0.5, 0.1, { detail: 2 });
    await tick();
    expect(way()).toEqual(['TOP', 'A']);
  });

  it('tells a finger first what is there', async () => {
    const seen: string[] = [];
    await open(Icicle, { onat: (id) => seen.push(id) });
    press(0.5, 0.9, { pointerType: 'touch' });
    await tick();
    expect(seen).toEqual([]);
    expect(way()).toEqual(['TOP', 'Open A']);
    press(0.5, 0.9, { pointerType: 'touch' });
    expect(seen).toEqual(['a']);
  });

  it('has all it draws in a table that adds up, in sight when asked for', async () => {
    await open(Treemap);
    const cells = () =>
      [...document.querySelectorAll('table tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent.trim())
      );
    expect(cells()).toEqual([
      ['Name', 'Accounts', 'Share'],
      ['A', '60', '60%'],
      ['B', '40', '40%'],
      ['TOP', '100', '100%']
    ]);
    expect(document.querySelector('table button')).toBeNull();
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('button', { name: 'A', exact: true }).click();
    expect(cells().slice(1)).toEqual([
      ['A1', '40', '66.7%'],
      ['A2', '20', '33.3%'],
      ['A', '60', '100%']
    ]);
  });

  it('leaves the way to what is no longer there, and says where nothing is', async () => {
    await open(Treemap, { trail: ['a', 'gone'] });
    expect(way()).toEqual(['TOP', 'A']);
    await close?.();
    close = undefined;
    await open(Treemap, { value: () => 0 });
    expect(document.body.textContent).toContain('Nothing here');
  });

  it('draws ten thousand nodes at once', async () => {
    const departments = Array.from({ length: 100 }, (_, i) => `d${i}`);
    const accounts = new Map(
      departments.map((id) => [id, Array.from({ length: 99 }, (_, i) => `${id}-${i}`)])
    );
    await open(Treemap, {
      children: (id) => (id === 'top' ? departments : (accounts.get(id) ?? [])),
      value: (id) => (id === 'top' ? 9900 : (accounts.get(id)?.length ?? 1))
    });
    const canvas = tree().querySelector('canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    const inked = data
      ?.filter((_, i) => i % 4 === 3)
      .reduce((n, alpha) => n + Number(alpha > 0), 0);
    expect(inked).toBeGreaterThan(0.4 * (canvas?.width ?? 0) * (canvas?.height ?? 0));
  });
});

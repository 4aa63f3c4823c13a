import { afterEach, expect, test, vi } from 'vitest';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { ROOT } from '#core/org/model.ts';
import { blur, HIDDEN } from '#workspace/blur.svelte.ts';
import { ShownCosts } from '#workspace/month-costs.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { holderOf, listed } from '../support/costs.ts';
import { billsOf, sampleState } from '../support/focus-file.ts';

afterEach(() => {
  if (blur.on) blur.toggle();
});

test('blurred amounts are one state of the tab, which a reload does not lift', async () => {
  blur.toggle();
  expect(document.documentElement).toHaveClass('blurred');
  expect(blur.title('1.00 CNY')).toBeUndefined();
  vi.resetModules();
  const { blur: reloaded } = await import('#workspace/blur.svelte.ts');
  expect(reloaded.on).toBe(true);
  reloaded.toggle();
  blur.toggle();
  expect(document.documentElement).not.toHaveClass('blurred');
  expect(blur.title('1.00 CNY')).toBe('1.00 CNY');
});

test('costs beside an organization say no amount while amounts are blurred, but on paper', async () => {
  settings.set({ locale: 'en' });
  const group = sampleState(20);
  const holder = holderOf(listed(group, billsOf(group)));
  const costs = new ShownCosts(holder, () => '2026-11');
  await costs.follow();
  const { state } = holder;
  const said = (of: ShownCosts) => {
    const amount = of.costOf(state, ROOT) + of.costOf(state, OUTSIDE);
    return [
      of.short(amount),
      of.full(amount),
      of.plain(amount),
      of.exact(amount),
      of.inUnit(amount, of.unitOf(state)),
      ...of.notes(state)
    ];
  };
  const open = said(costs);
  blur.toggle();
  const hidden = said(costs);
  expect(hidden.slice(0, 5)).toEqual([HIDDEN, `${HIDDEN} CNY`, HIDDEN, `${HIDDEN} CNY`, HIDDEN]);
  expect(hidden.join(' ')).not.toMatch(/\d/);
  expect(said(costs.onPaper)).toEqual(open);
});

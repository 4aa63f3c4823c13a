import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Finding } from '#core/account/findings.ts';
import { addBudget } from '#core/finance/budget-commands.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import type { MoneyGrain } from '#core/snapshot/scope.ts';
import { followCosts } from '#workspace/costs.svelte.ts';
import { hasCosts } from '#workspace/has-costs.ts';
import { holdsBills, type WorkspaceView } from '#workspace/current.ts';
import { Finder } from '#workspace/find.ts';
import { costsOf, type ShownCosts } from '#workspace/month-costs.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { listed } from '../support/costs.ts';
import { billsOf, sampleState } from '../support/focus-file.ts';

beforeEach(() => settings.set({ locale: 'en' }));

const group = sampleState(20);
const bills = listed(group, billsOf(group, '2026-10', 3));

/** As much of a workspace as is asked of it, and how often its bills were. */
function viewOf({
  finance = true,
  standsStill = false,
  state = bills.state,
  money
}: {
  finance?: boolean;
  standsStill?: boolean;
  state?: State;
  money?: MoneyGrain;
} = {}) {
  const blobs = vi.fn(bills.blobs);
  const view = {
    state,
    phase: 'ready',
    canRead: (section: string) => section !== 'finance' || finance,
    ...(money && { money }),
    ...(!standsStill && { blobs })
  } as unknown as WorkspaceView;
  return { view, blobs };
}

const moment = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('costs', () => {
  test('are read once somebody wants to see them, and not before', async () => {
    const { view, blobs } = viewOf();
    let isWanted = $state(false);
    let costs: ShownCosts | undefined;
    const stop = $effect.root(() =>
      followCosts(
        () => view,
        () => isWanted,
        (told) => (costs = told)
      )
    );
    flushSync();
    await moment();
    expect(blobs).not.toHaveBeenCalled();
    expect(costs).toBeUndefined();
    isWanted = true;
    flushSync();
    await vi.waitFor(() => expect(costs?.now?.month).toBe('2026-10'));
    const read = blobs.mock.calls.length;
    isWanted = false;
    flushSync();
    expect(costs).toBeUndefined();
    isWanted = true;
    flushSync();
    await vi.waitFor(() => expect(costs?.now).toBeDefined());
    expect(blobs.mock.calls.length).toBe(read);
    stop();
  });

  test('are those of a snapshot that tells accounts apart, whatever the rights', () => {
    for (const money of ['account', 'service'] as const)
      expect(hasCosts(viewOf({ finance: false, money }).view)).toBe(true);
    for (const money of ['none', 'department'] as const)
      expect(hasCosts(viewOf({ money }).view)).toBe(false);
  });

  test('are of the month that was over when what stands still was taken', async () => {
    const taken = { ...viewOf().view, takenAt: Date.parse('2026-10-15') };
    if (!holdsBills(taken)) throw new Error('it holds bills');
    const costs = costsOf(taken);
    await costs.follow();
    expect(costs.now?.month).toBe('2026-09');
  });

  test('are there only with bills, with the right to them, and where bills are at hand', () => {
    expect(hasCosts(viewOf().view)).toBe(true);
    expect(hasCosts(viewOf({ finance: false }).view)).toBe(false);
    expect(hasCosts(viewOf({ standsStill: true }).view)).toBe(false);
    expect(hasCosts(viewOf({ state: group }).view)).toBe(false);
  });
});

describe('budgets among the findings', () => {
  const values = { name: 'All', currency: 'CNY', first: '2020-01', amount: '1', onActual: [100] };
  const planned = addBudget.plan(bills.state, { id: 'b', values }, { now: 0 });
  const state = planned.ok ? applyDiff(bills.state, planned.value) : bills.state;

  async function found(options: Parameters<typeof viewOf>[0]) {
    const told: (readonly Finding[])[] = [];
    const { view, blobs } = viewOf({ state, ...options });
    await new Finder((findings) => told.push(findings)).find(view, () => true);
    return { told, blobs };
  }

  test('come first, after all else was told and the bills are read', async () => {
    const { told } = await found({});
    expect(told).toHaveLength(2);
    expect(told[0]?.some(({ kind }) => kind === 'budget')).toBe(false);
    expect(told[1]?.[0]?.problem).toMatchObject({
      code: 'finding.budgetReached',
      params: { name: 'All', percent: 100 }
    });
    expect(told[1]?.slice(1)).toEqual(told[0]);
  });

  test('are none of whoever has no right to finance, and nothing is read for them', async () => {
    const { told, blobs } = await found({ finance: false });
    expect(told).toHaveLength(1);
    expect(told[0]?.some(({ kind }) => kind === 'budget')).toBe(false);
    expect(blobs).not.toHaveBeenCalled();
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { Account } from '#core/account/model.ts';
import { moveSelection } from '#core/account/selection.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import { costByDepartment } from '#core/finance/department-cost.ts';
import { setReportingCurrency } from '#core/finance/rate-commands.ts';
import { applyDiff, tableOf, type State } from '#core/kernel/state.ts';
import { get, rows } from '#core/kernel/table.ts';
import type { Command } from '#core/kernel/command.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf, isWithin } from '#core/org/tree.ts';
import { CHANGE_STEPS } from '#ui/charts/change-paint.ts';
import { ALIKE } from '#ui/charts/tree-drawing.ts';
import {
  changeColours,
  costColumns,
  costedAreas,
  costFormats,
  costSource
} from '#ui/organization/areas/costs.ts';
import { areaSource, isAccount } from '#ui/organization/areas/source.ts';
import { cardsOf } from '#ui/organization/chart/cards.ts';
import { matchesOf } from '#ui/organization/outline/lines.ts';
import { ShownCosts } from '#workspace/month-costs.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { holderOf, listed } from '../../support/costs.ts';
import { billsOf, sampleState } from '../../support/focus-file.ts';

const SORT = { field: 'name', descending: false } as const;
const group = sampleState(60);
const bills = billsOf(group);
const tables = ({ state }: { state: State }) => [...rows(tableOf(state, Department))];

beforeEach(() => settings.set({ locale: 'en' }));

async function costsOver(start = listed(group, bills), running = '2026-11') {
  const holder = holderOf(start);
  const costs = new ShownCosts(holder, () => running);
  await costs.follow();
  return { holder, costs };
}

function run<A>(state: State, command: Command<A>, args: A): State {
  const planned = command.plan(state, args, { now: 0 });
  if (!planned.ok) throw new Error(planned.problems[0].code);
  return applyDiff(state, planned.value);
}

describe('costs beside an organization', () => {
  test('are those of the latest closed month, and all of it is somewhere', async () => {
    const { holder, costs } = await costsOver();
    expect(costs.now?.month).toBe('2026-10');
    expect(costs.title).toBe('Cost in Oct 2026');
    const all = [...rows(costs.now!.costs)].reduce((sum, { cells }) => sum + (cells[1] ?? 0n), 0n);
    const { state } = holder;
    expect(costs.costOf(state, ROOT) + costs.costOf(state, OUTSIDE)).toBe(all);
    expect(costs.notes(state).join(' ')).toContain('USD without a rate');
    expect(costs.notes(state).join(' ')).toContain('not in the organization');
  });

  test('follow a move at once and over the same table of accounts', async () => {
    const { holder, costs } = await costsOver();
    const before = costs.now?.costs;
    const [to = ''] = childrenOf(holder.state, ROOT);
    const from =
      tables(holder).find(
        ({ id }) =>
          childrenOf(holder.state, id).length === 0 &&
          !isWithin(holder.state, id, to) &&
          costs.costOf(holder.state, id) > 0n
      )?.id ?? '';
    const moved = costs.costOf(holder.state, from);
    const there = costs.costOf(holder.state, to);
    const parents = { departments: [from], accounts: [], parentId: to };
    holder.state = run(holder.state, moveSelection, parents);
    expect(costs.now?.costs).toBe(before);
    expect(costs.costOf(holder.state, to)).toBe(there + moved);
    expect(get(costByDepartment(holder.state, before!), ROOT)).toBeDefined();
  });

  test('are told in the reporting currency, and what has no rate in it stands apart', async () => {
    const { holder, costs } = await costsOver();
    holder.state = run(holder.state, setReportingCurrency, { currency: 'USD' });
    expect(costs.now?.currency).toBe('USD');
    expect([...costs.now!.apart.keys()]).toEqual(['CNY']);
  });

  test('say which bills cannot be read, and what still runs', async () => {
    const { holder, costs } = await costsOver(listed(group, bills, [0]), '2026-11');
    expect(costs.notes(holder.state).join(' ')).toContain('1 bill cannot be read');
    const none = await costsOver(
      listed(
        group,
        bills,
        bills.map((_, i) => i)
      )
    );
    expect(none.costs.now).toBeUndefined();
    expect(none.costs.notes(none.holder.state).join(' ')).toContain('cannot be read');
    const running = await costsOver(listed(group, billsOf(group, '2026-10', 1)), '2026-10');
    expect(running.costs.notes(running.holder.state)[0]).toContain('still runs');
    expect(running.costs.incomparable).toContain('no bill');
    expect(running.costs.growth({ before: 0n, after: 5n })).toBe('');
  });
});

describe('areas by money', () => {
  test('are as large as what they cost, and a department is what stands in it', async () => {
    const { holder, costs } = await costsOver();
    const { state } = holder;
    const plain = areaSource(state, SORT);
    const costed = costedAreas(state, costs, plain, false);
    for (const { id } of [{ id: ROOT }, ...tables(holder)]) {
      const inside = plain.children(id).reduce((sum, child) => sum + costed.cost(child), 0n);
      expect(costed.cost(id)).toBe(inside);
    }
    const source = costSource(plain, costed);
    const { exact, head } = costFormats(state, costs, costed);
    expect(head).toBe('Cost 2026-10 (CNY)');
    expect(exact(source.value(ROOT), ROOT)).toBe(costs.plain(costs.costOf(state, ROOT)));
  });

  test('count under a filter what it lets through', async () => {
    const { holder, costs } = await costsOver();
    const { state } = holder;
    const [account] = [...rows(tableOf(state, Account))].filter(
      ({ id }) => costs.costOf(state, id) > 0n
    );
    const query = account?.name ?? '';
    const plain = areaSource(state, SORT, matchesOf(state, { query, tagged: undefined }));
    const costed = costedAreas(state, costs, plain, true);
    const shown = [ROOT];
    for (const id of shown) shown.push(...plain.children(id));
    const sum = shown
      .filter((id) => isAccount(state, id))
      .reduce((all, id) => all + costs.costOf(state, id), 0n);
    expect(sum).toBeGreaterThan(0n);
    expect(costed.cost(ROOT)).toBe(sum);
  });

  test('have colours that the legend names, and say by how much and of what', async () => {
    const { holder, costs } = await costsOver();
    const { state } = holder;
    const plain = areaSource(state, SORT);
    const costed = costedAreas(state, costs, plain, false);
    const { paint, note, legend } = changeColours(costs, costed, false);
    const named = new Set(legend.map((entry) => entry.paint));
    for (const { id } of rows(tableOf(state, Account))) expect(named).toContain(paint(id));
    expect(note(ROOT)).toMatch(/^[\d,]+\.\d\d CNY · [+−]?\d+\.\d%$/);
    const columns = costColumns(costs, costed, { sized: false, coloured: true });
    expect(columns.map(({ label }) => label)).toEqual(['Cost 2026-10 (CNY)', 'Change']);
    expect(costColumns(costs, costed, { sized: true, coloured: false })).toEqual([]);
  });
});

describe('cards by money', () => {
  const look = { conflicts: [], findings: new Map<string, number>() };

  test('say what a department and an account cost, for the eye in short and for the ear in full', async () => {
    const { holder, costs } = await costsOver();
    const { state } = holder;
    const { cardOf } = cardsOf({ ...look, state, costs, colour: 'change', size: 'cost' });
    const root = cardOf(ROOT);
    expect(root.line).toMatch(/^[\d.,]+[KM] · [+−]?\d+\.\d%$/);
    expect(root.full).toMatch(/^Cost in Oct 2026 [\d,]+\.\d\d CNY · [+−]?\d+\.\d% · 60 accounts$/);
    expect(CHANGE_STEPS).toContain(root.step);
    const [account] = rows(tableOf(state, Account));
    expect(cardOf(account?.id ?? '').full).toMatch(/^Cost in Oct 2026 /);
  });

  test('are as without money until bills are read, and of one colour where nothing compares', async () => {
    const { holder, costs } = await costsOver(listed(group, billsOf(group, '2026-10', 1)));
    const { state } = holder;
    const matter = { ...look, state, colour: 'change', size: 'same' } as const;
    expect(cardsOf({ ...matter, costs: undefined }).cardOf(ROOT).line).toBe('60 accounts');
    expect(cardsOf({ ...matter, costs }).cardOf(ROOT).step).toBe(ALIKE);
  });
});

import { tick } from 'svelte';
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { amountText, PICO } from '#core/finance/amount.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import { lineTags } from '#core/finance/line-tags.ts';
import type { Rates } from '#core/finance/reporting.ts';
import { batchesOf } from '#core/import/bills/part-batches.ts';
import { noState } from '#core/kinds.ts';
import FinancePage from '#ui/finance/FinancePage.svelte';
import {
  BREAKDOWNS,
  readFinanceAddress,
  writeFinanceAddress,
  type Breakdown
} from '#ui/finance/address.ts';
import type { CountedBills } from '#workspace/finance.ts';
import { blur } from '#workspace/blur.svelte.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { dropped, fixture, readPart } from '../../core/import/bills/dropped.ts';
import { countedBills, factOf } from '../../support/bills.ts';
import { billsOf, sampleState } from '../../support/focus-file.ts';

settings.set({ locale: 'en' });
// Asking a table of this size for roles takes its time here.
vi.setConfig({ testTimeout: 20_000 });
// This page has no layout; where there is one, the e2e test measures it.
const nothing = () => undefined;
vi.stubGlobal('ResizeObserver', function () {
  return { observe: nothing, unobserve: nothing, disconnect: nothing };
});
vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: nothing,
  removeEventListener: nothing
}));

const group = sampleState(60);
const invented = countedBills(billsOf(group));

function open(
  money: CountedBills,
  query = '',
  state = noState(),
  more: {
    thisMonth?: string;
    ratesTo?: (currency: string) => Rates;
    breakdowns?: readonly Breakdown[];
  } = {}
) {
  const onaddress = vi.fn<(query: string) => void>();
  const workspace = {
    state,
    name: 'Group',
    canRead: () => true
  };
  const past = {
    entryIds: () => [],
    entry: () => undefined,
    asOf: () => Promise.reject(new Error('no history'))
  };
  const props = {
    workspace,
    past,
    money,
    onaddress,
    importHref: '#import',
    thisMonth: '2026-11',
    ...more
  };
  const rendered = render(FinancePage, { ...props, params: new URLSearchParams(query) });
  return { onaddress, ...rendered };
}

/** Whole sums as another way of adding gives them. */
const totalOf = (counted: readonly CountedMonth[], month: string, currency: string): bigint =>
  counted
    .filter((each) => each.month === month && each.batch.scope.currency === currency)
    .reduce((sum, each) => {
      const own = each.batch.months.find((one) => one.month === month);
      return sum + (own?.billed ?? 0n);
    }, 0n);

const breakdown = () => screen.getByRole('region', { name: 'What it is made of' });
const exactOf = (panel: HTMLElement) => panel.querySelector('.exact')?.textContent ?? '';

describe('a real bill', async () => {
  const part = await readPart(dropped('focus.csv', fixture('focus-1.0-sample.csv')));
  const money = countedBills(batchesOf([part]));
  const months = [...new Set(money.counted.map(({ month }) => month))].sort();
  const month = months.at(-1) ?? '';

  test('is shown with its exact sum, and every account of it stands outside the organization', async () => {
    open(money, `month=${month}`);
    const row = within(breakdown()).getByRole('row', { name: /^Not in the organization/ });
    await fireEvent.click(within(row).getAllByRole('button')[2] ?? row);
    const total = amountText(totalOf(money.counted, month, 'USD'));
    expect(exactOf(screen.getByRole('dialog'))).toContain(`${total} USD`);
  });

  test.each(['account', 'service', 'region', 'chargeCategory', 'pricingCategory'])(
    'can be laid out by %s, to the same sum',
    (by) => {
      open(money, `month=${month}&by=${by}`);
      const rowsShown = within(breakdown()).getAllByRole('row');
      expect(rowsShown.length).toBeGreaterThan(2);
      const total = totalOf(money.counted, month, 'USD');
      const cents = Number(total / (PICO / 100n)) / 100;
      const shown = within(rowsShown.at(-1)!).getAllByRole('button')[1]?.title ?? '';
      expect(Number(shown.split(' ')[0]?.replaceAll(',', ''))).toBeCloseTo(cents, 1);
    }
  );
});

describe('the page', () => {
  test('opens at the last closed month, in the currency of most bills, with the other apart', () => {
    open(invented, '', group, { thisMonth: '2026-10' });
    expect(screen.getByRole('combobox', { name: 'Billing period' })).toHaveValue('2026-09');
    expect(screen.getByRole('combobox', { name: 'Reporting currency' })).toHaveValue('CNY');
    expect(screen.getByText('Not in the totals above')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Show in USD' })).toBeVisible();
  });

  test('takes in what has a rate in its month, and says when a month cannot be compared', () => {
    const rates = new Map([['2026-10', new Map([['USD', 7n * PICO + PICO / 10n]])]]);
    open(invented, 'month=2026-10', group, { ratesTo: () => rates });
    const total = within(breakdown()).getAllByRole('row').at(-1);
    const shown = within(total!).getAllByRole('button')[1]?.title.split(' ')[0] ?? '';
    const [cny, usd] = ['CNY', 'USD'].map((each) => totalOf(invented.counted, '2026-10', each));
    const cents = ((cny ?? 0n) * 10n + (usd ?? 0n) * 71n) / (PICO / 10n);
    expect(Number(shown.replaceAll(',', ''))).toBeCloseTo(Number(cents) / 100, 1);
    expect(screen.getByText(/have rates for different currencies/)).toBeVisible();
  });

  test('says why a number is what it is, down to the bills, and gives the focus back', async () => {
    open(invented, '', group);
    const [first] = within(breakdown()).getAllByRole('row').slice(1);
    const number = within(first!).getAllByRole('button')[2];
    number?.focus();
    await fireEvent.click(number!);
    const panel = screen.getByRole('dialog', { name: 'Why this number?' });
    expect(panel).toHaveFocus();
    expect(within(panel).getByRole('heading', { name: /^Accounts/ })).toBeVisible();
    expect(within(panel).getByRole('heading', { name: /^Products/ })).toBeVisible();
    expect(within(panel).getByRole('heading', { name: /^Bills/ })).toBeVisible();
    const change = within(first!).getAllByRole('button')[3];
    await fireEvent.click(change!);
    expect(within(panel).getByText(/change from September 2026 to October 2026/)).toBeVisible();
    await fireEvent.keyDown(panel, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(number).toHaveFocus();
  });

  test('keeps what is looked at in the address: filters, month, what by and against what', async () => {
    const { onaddress } = open(invented, 'month=2026-10', group);
    const names = within(breakdown()).getAllByRole('rowheader');
    const name = within(names[0]!).getByRole('button');
    await fireEvent.click(name);
    expect(onaddress).toHaveBeenLastCalledWith(expect.stringMatching(/^month=2026-10&department=/));
    await fireEvent.change(screen.getByRole('combobox', { name: 'Compared with' }), {
      target: { value: 'year' }
    });
    expect(onaddress).toHaveBeenLastCalledWith('month=2026-10&against=year');
    await fireEvent.change(screen.getByRole('combobox', { name: 'Grouped by' }), {
      target: { value: 'service' }
    });
    expect(onaddress).toHaveBeenLastCalledWith('month=2026-10&by=service');
  });

  test('drops a filter by its chip', async () => {
    const { onaddress } = open(invented, 'service=GPU 云服务器&region=', group);
    expect(screen.getByText('Region: not stated')).toBeVisible();
    await fireEvent.click(screen.getByRole('button', { name: /^Drop the filter: Product/ }));
    expect(onaddress).toHaveBeenLastCalledWith('region=');
  });

  test('while amounts are blurred no digit appears over them, and it says that it is only to the eye', async () => {
    const { container } = open(invented, '', group);
    const titles = () =>
      [...container.querySelectorAll('[title], svg title')].flatMap(
        (each) => each.getAttribute('title') ?? each.textContent
      );
    expect(titles().some((title) => /\d\.\d\d CNY/.test(title))).toBe(true);
    blur.toggle();
    await tick();
    expect(document.querySelector('.blurred .amounts')).not.toBeNull();
    expect(titles().filter((title) => /\d\.\d\d CNY/.test(title))).toEqual([]);
    expect(screen.getByText(/blurred on screen only/)).toBeVisible();
    blur.toggle();
    await tick();
    expect(screen.queryByText(/blurred on screen only/)).toBeNull();
  });

  test('says where the history does not reach back to the tree of a month', async () => {
    open(invented, 'tree=then', group);
    expect(await screen.findAllByText(/history does not reach back/)).toHaveLength(2);
  });

  test('says what to do where there is no bill, or none that fits', async () => {
    const none = open(countedBills([]));
    expect(screen.getByRole('link', { name: 'Import a bill' })).toBeVisible();
    none.unmount();
    const { onaddress } = open(invented, 'service=nothing', group);
    await fireEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(onaddress).toHaveBeenLastCalledWith('');
  });
});

describe('cost allocation tags', () => {
  const fact = (service: string, units: bigint, ...tags: readonly (readonly [string, string])[]) =>
    factOf({ month: '2026-10', service, tags: lineTags(tags), billed: units * PICO });
  const tagged = countedBills([
    {
      scope: { provider: 'aws', payer: '9', currency: 'USD' },
      format: 'focus',
      facts: [
        fact('EC2', 5n, ['env', 'prod'], ['app', 'shop']),
        fact('S3', 3n, ['env', 'prod']),
        fact('S3', 2n, ['env', 'test']),
        fact('RDS', 4n)
      ],
      sketches: new Map()
    }
  ]);
  const offered = () =>
    within(screen.getByRole('combobox', { name: 'Grouped by' }))
      .getAllByRole('option')
      .map(({ textContent }) => textContent);
  /** What a row is called, and its amount in full. */
  const shown = () =>
    within(breakdown())
      .getAllByRole('row')
      .slice(1)
      .map((row) => {
        const name = within(row).getByRole('rowheader').textContent.trim();
        const amounts = [...row.querySelectorAll('.amounts')];
        return `${name}: ${amounts[1]?.getAttribute('title')?.split(' ·')[0] ?? ''}`;
      });

  test('tell costs by the values of a key, blank ones too, to the same sum', () => {
    open(tagged, 'by=allocation&allocationKey=env');
    expect(shown()).toEqual([
      'prod: 8.00 USD',
      'no env: 4.00 USD',
      'test: 2.00 USD',
      'Total: 14.00 USD'
    ]);
    const [head] = within(breakdown()).getAllByRole('columnheader');
    expect(head).toHaveTextContent('Cost allocation tag env');
  });

  test('are told by any key that bills have', async () => {
    const { onaddress } = open(tagged, 'by=allocation&allocation=shop');
    const keys = within(breakdown()).getByRole('combobox', { name: 'Tag key' });
    expect(keys).toHaveValue('app');
    await fireEvent.change(keys, { target: { value: 'env' } });
    expect(onaddress).toHaveBeenLastCalledWith('by=allocation&allocationKey=env');
  });

  test('narrow what is looked at by a row, and widen it by the chip', async () => {
    const { onaddress, unmount } = open(tagged, 'by=allocation&allocationKey=env');
    await fireEvent.click(within(breakdown()).getByRole('button', { name: 'no env' }));
    expect(onaddress).toHaveBeenLastCalledWith('by=allocation&allocationKey=env&allocation=');
    unmount();
    const narrowed = open(tagged, 'by=service&allocationKey=env&allocation=prod');
    expect(shown()).toEqual(['EC2: 5.00 USD', 'S3: 3.00 USD', 'Total: 8.00 USD']);
    await fireEvent.click(
      screen.getByRole('button', { name: 'Drop the filter: Cost allocation tag env: prod' })
    );
    expect(narrowed.onaddress).toHaveBeenLastCalledWith('by=service&allocationKey=env');
  });

  test('say why a number is what it is by the charges that have them', async () => {
    open(tagged, 'by=allocation&allocationKey=env');
    const row = within(breakdown()).getByRole('row', { name: /^prod/ });
    await fireEvent.click(within(row).getAllByRole('button')[2] ?? row);
    const panel = screen.getByRole('dialog', { name: 'Why this number?' });
    expect(exactOf(panel)).toContain('8 USD');
    expect(within(panel).getByRole('button', { name: 'EC2' })).toBeVisible();
    expect(within(panel).queryByRole('button', { name: 'RDS' })).toBeNull();
  });

  test('are offered where bills have some, and told apart from those of accounts', () => {
    const { unmount } = open(tagged);
    expect(offered()).toEqual(expect.arrayContaining(['Account tag', 'Cost allocation tag']));
    unmount();
    const untagged = billsOf(group).map((bill) => ({
      ...bill,
      facts: bill.facts.map((fact) => ({ ...fact, tags: '' }))
    }));
    open(countedBills(untagged), 'by=allocation', group);
    expect(offered()).not.toContain('Cost allocation tag');
    expect(screen.getByRole('combobox', { name: 'Grouped by' })).toHaveValue('department');
  });

  test('are not offered where costs cannot be told by what was charged', () => {
    const breakdowns = BREAKDOWNS.filter((by) => by !== 'allocation');
    open(tagged, 'by=allocation', noState(), { breakdowns });
    expect(offered()).not.toContain('Cost allocation tag');
    expect(screen.getByRole('combobox', { name: 'Grouped by' })).toHaveValue('department');
  });
});

test('an address comes back from what it writes', () => {
  for (const query of [
    '',
    'month=2026-10&currency=USD&against=year&cost=effective&by=tag&tree=then&tagKey=env&tag=',
    'department=tencent%3A1&service=a%26b',
    'by=allocation&allocationKey=user%3Aenv&allocation='
  ])
    expect(writeFinanceAddress(readFinanceAddress(new URLSearchParams(query)))).toBe(
      new URLSearchParams(query).toString()
    );
});

// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tagAccounts } from '#core/account/commands.ts';
import { snapshotPage } from '#core/export/page.ts';
import { PICO } from '#core/finance/amount.ts';
import { importOrganization } from '#core/import/command.ts';
import type { Source } from '#core/import/source.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { projectSnapshot } from '#core/snapshot/project.ts';
import { readSnapshot } from '#core/snapshot/read.ts';
import type { MoneyGrain } from '#core/snapshot/scope.ts';
import { formatsOf } from '#workspace/formats.ts';
import { billMonths, factOf } from '../../support/bills.ts';
import { summed } from '../../support/snapshots.ts';
import { NOW, replica } from '../../support/replicas.ts';

const STYLE = { css: 'main{color:red}', hash: 'AAAA' };

interface Texts {
  readonly title: string;
  readonly department: string;
  readonly account: string;
  readonly owner: string;
}

function pageOf(
  { title, department, account, owner }: Texts,
  people: boolean,
  money: MoneyGrain = 'none'
) {
  const of = replica('a');
  const origin = { file: 'f.json', line: 1 };
  // A file may call things what no command would.
  const source: Source = {
    file: 'f.json',
    format: 'test',
    refusals: [],
    departments: [{ origin, provider: 'tencent', externalId: '7', name: department }],
    accounts: [
      {
        ...{ origin, provider: 'tencent', externalId: '100000000001', name: account, owner },
        department: { by: 'id', id: '7' }
      }
    ]
  };
  const done = [
    of.run(createOrganization, { name: '远岸集团', provider: 'tencent' }, NOW),
    of.run(importOrganization, { sources: [source], target: ROOT }, NOW),
    of.run(tagAccounts, { ids: ['tencent:100000000001'], set: [['env', 'prod']], remove: [] }, NOW)
  ];
  for (const result of done) if (!result.ok) throw new Error(result.problems[0].code);
  const scope = {
    top: ROOT,
    depth: 5,
    layers: { people, tags: true, history: true },
    money
  };
  const historyOf = (kind: string, id: string) =>
    of
      .pastLog()
      .mentions(kind, id)
      .flatMap((entry) => of.entry(entry) ?? []);
  const cost = (month: string, account: string, billed: bigint) =>
    factOf({ month, account, billed: billed * PICO });
  const counted = billMonths(
    [
      cost('2026-01', '100000000001', 1_234n),
      cost('2026-02', '100000000001', -34n),
      cost('2026-02', 'stranger', 7n)
    ],
    { provider: 'tencent', currency: 'CNY' }
  );
  const bills = summed(of.state, counted, scope);
  const read = readSnapshot(
    projectSnapshot(of.state, { title, at: NOW, by: 'me', scope }, { historyOf, bills })
  );
  if (!read.ok) throw new Error(read.problems[0].code);
  const html = snapshotPage(read.value, STYLE, formatsOf('en'));
  return { html, page: new DOMParser().parseFromString(html, 'text/html') };
}

const PLAIN: Texts = { title: 'Q3', department: 'East', account: 'shop', owner: 'Li' };

describe('a snapshot as a page', () => {
  test('tells title, counts, every department and account with its place, and history', () => {
    const { page } = pageOf(PLAIN, true);
    expect(page.title).toBe('Q3');
    expect(page.documentElement.lang).toBe('en');
    expect(page.querySelector('h1')?.textContent).toBe('Q3');
    expect(page.querySelector('.counts')?.textContent).toBe('1 department1 account');
    const lines = [...page.querySelectorAll('tbody tr')].map((line) => [
      line.className,
      line.querySelector('th')?.textContent
    ]);
    expect(lines).toEqual([
      ['root l0', '远岸集团'],
      ['department l1', 'East'],
      ['account l2', 'shop']
    ]);
    const heads = [...page.querySelectorAll('thead th')].map((head) => head.textContent);
    const cells = page.querySelector('.account')?.children;
    expect(cells?.length).toBe(heads.length);
    expect(cells?.[heads.indexOf('Account ID')]?.textContent).toBe('100000000001');
    expect(cells?.[heads.indexOf('Owner')]?.textContent).toBe('Li');
    expect(page.querySelectorAll('ol li').length).toBeGreaterThan(1);
  });

  test('tells amounts only when they were chosen, and accounts only at their grain', () => {
    const costsOf = (money: MoneyGrain) => {
      const { page, html } = pageOf(PLAIN, true, money);
      expect(html).not.toContain('stranger');
      return [...page.querySelectorAll('section table tr')].map((line) =>
        [...line.children].map((cell) => cell.textContent)
      );
    };
    expect(costsOf('none')).toEqual([]);
    const heads = ['Name', 'February 2026', 'January 2026', 'All 2 months'];
    const departments = [
      ['远岸集团', '-34.00', '1,234.00', '1,200.00'],
      ['East', '-34.00', '1,234.00', '1,200.00']
    ];
    const outside = ['Not in the organization', '7.00', '0.00', '7.00'];
    expect(costsOf('department')).toEqual([heads, ...departments, outside]);
    const shop = ['shop', '-34.00', '1,234.00', '1,200.00'];
    expect(costsOf('account')).toEqual([heads, ...departments, shop, outside]);
  });

  test('tells nobody what its layers leave out', () => {
    const { html, page } = pageOf({ ...PLAIN, owner: 'somebody' }, false);
    expect([...page.querySelectorAll('thead th')].map((head) => head.textContent)).not.toContain(
      'Owner'
    );
    expect(html).not.toContain('somebody');
  });

  test('whatever people call things is text and never markup, and the policy lets in one style', () => {
    const nasty = fc
      .string({
        minLength: 1,
        maxLength: 12,
        unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', '中')
      })
      .map((text) => `${text}<script>alert(1)</script><img src=x onerror=a>`.slice(0, 38).trim());
    fc.assert(
      fc.property(
        fc.record({ title: nasty, department: nasty, account: nasty, owner: nasty }),
        (texts) => {
          const { page } = pageOf(texts, true);
          expect(page.title).toBe(texts.title);
          expect(page.querySelector('h1')?.textContent).toBe(texts.title);
          expect(page.querySelector('.department th')?.textContent).toBe(texts.department);
          expect(page.querySelectorAll('script, img, link, iframe, a')).toHaveLength(0);
          const attributes = [...page.querySelectorAll('body *')].flatMap((node) =>
            node.getAttributeNames()
          );
          expect(attributes.filter((name) => !['class', 'scope'].includes(name))).toEqual([]);
          const policy = page.querySelector('meta[http-equiv]')?.getAttribute('content');
          expect(policy).toBe(
            "default-src 'none'; style-src 'sha256-AAAA'; base-uri 'none'; form-action 'none'"
          );
        }
      ),
      { numRuns: 50 }
    );
  });
});

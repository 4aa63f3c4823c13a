import { gzipSync } from 'node:zlib';
import papaparse from 'papaparse';
import { describe, expect, test } from 'vitest';
import { amountOf, amountText } from '#core/finance/amount.ts';
import { dropped, fixture, listed, read, readPart, totalsOf } from './dropped.ts';

/** Rows of a CSV by another reader. */
const rowsOf = (bytes: Uint8Array): Record<string, string>[] =>
  papaparse.parse<Record<string, string>>(new TextDecoder().decode(bytes), {
    header: true,
    skipEmptyLines: true
  }).data;

/** The exact sum of a column, as Python's Decimal or a pocket calculator would have it. */
function sumOf(rows: readonly Record<string, string>[], column: string): string {
  const sum = rows.reduce((total, row) => {
    const [mantissa = '0', e = '0'] = (row[column] || '0').toLowerCase().split('e');
    const [whole = '', fraction = ''] = mantissa.split('.');
    return total + BigInt(whole + fraction) * 10n ** BigInt(40 - fraction.length + Number(e));
  }, 0n);
  const text = (sum < 0n ? -sum : sum).toString().padStart(41, '0');
  const plain = `${text.slice(0, -40)}.${text.slice(-40)}`.replace(/0+$/, '').replace(/\.$/, '');
  return `${sum < 0n ? '-' : ''}${plain}`;
}

describe('real bills', () => {
  test('the FOCUS sample adds up to its own sum, in chunks of any size', async () => {
    const bytes = fixture('focus-1.0-sample.csv');
    const rows = rowsOf(bytes);
    for (const size of [bytes.length, 4096, 997]) {
      const part = await readPart(dropped('bill.csv', bytes, size));
      expect(part).toMatchObject({
        format: 'focus',
        version: '1.0',
        rows: 1000,
        refusedRows: 0,
        rounded: 0
      });
      const { USD } = totalsOf(part);
      expect(amountText(USD?.billed ?? 0n)).toBe(sumOf(rows, 'BilledCost'));
      expect(amountText(USD?.effective ?? 0n)).toBe(sumOf(rows, 'EffectiveCost'));
    }
    const part = await readPart(dropped('bill.csv', bytes));
    expect(new Set(part.scopes.map(({ scope }) => scope.provider))).toEqual(
      new Set(['aws', 'azure', 'other'])
    );
    const facts = part.scopes.flatMap((each) => [...each.facts]);
    expect(new Set(facts.map(({ month }) => month))).toEqual(
      new Set(rows.map((row) => row['BillingPeriodStart']?.slice(0, 7)))
    );
    const accounts = new Set(rows.map((row) => row['SubAccountId'] ?? ''));
    accounts.delete('NULL');
    expect(
      [...accounts].filter(
        (id) => !facts.some(({ account }) => account === id.replace(/^\/subscriptions\//, ''))
      )
    ).toEqual([]);
    expect(part.accountNames.get('51738928782')).toBe('Atlas Nimbus');
  });

  test('the AWS report adds up to its own sum, legacy columns included, packed or not', async () => {
    const bytes = fixture('aws-cur-legacy.csv');
    const packed = new Uint8Array(gzipSync(bytes));
    const rows = rowsOf(bytes);
    const plain = await readPart(dropped('x.csv', bytes));
    const part = await readPart(dropped('cur.csv.gz', packed, 1000));
    expect(part).toMatchObject({
      format: 'aws.cur',
      version: 'legacy',
      rows: rows.length,
      refusedRows: 0
    });
    expect(listed(part)).toEqual(listed(plain));
    const total = totalsOf(part)['USD'];
    expect(amountText(total?.billed ?? 0n)).toBe(sumOf(rows, 'lineItem/UnblendedCost'));
    const kinds = new Set(rows.map((row) => row['lineItem/LineItemType']));
    const spread = [
      'DiscountedUsage',
      'RIFee',
      'SavingsPlanCoveredUsage',
      'SavingsPlanRecurringFee',
      'SavingsPlanNegation'
    ];
    const plainRows = rows.filter((row) => !spread.includes(row['lineItem/LineItemType'] ?? ''));
    const of = (kind: string, column: string) =>
      amountOf(
        sumOf(
          rows.filter((row) => row['lineItem/LineItemType'] === kind),
          column
        )
      ) ?? 0n;
    const effective =
      (amountOf(sumOf(plainRows, 'lineItem/UnblendedCost')) ?? 0n) +
      of('DiscountedUsage', 'reservation/EffectiveCost') +
      of('RIFee', 'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod') +
      of('RIFee', 'reservation/UnusedRecurringFee') +
      of('SavingsPlanCoveredUsage', 'savingsPlan/SavingsPlanEffectiveCost') +
      of('SavingsPlanRecurringFee', 'savingsPlan/TotalCommitmentToDate') -
      of('SavingsPlanRecurringFee', 'savingsPlan/UsedCommitment');
    expect(kinds.has('Tax')).toBe(true);
    expect(total?.effective).toBe(effective);
  });

  test.each([
    ['azure-ea.csv', 'CostInBillingCurrency', 'CAD'],
    ['azure-ea-actual.csv', 'Cost', 'USD']
  ])('Azure’s %s adds up to its own sum', async (name, column, currency) => {
    const bytes = fixture(name);
    const rows = rowsOf(bytes);
    const part = await readPart(dropped(name, bytes));
    expect(part).toMatchObject({ format: 'azure', rows: rows.length, refusedRows: 0 });
    const truth = rows.reduce((sum, row) => sum + (amountOf(row[column] ?? '') ?? 0n), 0n);
    expect(totalsOf(part)[currency]?.billed).toBe(truth);
    expect(
      new Set(part.scopes.flatMap(({ facts }) => [...facts].map(({ month }) => month)))
    ).toEqual(new Set(['2023-09']));
    expect(
      new Set(part.scopes.flatMap(({ facts }) => [...facts].map(({ account }) => account)))
    ).toEqual(new Set(rows.map((row) => row['SubscriptionId'])));
  });

  test('an Azure row without a cost is refused with its line', async () => {
    const part = await readPart(dropped('x.csv', fixture('azure-bom-header.csv')));
    expect(part.refusals).toMatchObject([
      { origin: { line: 2 }, rows: 1, problem: { code: 'bills.currencyMissing' } }
    ]);
  });

  test('FOCUS 1.2’s token example keeps billed and effective apart', async () => {
    const part = await readPart(dropped('x.csv', fixture('focus-1.2-token.csv')));
    expect(part).toMatchObject({ version: '1.2', rows: 3 });
    expect(totalsOf(part)['USD']).toEqual({ billed: 0n, effective: amountOf('1230') });
    expect([...(part.scopes[0]?.facts ?? [])][0]?.month).toBe('2025-04');
  });

  test('Tencent’s details are read with `Response` and without, and never by day', async () => {
    const wrapped = new TextDecoder().decode(fixture('tencent-DescribeBillDetail.json'));
    const bare = JSON.stringify((JSON.parse(wrapped) as { Response: unknown }).Response);
    const both = await Promise.all(
      [wrapped, bare].map(async (text) => listed(await readPart(dropped('page.json', text))))
    );
    expect(both[1]).toEqual(both[0]);
    expect(both[0]).toEqual([
      {
        scope: { provider: 'tencent', payer: '909619400', currency: 'CNY' },
        facts: [
          {
            month: '2023-07',
            account: '909619400',
            service: '云服务器CVM',
            region: '华南地区（广州）',
            chargeCategory: 'Purchase',
            pricingCategory: '包年包月',
            tags: '',
            billed: amountOf('-80.89'),
            effective: amountOf('-80.89')
          }
        ]
      }
    ]);
  });

  test('pages of Tencent’s details add up to their components', async () => {
    const pages = [
      'tencent-DescribeBillDetail.json',
      'tencent-DescribeBillDetailForOrganization.json'
    ];
    const texts = pages.map((name) => new TextDecoder().decode(fixture(name)));
    const part = await readPart(dropped('pages.json', `[${texts.join(',')}]`));
    const costs = texts.flatMap((text) =>
      [...text.matchAll(/"RealCost": "([^"]+)"/g)].map(([, cost]) => cost ?? '')
    );
    expect(part.rows).toBe(costs.length);
    expect(totalsOf(part)['CNY']?.billed).toBe(
      costs.reduce((sum, cost) => sum + (amountOf(cost) ?? 0n), 0n)
    );
  });

  test('Cost Explorer’s groups are facts of the service', async () => {
    const part = await readPart(dropped('ce.json', fixture('aws-cost-explorer.json')));
    expect(part.format).toBe('aws.costExplorer');
    expect([...(part.scopes[0]?.facts ?? [])]).toMatchObject([
      {
        month: '2017-09',
        service: 'Amazon Simple Storage Service',
        account: '',
        billed: amountOf('40.6226137778')
      }
    ]);
  });

  test('what the cloud reports as totals is never a fact', async () => {
    const names = [
      'FinancialByMember',
      'FinancialByMonth',
      'FinancialByProduct',
      'DescribeBillSummary'
    ];
    const reading = await read(
      ...names.map((name) => dropped(name, fixture(`tencent-${name}.json`)))
    );
    expect(reading.parts).toEqual([]);
    expect(reading.refusals).toEqual([]);
    expect(reading.reported.map(({ by }) => by)).toEqual(['member', 'month', 'product', 'summary']);
    expect(reading.reported[0]).toMatchObject({
      total: amountOf('1002.1'),
      items: [
        { id: '111111111111', name: 'member2', amount: amountOf('99') },
        { amount: amountOf('12.22') }
      ]
    });
  });
});

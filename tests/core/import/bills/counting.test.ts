import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountText, PICO } from '#core/finance/amount.ts';
import { readBatch } from '#core/finance/batch-read.ts';
import { periodKey, settled, type BillSource } from '#core/finance/current.ts';
import { packedBatches } from '#core/import/bills/part-batches.ts';
import { billPreview, matchedAccounts } from '#core/import/bills/preview.ts';
import { dropped, fixture, read } from './dropped.ts';

interface Line {
  readonly id: number;
  readonly month: string;
  readonly payer: string;
  readonly account: string;
  readonly currency: string;
  readonly billed: bigint;
}

const HEADER =
  'ResourceId,BillingPeriodStart,BillingAccountId,SubAccountId,BillingCurrency,ProviderName,ServiceName,ChargeCategory,BilledCost,EffectiveCost,ChargePeriodStart';

const lineText = ({ id, month, payer, account, currency, billed }: Line) =>
  `r-${id},${month}-01T00:00:00Z,${payer},${account},${currency},AWS,EC2,Usage,${amountText(billed)},0,${month}-02`;

const fileOf = (lines: readonly Line[]) => `${[HEADER, ...lines.map(lineText)].join('\r\n')}\r\n`;

const lines = fc.array(
  fc.record({
    month: fc.constantFrom('2026-01', '2026-02'),
    payer: fc.constantFrom('0001', '0002'),
    account: fc.constantFrom('100000000001', '100000000002'),
    currency: fc.constantFrom('USD', 'CNY'),
    billed: fc.bigInt(-(10n ** 14n), 10n ** 16n)
  }),
  { minLength: 1, maxLength: 40 }
);

/** Imports one session: what its batches say, by hash. */
async function imported(
  files: readonly string[],
  at: number
): Promise<(BillSource & { billed: bigint })[]> {
  const { parts } = await read(...files.map((text, i) => dropped(`f${i}.csv`, text)));
  return packedBatches(parts).flatMap((bytes) => {
    const batch = readBatch(bytes);
    if (!batch.ok) throw new Error(batch.problems[0].code);
    const id = createHash('sha256').update(bytes).digest('hex');
    const { scope, format, months } = batch.value;
    return months.map(({ month, sketch, billed }) => ({
      id,
      scope,
      format,
      month,
      sketch,
      billed,
      importedAt: at
    }));
  });
}

const totalsOf = (sources: readonly (BillSource & { billed: bigint })[]) => {
  const totals = new Map<string, bigint>();
  for (const source of settled(sources).counted)
    totals.set(periodKey(source), (totals.get(periodKey(source)) ?? 0n) + source.billed);
  return new Map([...totals].sort());
};

function truth(all: readonly Line[]): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { payer, currency, month, billed } of all) {
    const key = periodKey({ scope: { provider: 'aws', payer, currency }, month });
    totals.set(key, (totals.get(key) ?? 0n) + billed);
  }
  return new Map([...totals].sort());
}

describe('what counts', () => {
  test('is the same after any order, split and repetition of imports, with the days before', async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
        fc.array(
          fc.record({ part: fc.nat(3), share: fc.double({ min: 0.05, max: 1, noNaN: true }) }),
          { maxLength: 6 }
        ),
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        async (given, partOf, older, order) => {
          const all = given.map((line, id) => ({ ...line, id }));
          const parts = [0, 1, 2, 3]
            .map((part) => all.filter(({ id }) => partOf[id] === part))
            .filter((part) => part.length > 0);
          const days = older.flatMap(({ part, share }) => {
            const of = parts[part % parts.length] ?? [];
            return [of.slice(0, Math.ceil(of.length * share))];
          });
          const files = [...parts, ...days].map((of, i) => ({
            text: fileOf(of),
            key: order[i] ?? 0
          }));
          const sorted = files.sort((a, b) => a.key - b.key).map(({ text }) => text);
          const cut = (order[11] ?? 0) % (sorted.length + 1);
          const sources = [
            ...(await imported(sorted.slice(0, cut), 1)),
            ...(await imported(sorted.slice(cut), 2))
          ];
          expect(totalsOf(sources)).toEqual(truth(all));
          expect(totalsOf([...sources, ...sources].reverse())).toEqual(truth(all));
        }
      ),
      { numRuns: 60 }
    );
  });

  test('a cumulative file replaces the day before, and a bill with other amounts the one it corrects', async () => {
    const all = Array.from({ length: 2000 }, (_, id): Line => ({
      id,
      month: '2026-01',
      payer: '1',
      account: '7',
      currency: 'CNY',
      billed: PICO
    }));
    const day8 = fileOf(all.slice(0, 1400));
    const day9 = fileOf(all);
    const final = fileOf(all.map((line) => ({ ...line, billed: 2n * PICO })));
    const sources = [
      ...(await imported([day9], 2)),
      ...(await imported([day8], 1)),
      ...(await imported([final], 3))
    ];
    const { counted, replaced } = settled(sources);
    expect(counted.map(({ billed }) => billed)).toEqual([4000n * PICO]);
    expect(replaced).toHaveLength(2);
  });

  test('a bill that became final, with its invoices and other names, replaces the one that was not', async () => {
    const head =
      'bill/PayerAccountId,bill/InvoiceId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,lineItem/UsageAccountName,lineItem/LineItemType,lineItem/CurrencyCode,lineItem/UnblendedCost,lineItem/UsageStartDate';
    const of = (invoice: string, name: string, cost: string) =>
      [
        head,
        ...Array.from(
          { length: 50 },
          (_, i) => `1,${invoice},2026-01-01,2,${name},Usage,USD,${cost},2026-01-01T00:${i}`
        )
      ].join('\n');
    const sources = [
      ...(await imported([of('', 'old', '1')], 1)),
      ...(await imported([of('7', 'new', '0.9')], 2))
    ];
    expect(settled(sources).counted.map(({ billed }) => billed)).toEqual([45n * PICO]);
  });

  test('overlapping exports are not added: the fuller one counts and the other stands aside', async () => {
    const all = Array.from({ length: 300 }, (_, id): Line => ({
      id,
      month: '2026-01',
      payer: '1',
      account: '7',
      currency: 'CNY',
      billed: PICO
    }));
    const sources = [
      ...(await imported([fileOf(all.slice(0, 200))], 1)),
      ...(await imported([fileOf(all.slice(180))], 1))
    ];
    const { counted, aside } = settled(sources);
    expect(counted.map(({ billed }) => billed)).toEqual([200n * PICO]);
    expect(aside.map(({ source }) => source.billed)).toEqual([120n * PICO]);
    const smaller = aside[0]?.source;
    const chosen = smaller
      ? new Map([[periodKey(smaller), new Set([smaller.id])]])
      : new Map<string, Set<string>>();
    expect(settled(sources, chosen).counted).toEqual([smaller]);
  });

  test('a bill in another format, or that does not say its payer, is never added', () => {
    const source = (id: string, format: string, payer: string): BillSource => ({
      id,
      format,
      month: '2026-01',
      importedAt: 0,
      scope: { provider: 'aws', payer, currency: 'USD' },
      sketch: [id.charCodeAt(0)]
    });
    const settledNow = settled([
      source('a', 'aws.costExplorer', ''),
      source('b', 'aws.cur', '1'),
      source('c', 'focus', '1')
    ]);
    expect(settledNow.counted.map(({ id }) => id)).toEqual(['b']);
    expect(settledNow.aside.map(({ source: { id } }) => id).sort()).toEqual(['a', 'c']);
  });

  test('a source that does not say its lines is never added to another', () => {
    const source = (id: string): BillSource => ({
      id,
      format: 'focus',
      month: '2026-01',
      importedAt: 0,
      scope: { provider: 'aws', payer: '1', currency: 'USD' },
      sketch: []
    });
    const { counted, aside } = settled([source('a'), source('b')]);
    expect([counted.map(({ id }) => id), aside.map(({ source: { id } }) => id)]).toEqual([
      ['a'],
      ['b']
    ]);
  });

  test('pages of an API make one batch, however many files they are', async () => {
    const page = new TextDecoder().decode(fixture('tencent-DescribeBillDetail.json'));
    const pages = Array.from({ length: 30 }, (_, i) =>
      page.replace('1725547686519644160', `17255476865196${i}`)
    );
    const { parts } = await read(
      ...[...pages, pages[3] ?? ''].map((text, i) => dropped(`${i}.json`, text))
    );
    const batches = packedBatches(parts).map(readBatch);
    expect(batches.map((each) => each.ok && each.value.months[0]?.billed)).toEqual([
      -8089n * 30n * (PICO / 100n)
    ]);
  });
});

describe('the preview', () => {
  test('accounts for every unit: what is matched, what is not, and what is refused', async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.constantFrom('x', '', '1.5')), async (given, bad) => {
        const all = given.map((line, id) => ({ ...line, id }));
        const broken = bad.map(
          (cost, i) =>
            `b-${i},2026-01,0001,1,${cost === '1.5' ? '' : 'USD'},AWS,EC2,Usage,${cost},0,2026-01-02`
        );
        const reading = await read(dropped('bill.csv', `${fileOf(all)}${broken.join('\n')}`));
        const preview = billPreview(reading);
        const sum = preview.scopes.reduce((total, { billed }) => total + billed, 0n);
        expect(sum).toBe(all.reduce((total, { billed }) => total + billed, 0n));
        for (const scope of preview.scopes) {
          const { matched, unmatched } = matchedAccounts(
            scope,
            (provider, account) => provider === 'aws' && account === '100000000001'
          );
          const costs = [...matched, ...unmatched].reduce((total, each) => total + each.billed, 0n);
          expect(costs).toBe(scope.billed);
          expect(matched.every(({ account }) => account === '100000000001')).toBe(true);
          expect(scope.months.reduce((total, { billed }) => total + billed, 0n)).toBe(scope.billed);
        }
        expect(preview.refusedRows).toBe(bad.length);
        const refused = preview.refusals.reduce((total, { billed }) => total + (billed ?? 0n), 0n);
        expect(refused).toBe(
          BigInt(bad.filter((cost) => cost === '1.5').length) * ((PICO * 15n) / 10n)
        );
      }),
      { numRuns: 40 }
    );
  });
});

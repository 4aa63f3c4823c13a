import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PICO } from '#core/finance/amount.ts';
import { factsOf, readBatch, readMonth } from '#core/finance/batch-read.ts';
import { batchOf, type BatchContent } from '#core/finance/batch-write.ts';
import type { BillScope, Fact } from '#core/finance/fact.ts';

import { folded, int64Of, planesOf, readPlanes } from '#core/finance/int64-column.ts';
import { randomOf } from '#core/sample/random.ts';

const scope: BillScope = { provider: 'aws', payer: '099999999999', currency: 'USD' };

const amount = fc.oneof(
  fc.bigInt(-(10n ** 15n), 10n ** 15n),
  fc.bigInt(-(10n ** 31n), 10n ** 31n),
  fc.bigInt(-(10n ** 6n), 10n ** 6n).map((n) => n * PICO),
  fc.constantFrom(0n, 1n, -1n, 2n ** 63n, -(2n ** 63n), 2n ** 63n - 1n)
);
const fact: fc.Arbitrary<Fact> = fc.record({
  month: fc.constantFrom('2025-12', '2026-01', '2026-02'),
  account: fc.constantFrom('', '099999999999', '100', '账号', '__proto__'),
  service: fc.constantFrom('EC2', '云服务器CVM', 'constructor'),
  region: fc.constantFrom('', 'ap-guangzhou'),
  chargeCategory: fc.constantFrom('Usage', 'Tax'),
  pricingCategory: fc.constantFrom('', 'Standard'),
  tags: fc.constantFrom('', '[["env","prod"]]', '[["env","test"],["team","搜索"]]'),
  billed: amount,
  effective: amount
});
const facts = fc.array(fact, { maxLength: 40 });
const content = (of: readonly Fact[]): BatchContent => ({
  scope,
  format: 'focus',
  facts: of,
  sketches: new Map([['2026-01', [3, 77, 2 ** 32 - 1]]])
});

/** What a fact is about, without its amounts. */
const factKey = (fact: Omit<Fact, 'billed' | 'effective'>): string =>
  JSON.stringify([
    fact.month,
    fact.account,
    fact.service,
    fact.region,
    fact.chargeCategory,
    fact.pricingCategory,
    fact.tags
  ]);

/** Facts by key, those of one key added, as text. */
function summed(of: readonly Fact[]): Map<string, string> {
  const sums = new Map<string, [bigint, bigint]>();
  for (const each of of) {
    const [billed, effective] = sums.get(factKey(each)) ?? [0n, 0n];
    sums.set(factKey(each), [billed + each.billed, effective + each.effective]);
  }
  return new Map(
    [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, sum]) => [key, sum.join(' ')])
  );
}

function readAll(bytes: Uint8Array): Fact[] {
  const batch = readBatch(bytes);
  if (!batch.ok) throw new Error(batch.problems[0].code);
  return batch.value.months.flatMap(({ month }) => {
    const read = factsOf(batch.value, month);
    if (!read.ok) throw new Error(read.problems[0].code);
    return read.value;
  });
}

describe('a batch', () => {
  test('gives back every fact to the last digit', () => {
    fc.assert(
      fc.property(facts, (of) => {
        expect(summed(readAll(batchOf(content(of))))).toEqual(summed(of));
      })
    );
  });

  test('is the same bytes for the same facts, in any order and split', () => {
    fc.assert(
      fc.property(facts, fc.infiniteStream(fc.nat(1000)), (of, keys) => {
        const shuffled = of
          .flatMap((each) => [each, { ...each, billed: 0n, effective: 0n }])
          .map((each) => ({ each, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(batchOf(content(shuffled))).toEqual(batchOf(content(of)));
      })
    );
  });

  test('gives back columns of noise, of small numbers and of zeros', () => {
    const columns = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 0, max: 9000 }),
      bits: fc.integer({ min: 1, max: 63 }),
      zeros: fc.constantFrom(0, 0.05, 0.5, 1)
    });
    fc.assert(
      fc.property(columns, ({ seed, count, bits, zeros }) => {
        const random = randomOf(seed);
        const values = Array.from({ length: count }, () => {
          const size = BigInt(random.below(2 ** 32)) * 2n ** 31n + BigInt(random.below(2 ** 31));
          const value = random.chance(zeros) ? 0n : size % 2n ** BigInt(bits);
          return random.chance(0.3) ? -value : value;
        });
        const { packed, noise } = planesOf(folded(values));
        const body = { bytes: packed, at: 0 };
        const rest = { bytes: Uint8Array.from(noise.flatMap((plane) => [...plane])), at: 0 };
        const column = readPlanes(body, rest, count);
        const read = values.map((_, i) => int64Of(column?.low[i] ?? 0, column?.high[i] ?? 0));
        expect(read).toEqual(values);
        expect([body.at, rest.at]).toEqual([packed.length, rest.bytes.length]);
        if (count >= 5000 && bits >= 40 && zeros === 0) expect(noise.length).toBeGreaterThan(3);
      }),
      { numRuns: 60 }
    );
  });

  test('says its totals, months and sketch without unpacking facts', () => {
    const batch = readBatch(
      batchOf(
        content([
          {
            month: '2026-01',
            account: 'a',
            service: 's',
            region: '',
            chargeCategory: 'Usage',
            pricingCategory: '',
            tags: '',
            billed: 5n,
            effective: 3n
          }
        ])
      )
    );
    expect(batch.ok && batch.value).toMatchObject({
      scope,
      format: 'focus',
      accounts: ['a'],
      months: [{ month: '2026-01', billed: 5n, effective: 3n, sketch: [3, 77, 2 ** 32 - 1] }]
    });
  });

  test('that is cut or changed anywhere is read or refused, never thrown over and never wrong', () => {
    const sound = fc.array(fact, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        sound,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (of, at, by, cut) => {
          const bytes = batchOf(content(of));
          const place = at % bytes.length;
          const broken = cut
            ? bytes.slice(0, place)
            : bytes.map((byte, i) => (i === place ? byte ^ by : byte));
          const batch = readBatch(broken);
          if (!batch.ok) return;
          for (const { month, billed } of batch.value.months) {
            const read = factsOf(batch.value, month);
            if (read.ok)
              expect(read.value.reduce((sum, each) => sum + each.billed, 0n)).toBe(billed);
          }
        }
      ),
      { numRuns: 500 }
    );
  });

  test('of any bytes at all is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readBatch(bytes).ok).toBe(false);
        expect(readBatch(Uint8Array.from([0x42, 0x59, 0x42, 0x31, ...bytes])).ok).toBe(false);
      })
    );
  });
});

/** The distribution of the handbook: 10,000 accounts, each with a zipf subset of 20 services. */
function* distribution(months: number): Generator<Fact> {
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  for (let account = 0; account < 10_000; account++) {
    const id = String(Math.floor(random() * 1e12)).padStart(12, '0');
    const scale = 10 ** (0.9 * normal() + 1);
    for (let service = 0; service < 20; service++) {
      if (random() > 1.4 / (1 + service * 0.42)) continue;
      for (let month = 0; month < months; month++) {
        const cost = (scale * Math.exp(0.5 * normal())) / (1 + service);
        const billed = BigInt(Math.round(cost * 1e10)) * 100n;
        yield {
          month: `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
          account: id,
          service: `service-${service}`,
          region: '',
          chargeCategory: 'Usage',
          pricingCategory: '',
          tags: '',
          billed,
          effective: billed
        };
      }
    }
  }
}

test('10,000 accounts × 20 services take at most 6 bytes a fact at full precision', () => {
  const months = 3;
  const of = [...distribution(months)];
  const bytes = batchOf({ scope, format: 'focus', facts: of, sketches: new Map() });
  const perFact = bytes.length / of.length;
  console.log(`${of.length} facts, ${bytes.length} bytes, ${perFact.toFixed(2)} a fact`);
  expect(of.length / (10_000 * 20 * months)).toBeGreaterThan(0.35);
  expect(of.length / (10_000 * 20 * months)).toBeLessThan(0.45);
  expect(perFact).toBeLessThanOrEqual(6);
  const batch = readBatch(bytes);
  const total = of.reduce((sum, { billed }) => sum + billed, 0n);
  expect(batch.ok && batch.value.months.reduce((sum, { billed }) => sum + billed, 0n)).toBe(total);
  expect(
    batch.ok && batch.value.months.every(({ month }) => readMonth(batch.value, month).ok)
  ).toBe(true);
}, 60_000);

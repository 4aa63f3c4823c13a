import type { BatchContent } from '#core/finance/batch-write.ts';
import type { Fact } from '#core/finance/fact.ts';
import { lineTags } from '#core/finance/line-tags.ts';
import { monthsLater } from '#core/finance/month.ts';
import { PICO } from '#core/finance/amount.ts';
import type { Provider } from '#core/org/provider.ts';
import { randomOf, type Random } from './random.ts';
import { SERVICES, type SampleService } from './cloud-products.ts';

interface BilledAccount {
  readonly provider: Provider;
  readonly externalId: string;
}

export interface SampleBill extends BatchContent {
  readonly facts: readonly Fact[];
}

/** The clouds of the sample group, who pays there and in what. */
const SCOPES = [
  { provider: 'tencent', payer: '100020000001', currency: 'CNY', format: 'tencent.detail' },
  { provider: 'aws', payer: '000020000002', currency: 'USD', format: 'aws.cur' }
] as const;

/**
 * Invented bills of some accounts, for so many months until `last`: sizes skewed as real ones are, a
 * few services each, slow growth, one that leaps and one that falls in the last month, credits, and an
 * account that the organization does not know. The same seed gives the same bills.
 */
export function sampleBills(
  accounts: readonly BilledAccount[],
  { last, months, seed }: { last: string; months: number; seed: number }
): SampleBill[] {
  const names = Array.from({ length: months }, (_, i) => monthsLater(last, i - months + 1));
  return SCOPES.map(({ provider, payer, currency, format }) => {
    const random = randomOf(seed);
    // Their own, so that amounts do not depend on them.
    const tagged = randomOf(seed + 1);
    const own = accounts.filter((account) => account.provider === provider);
    const ids = [...own.map(({ externalId }) => externalId), payer];
    const facts = ids.flatMap((account) =>
      factsOf(random, tagged, { account, services: SERVICES[provider], months: names })
    );
    return { scope: { provider, payer, currency }, format, facts, sketches: new Map() };
  });
}

const APPS = ['order', 'payment', 'search', 'data'] as const;
const STAGES = ['prod', 'prod', 'test', 'dev'] as const;

/** What was charged is of an application and a stage, where somebody tagged it. */
const tagsFor = (random: Random): string =>
  random.chance(0.25)
    ? ''
    : lineTags([
        ['app', random.pick(APPS)],
        ['env', random.pick(STAGES)]
      ]);

interface Billed {
  readonly account: string;
  readonly services: readonly SampleService[];
  readonly months: readonly string[];
}

function factsOf(random: Random, tagged: Random, { account, services, months }: Billed): Fact[] {
  const size = random.skewed() * random.skewed() * 900;
  const first = random.chance(0.2) ? random.below(months.length) : 0;
  return services
    .filter(({ share }) => random.chance(share))
    .flatMap((service) => {
      const weight = size * service.weight * random.skewed();
      const region = random.pick(service.regions);
      const tags = tagsFor(tagged);
      const leap = random.chance(0.5) ? (service.leap ?? 1) : 1;
      return months.flatMap((month, i) => {
        if (i < first) return [];
        const last = i === months.length - 1 ? leap : 1;
        const growth = 1 + 0.012 * i + 0.06 * (random.next() - 0.5);
        const billed = amountOf(weight * growth * last);
        const line = {
          month,
          account,
          service: service.name,
          region,
          chargeCategory: 'Usage',
          pricingCategory: random.chance(0.5) ? service.payModes[0] : service.payModes[1],
          tags
        };
        const usage: Fact = { ...line, billed, effective: billed };
        if (!random.chance(0.04)) return [usage];
        const credit = -billed / 10n;
        return [usage, { ...line, chargeCategory: 'Credit', billed: credit, effective: credit }];
      });
    });
}

/** To a thousandth of a cent, as bills are. */
const amountOf = (value: number): bigint => BigInt(Math.round(value * 1e5)) * (PICO / 100_000n);

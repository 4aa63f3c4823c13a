import { batchOf } from '#core/finance/batch-write.ts';
import type { Fact } from '#core/finance/fact.ts';
import type { Provider } from '#core/org/provider.ts';
import { SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';
import { randomOf, type Random } from '#core/sample/random.ts';

const SERVICES = 20;
const REGIONS = [
  'ap-guangzhou',
  'ap-shanghai',
  'ap-beijing',
  'ap-singapore',
  'eu-frankfurt'
] as const;

export interface FactBatches {
  readonly batches: readonly Uint8Array[];
  readonly facts: number;
  readonly months: readonly string[];
  /** In 1e-12. */
  readonly total: bigint;
}

/**
 * Two years of facts of a sample group as its bills would make them: a batch for each month and
 * cloud, amounts with ten decimals, one in ten with another effective cost. Accounts use every
 * service, or, `sparse`, those seldom that few use.
 */
export function factBatches(accounts: number, sparse: boolean): FactBatches {
  const random = randomOf(13);
  const months = Array.from({ length: 24 }, (_, i) => {
    const month = String((i % 12) + 1).padStart(2, '0');
    return `${i < 12 ? 2025 : 2026}-${month}`;
  });
  const used = sampleGroup(SAMPLE_SEED, accounts).accounts.flatMap((row, i) => {
    const scale = 10 ** (0.9 * normal(random) + 1);
    return Array.from({ length: SERVICES }, (_, service) => service)
      .filter((service) => !sparse || random.chance(1.4 / (1 + service * 0.42)))
      .map((service) => ({
        provider: row.provider,
        account: row.externalId ?? '',
        service: `Service ${service}`,
        region: REGIONS[(i + (random.chance(0.1) ? 1 : 0)) % REGIONS.length] ?? '',
        usual: scale / (1 + service)
      }));
  });
  let total = 0n;
  const batches = months.flatMap((month) =>
    (['tencent', 'aws'] as const).map((provider: Provider) => {
      const facts = used
        .filter((each) => each.provider === provider)
        .map(({ account, service, region, usual }): Fact => {
          const billed = amountNear(random, usual);
          total += billed;
          const effective = random.chance(0.1) ? amountNear(random, usual) : billed;
          const rest = { chargeCategory: 'Usage', pricingCategory: 'Standard', tags: '' };
          return { month, account, service, region, ...rest, billed, effective };
        });
      const scope = { provider, payer: 'payer', currency: 'CNY' };
      return batchOf({ scope, format: 'focus', facts, sketches: new Map() });
    })
  );
  return { batches, facts: used.length * months.length, months, total };
}

/** In 1e-12, with ten decimals that nothing repeats. */
const amountNear = (random: Random, usual: number): bigint =>
  BigInt(Math.round(usual * Math.exp(0.5 * normal(random)) * 1e10)) * 100n;

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

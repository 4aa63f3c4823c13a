import { closeSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { amountText } from '#core/finance/amount.ts';
import { randomOf, type Random } from '#core/sample/random.ts';
import { groupKey } from './group-key.ts';

const ACCOUNTS = 2000;
const MONTHS = ['2026-01', '2026-02', '2026-03'] as const;
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1', 'cn-north-1', 'us-west-2'] as const;
const TEAMS = ['订单', 'payment', 'search', '风控', 'data "lake"', 'ads'] as const;
const SERVICES = [
  ...['AmazonEC2', 'AmazonS3', 'AmazonRDS', 'AmazonCloudWatch', 'AWSLambda', 'AmazonDynamoDB'],
  ...['AmazonECS', 'AmazonEKS', 'AmazonVPC', 'AWSKMS', 'AmazonSNS', 'AmazonSQS', 'AmazonRoute53'],
  ...['AmazonCloudFront', 'AWSGlue', 'AmazonAthena', 'AmazonRedshift', 'AmazonEFS', 'AWSBackup'],
  ...['AmazonElastiCache', 'AmazonOpenSearch', 'AmazonKinesis', 'AWSConfig', 'AWSSecurityHub']
] as const;

/** An amount as the bill writes it, and as an integer of 1e-12. */
interface Amount {
  readonly text: string;
  readonly exact: bigint;
}

interface Line {
  readonly n: number;
  readonly month: string;
  readonly account: string;
  readonly accountName: string;
  readonly service: string;
  readonly region: string;
  readonly category: string;
  readonly pricing: string;
  readonly day: string;
  readonly hour: string;
  readonly billed: Amount;
  readonly effective: Amount;
  readonly list: string;
  readonly quantity: string;
  readonly resource: string;
  readonly sku: string;
  readonly tags: string;
  readonly description: string;
}

type Column = readonly [name: string, cell: (line: Line) => string];

const blank = () => '';
const empty = () => '""';

/** The columns of an AWS export of FOCUS 1.2, with its mix of nothing and `""`. */
const WIDE: readonly Column[] = [
  ['AvailabilityZone', ({ region, n }) => (n % 3 === 0 ? `${region}a` : '')],
  ['BilledCost', ({ billed }) => billed.text],
  ['BillingAccountId', () => '0099999999999'],
  ['BillingAccountName', () => '"Yuan An, Group"'],
  ['BillingAccountType', () => 'BillingAccount'],
  ['BillingCurrency', () => 'USD'],
  ['BillingPeriodEnd', ({ month }) => `${nextOf(month)}-01T00:00:00.000Z`],
  ['BillingPeriodStart', ({ month }) => `${month}-01T00:00:00.000Z`],
  ['CapacityReservationId', blank],
  ['CapacityReservationStatus', empty],
  ['ChargeCategory', ({ category }) => category],
  ['ChargeClass', blank],
  ['ChargeDescription', ({ description }) => description],
  ['ChargeFrequency', () => 'Usage-Based'],
  ['ChargePeriodEnd', ({ day, hour }) => `${day}T${hour}:59:59.000Z`],
  ['ChargePeriodStart', ({ day, hour }) => `${day}T${hour}:00:00.000Z`],
  ['CommitmentDiscountCategory', empty],
  ['CommitmentDiscountId', ({ pricing, n }) => (pricing === 'Committed' ? savingsPlan(n) : '')],
  ['CommitmentDiscountName', empty],
  ['CommitmentDiscountQuantity', blank],
  ['CommitmentDiscountStatus', ({ pricing }) => (pricing === 'Committed' ? 'Used' : '')],
  ['CommitmentDiscountType', blank],
  ['CommitmentDiscountUnit', blank],
  ['ConsumedQuantity', ({ quantity }) => quantity],
  ['ConsumedUnit', () => 'Hours'],
  ['ContractedCost', ({ list }) => list],
  ['ContractedUnitPrice', ({ sku }) => `0.0${sku}`],
  ['EffectiveCost', ({ effective }) => effective.text],
  ['InvoiceId', ({ month, account }) => `EUINGB${month.slice(2, 4)}-${account.slice(-1)}`],
  ['InvoiceIssuerName', () => '"Amazon Web Services, Inc."'],
  ['ListCost', ({ list }) => list],
  ['ListUnitPrice', ({ sku }) => `"0.0${sku}"`],
  ['PricingCategory', ({ pricing }) => pricing],
  ['PricingCurrency', () => 'USD'],
  ['PricingCurrencyContractedUnitPrice', ({ sku }) => `0.0${sku}`],
  ['PricingCurrencyEffectiveCost', ({ effective }) => effective.text],
  ['PricingCurrencyListUnitPrice', ({ sku }) => `0.0${sku}`],
  ['PricingQuantity', ({ quantity }) => quantity],
  ['PricingUnit', () => 'Hrs'],
  ['ProviderName', () => 'AWS'],
  ['PublisherName', () => '"Amazon Web Services, Inc."'],
  ['RegionId', ({ region }) => region],
  ['RegionName', ({ region }) => `"Region ${region}, main"`],
  [
    'ResourceId',
    ({ service, region, account, resource }) =>
      `arn:aws:${service.toLowerCase()}:${region}:${account}:instance/${resource}`
  ],
  ['ResourceName', ({ resource }) => resource],
  ['ResourceType', () => 'Instance'],
  ['ServiceCategory', ({ service }) => `Category of ${service}`],
  ['ServiceName', ({ service }) => service],
  ['ServiceSubcategory', () => 'Virtual Machines'],
  ['SkuId', ({ sku }) => `SKU${sku}`],
  ['SkuMeter', ({ sku }) => `BoxUsage:m5.${sku}xlarge`],
  ['SkuPriceDetails', ({ sku }) => `"{""CoreCount"":${sku},""OperatingSystem"":""Linux""}"`],
  ['SkuPriceId', ({ sku }) => `SKU${sku}.JRTCKXETXF.6YS6EN2CT7`],
  ['SubAccountId', ({ account }) => account],
  ['SubAccountName', ({ accountName }) => accountName],
  ['SubAccountType', () => 'Account'],
  ['Tags', ({ tags }) => tags],
  ['x_Discounts', () => '{}'],
  ['x_Operation', ({ sku }) => `RunInstances:${sku}`],
  ['x_ServiceCode', ({ service }) => service]
];

const NARROW: readonly Column[] = [
  ...['BillingPeriodStart', 'SubAccountId', 'ServiceName', 'RegionId', 'ChargeCategory'],
  ...['PricingCategory', 'BillingCurrency', 'BilledCost', 'EffectiveCost']
].flatMap((name) => WIDE.filter(([known]) => known === name));

/** Paths of the same rows written wide and narrow, and of what every group of them adds up to. */
export interface BillFiles {
  readonly wide: string;
  readonly narrow: string;
  readonly truth: string;
  readonly groups: number;
  /** Bytes. */
  readonly sizes: { readonly wide: number; readonly narrow: number };
}

/**
 * Rows of a group's bill in no order, with quotes, line ends within them, E notation, negatives and
 * blanks. Amounts are drawn as integers and then written, so no reader takes part in the truth.
 */
export function writeBillFiles(folder: string, rows: number): BillFiles {
  const random = randomOf(7);
  const paths = {
    wide: `${folder}/wide.csv`,
    narrow: `${folder}/narrow.csv`,
    truth: `${folder}/truth.txt`
  };
  const sums = new Map<string, [billed: bigint, effective: bigint]>();
  const files = [
    { columns: WIDE, out: new TextFile(paths.wide) },
    { columns: NARROW, out: new TextFile(paths.narrow) }
  ];
  for (const { columns, out } of files) out.line(columns.map(([name]) => name).join(','));
  for (let n = 0; n < rows; n++) {
    const line = lineOf(random, n);
    for (const { columns, out } of files) out.line(columns.map(([, cell]) => cell(line)).join(','));
    const { month, account, service, region, category, pricing, billed, effective } = line;
    const key = groupKey([month, account, service, region, category, pricing]);
    const sum = sums.get(key) ?? [0n, 0n];
    sums.set(key, [sum[0] + billed.exact, sum[1] + effective.exact]);
  }
  for (const { out } of files) out.close();
  writeFileSync(
    paths.truth,
    [...sums]
      .map(([key, sum]) => [key, ...sum.map((amount) => amountText(amount))].join('\t'))
      .join('\n')
  );
  const sizes = { wide: statSync(paths.wide).size, narrow: statSync(paths.narrow).size };
  return { ...paths, groups: sums.size, sizes };
}

function lineOf(random: Random, n: number): Line {
  const at = Math.floor(ACCOUNTS * random.next() ** 1.5);
  // An account has its services, each in one region and mostly paid for in one way.
  const place = Math.floor(SERVICES.length * random.next() ** 1.5);
  const month = random.pick(MONTHS);
  const billed = amountOf(random, random.chance(0.013));
  const sku = 1 + random.below(96);
  const day = String(1 + random.below(28)).padStart(2, '0');
  return {
    n,
    month,
    account: String(99_999_999 + at * 7919).padStart(12, '0'),
    accountName: at % 7 === 0 ? `"团队 ""${at}"", prod"` : `team-${at}`,
    service: SERVICES[(place + at) % SERVICES.length] ?? '',
    region: REGIONS[(at + place) % REGIONS.length] ?? '',
    category: random.chance(0.99) ? 'Usage' : random.pick(['Tax', 'Credit', 'Purchase']),
    pricing: place % 5 === 0 && at % 2 === 0 ? 'Committed' : 'Standard',
    day: `${month}-${day}`,
    hour: String(random.below(24)).padStart(2, '0'),
    billed,
    effective: random.chance(0.1) ? amountOf(random, false) : billed,
    list: amountOf(random, false).text,
    quantity: String(random.below(10_000) / 100),
    resource: `i-${random
      .below(2 ** 31)
      .toString(16)
      .padStart(17, '0')}`,
    sku: String(sku),
    tags: tagsOf(random),
    description: random.chance(0.01)
      ? `"$0.0${sku} per hour,\nfrom the second year on"`
      : `"$0.0${sku} per On Demand Linux m5.${sku}xlarge Instance Hour, US East"`
  };
}

function tagsOf(random: Random): string {
  if (random.chance(0.29)) return random.chance(0.5) ? '' : '{}';
  const env = random.pick(['prod', 'staging', 'dev']);
  const team = random.pick(TEAMS).replaceAll('"', '\\""');
  return `"{""user:env"":""${env}"",""user:team"":""${team}"",""user:cost"":""CC-${2100 + random.below(60)}""}"`;
}

/** One to nine digits with two to eleven decimals; one in 25 in E notation, as AWS writes small ones. */
function amountOf(random: Random, negative: boolean): Amount {
  const digits = String(1 + random.below(10 ** (1 + random.below(9))));
  const decimals = 2 + random.below(10);
  const size = BigInt(digits) * 10n ** BigInt(12 - decimals);
  const text = random.chance(0.04) ? scientific(digits, decimals) : plain(digits, decimals);
  return { text: negative ? `-${text}` : text, exact: negative ? -size : size };
}

const plain = (digits: string, decimals: number): string => {
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
};

const scientific = (digits: string, decimals: number): string =>
  `${digits[0] ?? '0'}.${digits.slice(1) || '0'}E${digits.length - 1 - decimals}`;

const savingsPlan = (n: number): string =>
  `arn:aws:savingsplans::0099999999999:savingsplan/${n % 50}`;

const nextOf = (month: string): string =>
  `2026-${String(Number(month.slice(5)) + 1).padStart(2, '0')}`;

/** Lines of text into a file, some megabytes at a time. */
class TextFile {
  readonly #file: number;
  #lines: string[] = [];
  #size = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  line(text: string): void {
    this.#lines.push(text);
    this.#size += text.length;
    if (this.#size > 2 ** 22) this.#flush();
  }

  #flush(): void {
    writeSync(this.#file, `${this.#lines.join('\n')}\n`);
    this.#lines = [];
    this.#size = 0;
  }

  close(): void {
    if (this.#lines.length > 0) this.#flush();
    closeSync(this.#file);
  }
}

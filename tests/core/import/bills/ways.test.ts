import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillPart } from '#core/import/bills/bill-part.ts';
import { CsvBill } from '#core/import/bills/csv-bill.ts';
import type { CsvRecords } from '#core/import/bills/csv-records.ts';
import { PlainRecords } from '#core/import/bills/plain-records.ts';
import { WasmRecords } from '#core/import/bills/wasm-records.ts';
import { listed } from './dropped.ts';

const FOCUS =
  'BillingPeriodStart,BillingAccountId,SubAccountId,SubAccountName,ServiceName,RegionId,ChargeCategory,PricingCategory,BillingCurrency,ProviderName,InvoiceId,BilledCost,EffectiveCost,ResourceId,Tags';
/** Nothing but texts that are kept tells its rows apart. */
const PLAIN = FOCUS.replace('ResourceId', 'Resource');
/** By day, and with no period. */
const AZURE = 'Date,SubscriptionId,SubscriptionName,MeterId,MeterCategory,Cost,BillingCurrency';

/** Sizes of the chunks, and the keys of cost allocation tags. */
interface Cut {
  readonly sizes?: readonly number[];
  readonly tagKeys?: readonly string[];
}

/** What a bill says, read in one way from chunks of the given sizes. */
function said(records: CsvRecords, text: string, { sizes, tagKeys }: Required<Cut>) {
  const bytes = new TextEncoder().encode(text);
  const bill = new CsvBill('a.csv', 0x2c, { records, tagKeys });
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const end = at + (sizes[i % sizes.length] ?? bytes.length);
    const problem = bill.push(bytes.slice(at, end));
    if (problem) return { problem };
    at = end;
  }
  const read = bill.finish();
  return read.ok ? { ...read.value, scopes: listed(read.value) } : { problems: read.problems };
}

function both(text: string, { sizes = [1 << 20], tagKeys = [] }: Cut = {}) {
  const [plain, wasm] = [new PlainRecords(0x2c), new WasmRecords(0x2c)].map((records) =>
    said(records, text, { sizes, tagKeys })
  );
  expect(wasm).toEqual(plain);
  return wasm as unknown as BillPart & { readonly scopes: ReturnType<typeof listed> };
}

const quoted = (text: string) => (/["\n\r,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const amount = fc.oneof(
  fc.bigInt(-(10n ** 18n), 10n ** 18n).map(String),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.bigInt(0n, 10n ** 14n)).map((p) => p.join('.')),
  fc.constantFrom(
    '',
    '-',
    'NULL',
    '0',
    '-0',
    '+1.5',
    '.5',
    '1.',
    '-',
    '1E-7',
    '6.02E3',
    '1,234.56'
  ),
  fc.constantFrom(
    '1,234',
    'x',
    '1E99',
    '-999999999999999',
    ' 12 ',
    '0.0000000000005',
    '1.2.3',
    '--1'
  )
);
const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'b',
    '"',
    'x"y',
    'x,y',
    'line\nbreak',
    '账号',
    'NULL',
    '="0012"',
    'abcdefgh'
  ),
  fc.string({ unit: fc.constantFrom('a', '"', '账', ' ', 'é'), maxLength: 20 })
);
const period = fc.constantFrom('2026-01-01', '2026-02-01T00:00:00Z', '', 'soon', '2026-01');
const day = fc.constantFrom(
  '2026-01-05',
  '2026-01-05 12:00:00',
  '2026-01-06T01:00:00Z',
  '1/7/2026'
);

/** A line of cells that is mostly as it should be: now and then too short, too long or broken. */
const line = (...cells: readonly fc.Arbitrary<string>[]) =>
  fc
    .tuple(
      fc.tuple(...cells.map((cell) => cell.map(quoted))),
      fc.oneof(
        { weight: 8, arbitrary: fc.constant((row: readonly string[]) => row.join(',')) },
        fc.constantFrom(
          (row: readonly string[]) => row.slice(0, 3).join(','),
          (row: readonly string[]) => [...row, '1', '2'].join(','),
          (row: readonly string[]) => `"a"b,${row.slice(1).join(',')}`,
          (row: readonly string[]) => row.map(() => '').join(','),
          () => ''
        )
      )
    )
    .map(([row, shape]) => shape(row));
const tags = fc.oneof(
  text,
  fc.constantFrom('{}', 'NULL', '{"env":"prod"}', '{"env": "test", "team": "搜索"}', '"team": "a"'),
  fc.constantFrom('{"user:env":"prod","n":1}', '{" env":"x","env":"y"}', '[["team","b"]]', '{"env')
);
const keys = fc.constantFrom<readonly string[]>([], ['env'], ['env', 'team']);
const lines = (row: fc.Arbitrary<string>) => fc.array(row, { maxLength: 60 });
const form = fc.tuple(fc.constantFrom(FOCUS, PLAIN), fc.constantFrom('\n', '\r\n'));
const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 });

describe('a bill read by JavaScript and by WebAssembly', () => {
  test('says the same, whatever stands in it and however it is cut', () => {
    const currency = fc.constantFrom('USD', 'USD', 'CNY', '');
    const row = line(
      ...[period, text, text, text, text, text, text, text, currency, text, text],
      ...[amount, amount, text, tags]
    );
    fc.assert(
      fc.property(lines(row), sizes, form, keys, (rows, sizes, [header, eol], tagKeys) => {
        both([header, ...rows, ''].join(eol), { sizes, tagKeys });
      }),
      { numRuns: 300 }
    );
  });

  test('says the same by days', () => {
    const row = line(day, text, text, text, text, amount, fc.constant('USD'));
    fc.assert(
      fc.property(lines(row), sizes, (rows, sizes) => {
        both([AZURE, ...rows].join('\n'), { sizes });
      })
    );
  });

  test('says the same of many groups, texts and periods, and of sums beyond a number', () => {
    const months = Array.from({ length: 90 }, (_, i) => {
      const month = String(1 + (i % 12)).padStart(2, '0');
      return `${String(2000 + Math.floor(i / 12))}-${month}-01`;
    });
    const rows = Array.from({ length: 40_000 }, (_, i) =>
      [
        months[(i * 7) % 90],
        'payer',
        `account-${i % 3001}`,
        `"name ""${i % 40}"""`,
        'x'.repeat(i % 50),
        ...['eu', 'Usage', '', 'USD', 'AWS', `I${i % 9}`],
        i % 3 === 0 ? '999999999999999.999999999999' : `${i}.000000000001`,
        `${i}E-9`,
        `r-${i}`,
        ''
      ].join(',')
    );
    const part = both([FOCUS, ...rows].join('\n'), { sizes: [100_000, 70_001] });
    expect(part).toMatchObject({ rows: 40_000, refusedRows: 0 });
    expect(part.scopes[0]?.facts.length).toBeGreaterThan(20_000);
    expect(part.sketches.size).toBe(90);
  });

  test('says the same of more tags than are known at a time', () => {
    const value = 'v'.repeat(900);
    const rows = Array.from({ length: 60_000 }, (_, i) => {
      const env = i % 3 === 0 ? 'prod' : `e${i % 5}`;
      const tags = `"{""n"":""${value}${i % 50_000}"",""env"":""${env}""}"`;
      return `2026-01-01,p,a,,EC2,,Usage,,USD,AWS,,${i},,r-${i},${tags}`;
    });
    const part = both([FOCUS, ...rows].join('\n'), { sizes: [1 << 20], tagKeys: ['env'] });
    expect(part.scopes[0]?.facts.map(({ tags }) => tags).sort()).toEqual(
      ['prod', 'e0', 'e1', 'e2', 'e3', 'e4'].map((env) => `[["env","${env}"]]`).sort()
    );
  });

  test('names the lines of what it refuses', () => {
    const row = (cost: string) => `2026-01-01,p,a,,EC2,,Usage,,USD,AWS,,${cost},,r,"two\nlines"`;
    const part = both([FOCUS, row('1'), row('x'), '', row('1E99'), row('2'), ''].join('\n'));
    expect(part.rows).toBe(2);
    expect(part.refusals.map(({ origin, problem }) => [origin.line, problem.code])).toEqual([
      [4, 'bills.amountUnreadable'],
      [7, 'bills.amountTooLarge']
    ]);
  });
});

import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import papaparse from 'papaparse';
import { describe, expect, test } from 'vitest';
import { amountOf } from '#core/finance/amount.ts';
import { tagsIn } from '#core/finance/line-tags.ts';
import type { BillPart } from '#core/import/bills/bill-part.ts';
import { readBills, type BillFile } from '#core/import/bills/read.ts';
import { dropped, fixture, listed, readPart, totalsOf } from './dropped.ts';

async function taggedPart(tagKeys: readonly string[], file: BillFile): Promise<BillPart> {
  const reading = await readBills([file], { tagKeys });
  const [part, ...more] = reading.ok ? reading.value.parts : [];
  if (!part || more.length > 0) throw new Error(JSON.stringify(reading));
  return part;
}

/** What was billed by the value of a tag, in 1e-12 whatever the currency. */
function billedBy(part: BillPart, key: string): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  for (const { facts } of listed(part))
    for (const { tags, billed } of facts) {
      const value = tagsIn(tags).get(key) ?? '';
      sums[value] = (sums[value] ?? 0n) + billed;
    }
  return sums;
}

/** The same by another reader: each row by itself. */
function rowsBy(
  name: string,
  cost: string,
  valueOf: (row: Record<string, string>) => string
): Record<string, bigint> {
  const sums: Record<string, bigint> = {};
  const { data } = papaparse.parse<Record<string, string>>(
    new TextDecoder().decode(fixture(name)).replace(/^\ufeff/, ''),
    { header: true, skipEmptyLines: true }
  );
  for (const row of data) {
    const value = valueOf(row);
    sums[value] = (sums[value] ?? 0n) + (amountOf(row[cost] ?? '') ?? 0n);
  }
  return sums;
}

describe('cost allocation tags', () => {
  test('of the FOCUS sample add up to the rows that have them, and change no total', async () => {
    const name = 'focus-1.0-sample.csv';
    const plain = await readPart(dropped(name, fixture(name)));
    expect(listed(plain).every(({ facts }) => facts.every(({ tags }) => tags === ''))).toBe(true);
    expect(plain.tags).toEqual({ read: [], others: [], any: true });
    for (const keys of [['environment'], ['business_unit', 'environment'], ['nobody has it']]) {
      const part = await taggedPart(keys, dropped(name, fixture(name), 4096));
      expect(totalsOf(part)).toEqual(totalsOf(plain));
      expect(part.sketches).toEqual(plain.sketches);
      expect(part.tags.read).toEqual(keys.filter((key) => key !== 'nobody has it'));
      expect(part.tags.others).toContain('application');
      for (const key of keys)
        expect(billedBy(part, key)).toEqual(
          rowsBy(name, 'BilledCost', ({ Tags = '' }) => {
            const tags = Tags === 'NULL' || Tags === '' ? {} : (JSON.parse(Tags) as object);
            const own = Object.entries(tags).find(([each]) => each.trim() === key);
            return String(own?.[1] ?? '');
          })
        );
    }
  });

  test('of Azure stand without braces', async () => {
    const name = 'azure-ea-actual.csv';
    const part = await taggedPart(['env'], dropped(name, fixture(name)));
    const truth = rowsBy(name, 'Cost', ({ Tags = '' }) => /"env": "([^"]*)"/.exec(Tags)?.[1] ?? '');
    expect(Object.keys(truth).length).toBeGreaterThan(1);
    expect(billedBy(part, 'env')).toEqual(truth);
  });

  test('of AWS have a column each, or one together', async () => {
    const cur =
      'bill/BillingPeriodStartDate,bill/PayerAccountId,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/CurrencyCode,lineItem/UnblendedCost';
    const row = '2026-01-01,1,2,Usage,USD';
    const sums = { shop: 12_000_000_000_000n, '': 3_000_000_000_000n };
    const rows = (tag: (value: string) => string) =>
      [`${row},4,${tag('shop')}`, `${row},8,${tag('shop')}`, `${row},3,${tag('')}`].join('\n');
    const files = [
      [`${cur},resourceTags/user:Cost Center`, rows((value) => value)],
      [
        `${cur.replaceAll('/', '_')},resource_tags_aws_created_by,resource_tags_user_cost_center`,
        rows((value) => `root,${value}`)
      ],
      [
        `${cur.replaceAll('/', '_')},resource_tags`,
        rows((value) => (value ? `"{""user_Cost Center"":""${value}""}"` : '{}'))
      ]
    ];
    for (const [header, body] of files) {
      const part = await taggedPart(['Cost Center'], dropped('cur.csv', `${header}\n${body}`));
      expect(billedBy(part, 'Cost Center')).toEqual(sums);
      expect(part.tags).toMatchObject({ read: ['Cost Center'], any: true });
    }
  });

  test('are told apart where a bill spells a key in two ways, each in a column of its own', async () => {
    const file =
      '账单月份,支付者UIN,使用者UIN,产品名称,优惠后总价,标签键:Env,标签键:env\n' +
      '2026-01,100,200,CVM,1,a,b\n';
    const part = await taggedPart(['ENV', 'Env', 'env'], dropped('l3.csv', file));
    const [fact] = listed(part)[0]?.facts ?? [];
    expect(fact?.tags).toBe('[["Env","a"],["env","b"]]');
    const one = await taggedPart(['env'], dropped('l3.csv', file));
    expect(billedBy(one, 'env')).toEqual({ b: 1_000_000_000_000n });
    expect(one.tags).toEqual({ read: ['env'], others: ['Env'], any: true });
  });

  test('of Tencent Cloud stand in columns of a file and in a list of the API', async () => {
    const file =
      '账单月份,支付者UIN,使用者UIN,产品名称,优惠后总价,标签键:环境\n' +
      '2026-01,100,200,CVM,1.5,生产\n2026-01,100,200,CVM,2,-\n';
    const csv = await taggedPart(['环境'], dropped('l3.csv', file));
    expect(billedBy(csv, '环境')).toEqual({ 生产: 1_500_000_000_000n, '': 2_000_000_000_000n });

    const page = JSON.parse(
      new TextDecoder().decode(fixture('tencent-DescribeBillDetail.json'))
    ) as { Response: { DetailSet: { Tags: unknown }[] } };
    for (const detail of page.Response.DetailSet)
      detail.Tags = [
        { TagKey: 'other', TagValue: 'x' },
        { TagKey: '环境', TagValue: '测试' }
      ];
    const json = await taggedPart(['环境'], dropped('page.json', JSON.stringify(page)));
    expect(Object.keys(billedBy(json, '环境'))).toEqual(['测试']);
  });

  test('of a Parquet file are a map', async () => {
    const text = (name: string, data: string[]) => ({ name, type: 'STRING' as const, data });
    const bytes = parquetWriteBuffer({
      columnData: [
        text('BillingPeriodStart', ['2026-01-01', '2026-01-01']),
        text('BillingAccountId', ['1', '1']),
        text('BillingCurrency', ['USD', 'USD']),
        text('BilledCost', ['1', '2']),
        { name: 'Tags', type: 'JSON', data: [{ env: 'prod' }, null] }
      ]
    });
    const part = await taggedPart(['env'], dropped('a.parquet', new Uint8Array(bytes)));
    expect(billedBy(part, 'env')).toEqual({ prod: 1_000_000_000_000n, '': 2_000_000_000_000n });
  });

  test('with a value for each resource are refused with what to do, and harm nothing unchosen', async () => {
    const rows = Array.from(
      { length: 100_002 },
      (_, i) => `2026-01-01,1,USD,1,"{""Name"":""host-${i}"",""env"":""prod""}"`
    );
    const header = 'BillingPeriodStart,BillingAccountId,BillingCurrency,BilledCost,Tags';
    const file = dropped('a.csv', [header, ...rows].join('\n'), 1 << 20);
    const reading = await readBills([file], { tagKeys: ['Name'] });
    expect(reading.ok && reading.value.refusals.map(({ problem }) => problem.code)).toEqual([
      'bills.tagsTooVaried'
    ]);
    const pairs = Array.from(
      { length: 100_002 },
      (_, i) => `2026-01-01,1,USD,c${i % 2},1,"{""Name"":""host-${i >> 1}""}"`
    );
    const wider = header.replace('BilledCost', 'ServiceName,BilledCost');
    const many = await readBills([dropped('b.csv', [wider, ...pairs].join('\n'), 1 << 20)], {
      tagKeys: ['Name']
    });
    expect(many.ok && many.value.refusals[0]?.problem.code).toBe('bills.tagsTooVaried');
    const part = await taggedPart(['env'], file);
    expect(billedBy(part, 'env')).toEqual({ prod: 100_002n * 10n ** 12n });
    expect(part.tags).toEqual({ read: ['env'], others: ['Name'], any: true });
  });

  test('are the same in any order and cut, and what is no tag is none', async () => {
    const cell = fc.constantFrom(
      ...['', '{}', 'NULL', '{"env":"prod"}', '{"env":"test","team":"a"}', '{"team":"b"}'],
      ...[
        '{"env":true}',
        '{"env":7}',
        '{"env":null}',
        '{"env":{"a":1}}',
        '{"env":"prod"',
        '7',
        '"'
      ],
      ...['[["env","prod"]]', '{"user:env":"prod"}', '"env": "prod"', '{"env":"   "}']
    );
    const header =
      'BillingPeriodStart,BillingAccountId,BillingCurrency,ServiceName,BilledCost,Tags';
    const rows = fc.array(
      fc.tuple(fc.constantFrom('EC2', 'S3'), fc.integer({ min: -99, max: 99 }), cell),
      { minLength: 1, maxLength: 30 }
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 300 }), async (rows, size) => {
        const fileOf = (own: typeof rows) =>
          papaparse.unparse([
            header.split(','),
            ...own.map(([service, cost, tags]) => ['2026-01-01', '1', 'USD', service, cost, tags])
          ]);
        const read = async (own: typeof rows, cut: number) =>
          listed(await taggedPart(['env', 'team'], dropped('a.csv', fileOf(own), cut))).map(
            ({ facts }) => facts.map((fact) => JSON.stringify(fact, written)).sort()
          );
        const once = await read(rows, 1 << 20);
        expect(await read(rows.toReversed(), size)).toEqual(once);
        const facts = once.flat().map((each) => JSON.parse(each) as { tags: string });
        for (const { tags } of facts)
          for (const [key, value] of tagsIn(tags)) {
            expect(['env', 'team']).toContain(key);
            expect(['prod', 'test', 'a', 'b', 'true', '7']).toContain(value);
          }
      }),
      { numRuns: 60 }
    );
  });
});

const written = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

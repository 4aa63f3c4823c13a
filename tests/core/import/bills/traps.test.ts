import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOf } from '#core/finance/amount.ts';
import { translate } from '#core/kernel/message.ts';
import { importProblemMessages } from '#core/import/messages.ts';
import { billProblemMessages } from '#core/import/bills/messages.ts';
import { monthOf } from '#core/import/bills/period.ts';
import { packedBatches } from '#core/import/bills/part-batches.ts';
import { readBills, type BillFile } from '#core/import/bills/read.ts';
import { dropped, fixture, listed, read, readPart, totalsOf } from './dropped.ts';

const FOCUS =
  'BillingPeriodStart,BillingAccountId,SubAccountId,BillingCurrency,ProviderName,ServiceName,ChargeCategory,BilledCost,EffectiveCost,Tags';
const row = (over: Partial<Record<string, string>> = {}) =>
  FOCUS.split(',')
    .map(
      (name) =>
        over[name] ??
        {
          BillingPeriodStart: '2026-01-01T00:00:00Z',
          BillingAccountId: '0099',
          SubAccountId: '0012',
          BillingCurrency: 'USD',
          ProviderName: 'AWS',
          ServiceName: 'S3',
          ChargeCategory: 'Usage',
          BilledCost: '1',
          EffectiveCost: '1',
          Tags: '{}'
        }[name] ??
        ''
    )
    .join(',');
const bill = (...rows: string[]) => [FOCUS, ...rows].join('\n');

/** 支付者UIN,使用者UIN,产品名称,计费模式,扣费时间,优惠后总价 in GB18030, and a row of 云服务器. */
const GBK = Uint8Array.from(
  Buffer.from(
    'd6a7b8b6d5df55494e2ccab9d3c3d5df55494e2cb2fac6b7c3fbb3c62cbcc6b7d1c4a3cabd2cbfdbb7d1cab1bce42cd3c5bbddbaf3d7dcbcdb0d0a' +
      '3130303030303030303030312c0931303030303030303030303200'.replace(/00$/, '') +
      '2cd4c6b7fecef1c6f72cb0b4c1bfbcc6b7d12c323032362d30312d31352031303a30303a30302c302e33343032303235300d0a',
    'hex'
  )
);

describe('traps', () => {
  test('a Chinese bill in GB18030, with tabs before ids, in bytes one by one', async () => {
    const part = await readPart(dropped('账单.csv', GBK, 1));
    expect(part).toMatchObject({ format: 'tencent.detail', encoding: 'gb18030', rows: 1 });
    expect(listed(part)).toEqual([
      {
        scope: { provider: 'tencent', payer: '100000000001', currency: 'CNY' },
        facts: [
          {
            month: '2026-01',
            account: '100000000002',
            service: '云服务器',
            region: '',
            chargeCategory: 'Usage',
            pricingCategory: '按量计费',
            tags: '',
            billed: amountOf('0.3402025'),
            effective: amountOf('0.3402025')
          }
        ]
      }
    ]);
  });

  test('the international site’s headers, with tax, and the Chinese ones with a unit', async () => {
    const intl = await readPart(
      dropped(
        'a.csv',
        '"Payer Account ID","Owner Account ID","Product Name","Billing Mode","Transaction Type","Transaction Time","Region","Currency","Total Amount After Discount (Excluding Tax)","Total Cost (Including Tax)"\n200,0100,CVM,Pay-as-you-go,Hourly settlement,2026-01-15 10:00:00,Singapore,USD,1,1.06\n'
      )
    );
    expect(totalsOf(intl)['USD']?.billed).toBe(amountOf('1.06'));
    const unit = await readPart(
      dropped(
        'a.csv',
        '支付者 UIN,使用者 UIN,产品名称,账单月份,扣费时间,优惠后总价（元）\n1,2,CVM,2025-12,2026-01-01 02:00:00,3\n'
      )
    );
    expect([...(unit.scopes[0]?.facts ?? [])]).toMatchObject([
      { month: '2025-12', billed: amountOf('3') }
    ]);
  });

  test('NULL, "" and nothing say nothing; a blank effective cost is the billed one', async () => {
    const part = await readPart(
      dropped(
        'a.csv',
        bill(
          row({ SubAccountId: 'NULL', EffectiveCost: '' }),
          row({ SubAccountId: '""', EffectiveCost: 'NULL' }),
          row({ SubAccountId: '', EffectiveCost: '0.5' })
        )
      )
    );
    expect([...(part.scopes[0]?.facts ?? [])]).toMatchObject([
      { account: '0099', billed: amountOf('3'), effective: amountOf('2.5') }
    ]);
  });

  test('two currencies in one file are two scopes, leading zeros stay, Azure’s prefix goes', async () => {
    const part = await readPart(
      dropped(
        'a.csv',
        bill(
          row(),
          row({
            BillingCurrency: 'CNY',
            SubAccountId: '/subscriptions/ab-1',
            ProviderName: 'Microsoft'
          })
        )
      )
    );
    expect(
      part.scopes.map(({ scope, facts }) => [
        scope.provider,
        scope.currency,
        [...facts][0]?.account
      ])
    ).toEqual([
      ['aws', 'USD', '0012'],
      ['azure', 'CNY', 'ab-1']
    ]);
  });

  test('1.3’s renamed columns, shuffled and in other letters', async () => {
    const part = await readPart(
      dropped(
        'a.csv',
        '\ufeffbilledcost,SERVICEPROVIDERNAME,BillingPeriodStart,BillingCurrency,BillingAccountId,HostProviderName\n1.5,Google Cloud,2026-01-01,USD,7,x\n'
      )
    );
    expect(part).toMatchObject({
      version: '1.3',
      scopes: [{ scope: { provider: 'gcp', payer: '7' } }]
    });
  });

  test('BOM and CRLF, UTF-16 either way, `sep=;` and titles before the header', async () => {
    const text = `${bill(row({ ServiceName: '存储' }), row())}\n`;
    const wide = (little: boolean) => {
      const bytes = new Uint8Array(2 + text.length * 2);
      const view = new DataView(bytes.buffer);
      [...`\ufeff${text}`].forEach((char, i) => {
        view.setUint16(i * 2, char.charCodeAt(0), little);
      });
      return bytes;
    };
    const plain = await readPart(dropped('a.csv', text));
    const forms = [
      `\ufeff${text.replaceAll('\n', '\r\n')}`,
      wide(true),
      wide(false),
      wide(true).slice(2),
      `sep=;\n${text.replaceAll(',', ';')}`,
      `Bill of January\n\n${text}`,
      text.replaceAll(',', '\t')
    ];
    for (const form of forms)
      for (const size of [3, 64 * 1024])
        expect(listed(await readPart(dropped('a.csv', form, size)))).toEqual(listed(plain));
  });

  test('rows that cannot be read are refused with line, column and reason, the others come in', async () => {
    const part = await readPart(
      dropped(
        'a.csv',
        bill(
          row(),
          row({ BilledCost: '1.2.3' }),
          row({ ServiceName: '"a\nb"' }),
          row({ BilledCost: '-' }),
          row({ BillingPeriodStart: '44927' }),
          row({ BillingPeriodStart: '' }),
          row({ BillingCurrency: '' }),
          row({ SubAccountId: '1.00001E+11' }),
          `${row()},x`,
          row({ ServiceName: '"a"b' }),
          row({ EffectiveCost: '1E99' })
        )
      )
    );
    expect(part.rows).toBe(2);
    expect(part.refusedRows).toBe(9);
    const told = part.refusals
      .map(({ origin, problem }) => [origin.line, problem.code, problem.params])
      .sort((a, b) => Number(a[0]) - Number(b[0]));
    expect(told).toEqual([
      [3, 'bills.amountUnreadable', { value: '1.2.3', column: 'BilledCost' }],
      [6, 'bills.amountMissing', { column: 'BilledCost' }],
      [7, 'bills.periodUnreadable', { value: '44927' }],
      [8, 'bills.periodMissing', {}],
      [9, 'bills.currencyMissing', {}],
      [10, 'bills.idScientific', { value: '1.00001E+11' }],
      [11, 'bills.rowTooLong', { count: 11, max: 10 }],
      [12, 'bills.quoteBroken', {}],
      [13, 'bills.amountTooLarge', { value: '1E99', column: 'EffectiveCost' }]
    ]);
  });

  test('a ZIP of several CSVs, a gzip of several members, and what is no bill beside them', async () => {
    const [a, b] = [bill(row()), bill(row({ BilledCost: '2', SubAccountId: '5' }))];
    const encode = (text: string) => new TextEncoder().encode(text);
    const zip = zipSync({
      'x/1.csv': encode(a),
      'x/2.csv': [encode(b), { level: 0 }],
      'notes.txt': encode('hello'),
      'in.zip': zipSync({})
    });
    const zipped = await read(dropped('bills.zip', zip, 100));
    expect(zipped.parts.map(({ file }) => file)).toEqual([
      'bills.zip › x/1.csv',
      'bills.zip › x/2.csv'
    ]);
    expect(zipped.refusals.map(({ origin, problem }) => [origin.file, problem.code])).toEqual([
      ['bills.zip › notes.txt', 'bills.unknown'],
      ['bills.zip › in.zip', 'import.archiveNested']
    ]);
    const members = Buffer.concat([gzipSync(`${a}\n`), gzipSync(row({ BilledCost: '2' }))]);
    const gz = await readPart(dropped('b.csv.gz', new Uint8Array(members), 7));
    expect(totalsOf(gz)['USD']?.billed).toBe(amountOf('3'));
  });

  test.each([
    ['empty', '', 'import.fileEmpty'],
    ['a table of other things', 'name,age\na,1\n', 'bills.unknown'],
    [
      'FOCUS without a currency',
      'BilledCost,BillingPeriodStart,BillingAccountId\n1,2026-01,7\n',
      'bills.columnMissing'
    ],
    ['an open quote', bill(row(), `"${row()}`), 'bills.quoteOpen'],
    ['other JSON', '{"a":1}', 'bills.jsonUnknown'],
    ['broken JSON', '{"DetailSet":[', 'import.jsonBroken'],
    ['a failed call', '{"Response":{"Error":{"Code":"X","Message":"y"}}}', 'import.cloudError'],
    ['a gzip cut short', gzipSync(bill(row())).subarray(0, 40), 'import.archiveDamaged'],
    [
      'a ZIP cut short',
      zipSync({ 'a.csv': new TextEncoder().encode(bill(row())) }).subarray(0, 60),
      'import.archiveDamaged'
    ],
    [
      'a workbook',
      zipSync({ 'xl/workbook.xml': new Uint8Array(9), '[Content_Types].xml': new Uint8Array(9) }),
      'bills.spreadsheet'
    ],
    ['Parquet', 'PAR1xxxxPAR1', 'bills.parquet']
  ])('%s is refused whole, by a sentence in both languages', async (_, content, code) => {
    const { parts, refusals } = await read(
      dropped('x', typeof content === 'string' ? content : new Uint8Array(content))
    );
    expect(parts.flatMap((part) => part.scopes)).toEqual([]);
    expect(refusals.map(({ problem }) => problem.code)).toEqual([code]);
  });

  test('a bomb is stopped', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * 2 ** 20, `${bill(row())}\n`));
    const limits = { fileBytes: 2 ** 30, heldBytes: 2 ** 20, ratio: 20, ratioFrom: 2 ** 20 };
    const reading = await readBills([dropped('b.gz', new Uint8Array(bomb))], { limits });
    expect(reading.ok && reading.value.refusals.map(({ problem }) => problem.code)).toEqual([
      'import.archiveRatio'
    ]);
    const small = await readBills([dropped('b.csv', bill(row(), row()))], {
      limits: { ...limits, fileBytes: 100 }
    });
    expect(small.ok && small.value.refusals.map(({ problem }) => problem.code)).toEqual([
      'bills.tooLarge'
    ]);
  });

  test('reading is cancelled at any chunk and gives nothing', async () => {
    let seen = 0;
    const files: BillFile[] = [dropped('a.csv', fixture('focus-1.0-sample.csv'), 1000)];
    const reading = await readBills(files, {
      aborted: () => seen > 50_000,
      onProgress: (bytes) => (seen = bytes)
    });
    expect(reading).toMatchObject({ ok: false, problems: [{ code: 'bills.cancelled' }] });
    expect(seen).toBeLessThan(60_000);
  });

  test('a file that cannot be read hinders no other', async () => {
    const gone: BillFile = {
      name: 'gone.csv',
      size: 1,
      chunks: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('gone')) })
      })
    };
    const { parts, refusals } = await read(gone, dropped('a.csv', bill(row())));
    expect(parts).toHaveLength(1);
    expect(refusals).toMatchObject([
      { origin: { file: 'gone.csv' }, problem: { code: 'import.fileUnreadable' } }
    ]);
  });

  test('names that objects have already are names like others', async () => {
    const part = await readPart(
      dropped('a.csv', bill(row({ ServiceName: '__proto__', SubAccountId: 'constructor' })))
    );
    expect([...(part.scopes[0]?.facts ?? [])]).toMatchObject([
      { service: '__proto__', account: 'constructor' }
    ]);
    expect(packedBatches([part])).toHaveLength(1);
  });

  test('any bytes at all are read or refused, never thrown over', async () => {
    const start = fc.constantFrom(
      '',
      `${FOCUS}\n`,
      '{"DetailSet":',
      '\x1f\x8b',
      'PK\x03\x04',
      '\ufeff'
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
        const bytes = Uint8Array.from([...new TextEncoder().encode(head), ...tail]);
        const reading = await readBills([dropped('x', bytes, 50)]);
        expect(
          reading.ok &&
            reading.value.parts.length +
              reading.value.refusals.length +
              reading.value.reported.length
        ).toBeGreaterThan(0);
      })
    );
  });
});

test.each([
  ['2024-09-01 00:00:00', '2024-09'],
  ['2024-09-01T00:00:00.000Z', '2024-09'],
  ['2025-11-30T16:00:00Z', '2025-12'],
  ['2025-12-31T16:00:00Z', '2026-01'],
  ['2024-02-29T16:00:00Z', '2024-03'],
  ['202409', '2024-09'],
  ['20240915', '2024-09'],
  ['2024-09', '2024-09'],
  ['2024年9月', '2024-09'],
  ['2024/9/1', '2024-09'],
  ['09/01/2023', '2023-09'],
  ['4/1/25', '2025-04'],
  ['01/09/2023', '2023-09'],
  ['01/01/2023', '2023-01'],
  ['2023-02-30', undefined],
  ['13/13/2023', undefined],
  ['45292', undefined],
  ['next month', undefined]
])('the period that starts %s is %s', (text, month) => {
  expect(monthOf(text, true)).toBe(month);
});

test('a day is of its month, as Azure writes it', () => {
  expect(
    ['1/9/2023', '9/21/2023', '2023-01-31T16:00:00Z'].map((text) => monthOf(text, false))
  ).toEqual(['2023-01', '2023-09', '2023-01']);
});

test('every problem of bills has a sentence in both languages', () => {
  const format = {
    count: String,
    bytes: String,
    list: String,
    plural: String,
    time: String,
    date: String
  };
  const params = {
    value: 'v',
    column: 'c',
    columns: 'c',
    keys: 'k',
    count: 2,
    max: 3,
    line: 4,
    type: 't',
    reason: 'r'
  };
  for (const [code, message] of Object.entries(billProblemMessages))
    for (const locale of ['zh-CN', 'en'] as const) {
      const sentence = translate(message, params, { ...format, locale });
      expect(sentence, code).not.toMatch(/undefined|NaN|\[object/);
      expect(/[一-鿿]/.test(sentence), code).toBe(locale === 'zh-CN');
    }
  expect(Object.keys(billProblemMessages).filter((code) => code in importProblemMessages)).toEqual(
    []
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AmountSums } from '#core/finance/amount-sums.ts';
import { amountOf, AmountReader, amountText, PICO } from '#core/finance/amount.ts';
import { shownAmount } from '#core/finance/amount-display.ts';

/** The truth by BigInt and text alone: half-even at 1e-12. */
function truth(text: string): bigint {
  const [, sign, whole = '', fraction = '', e] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(e ?? 0) - fraction.length + 12;
  const digits = BigInt(whole + fraction || '0');
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : halfEven(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -size : size;
}

function halfEven(value: bigint, by: bigint): bigint {
  const whole = value / by;
  const twice = (value % by) * 2n;
  return twice > by || (twice === by && whole % 2n === 1n) ? whole + 1n : whole;
}

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const written = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: digits(1, 15),
    fraction: digits(0, 24),
    e: fc.option(fc.integer({ min: -20, max: 0 }), { nil: undefined, freq: 1 })
  })
  .map(
    ({ sign, whole, fraction, e }) => `${sign}${whole}.${fraction}${e === undefined ? '' : `E${e}`}`
  );

describe('amounts', () => {
  test('are what the text says, to 1e-12', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(amountOf(text)).toBe(truth(text));
      })
    );
  });

  test('come back from their own text', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 26n), 10n ** 26n), (amount) => {
        expect(amountOf(amountText(amount))).toBe(amount);
      })
    );
  });

  test.each([
    ['35.2E-7', 3520000n],
    ['6.123e-7', 612300n],
    ['1E2', 100n * PICO],
    ['.5', PICO / 2n],
    ['5.', 5n * PICO],
    [' -80.89000000\t', -8089n * (PICO / 100n)],
    ['0.00000000000', 0n],
    ['-0', 0n],
    ['0E99999999', 0n],
    ['1,234.56', 123456n * (PICO / 100n)],
    ['-1,234,567', -1234567n * PICO],
    ['0.0000000000005', 0n],
    ['0.0000000000015', 2n],
    ['0.00000000000050000000000000000000000000000000000000001', 1n],
    ['999999999999999.9999999999999', 10n ** 15n * PICO]
  ])('%s is read', (text, amount) => {
    expect(amountOf(text)).toBe(amount);
  });

  test.each([
    ['', 'blank'],
    ['-', 'blank'],
    ['NULL', 'blank'],
    ['null', 'blank'],
    ['  ', 'blank'],
    ['1,234', 'malformed'],
    ['1,23.4', 'malformed'],
    ['1.2.3', 'malformed'],
    ['(1.00)', 'malformed'],
    ['￥1', 'malformed'],
    ['1E', 'malformed'],
    ['1E+', 'malformed'],
    ['E5', 'malformed'],
    ['.', 'malformed'],
    ['+-1', 'malformed'],
    ['--', 'malformed'],
    ['0x10', 'malformed'],
    ['Infinity', 'malformed'],
    ['NaN', 'malformed'],
    ['1 000', 'malformed'],
    ['1000000000000000', 'tooLarge'],
    ['1E99999999999', 'tooLarge']
  ])('%j is %s', (text, read) => {
    const bytes = new TextEncoder().encode(text);
    expect(new AmountReader().read(bytes, 0, bytes.length)).toBe(read);
  });

  test('tell of digits beyond 1e-12', () => {
    const lost = (text: string) => {
      const reader = new AmountReader();
      const bytes = new TextEncoder().encode(text);
      reader.read(bytes, 0, bytes.length);
      return reader.lost;
    };
    expect(['0.1234567890120', '1E-13', '0.1234567890121'].map(lost)).toEqual([false, true, true]);
  });

  test('sum to the BigInt sum, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(written, { maxLength: 60 }), (texts) => {
        const reader = new AmountReader();
        const sums = [new AmountSums(), new AmountSums()] as const;
        const add = (into: AmountSums, text: string) => {
          const bytes = new TextEncoder().encode(text);
          reader.read(bytes, 0, bytes.length);
          into.add(700, reader.units, reader.fraction);
        };
        for (const text of texts) add(sums[0], text);
        for (const text of texts.toReversed()) add(sums[1], text);
        const total = texts.reduce((sum, text) => sum + truth(text), 0n);
        expect(sums.map((each) => each.sum(700))).toEqual([total, total]);
      })
    );
  });

  test('sum as BigInts too, and over columns; plain sums are units and a fraction of one sign', () => {
    const amounts = fc.array(
      fc.oneof(
        fc.bigInt(-(10n ** 13n), 10n ** 13n),
        fc.bigInt(-(10n ** 20n), 10n ** 20n),
        fc.bigInt(-(10n ** 32n), 10n ** 32n)
      ),
      { maxLength: 20 }
    );
    fc.assert(
      fc.property(amounts, amounts, (first, second) => {
        const [a, b] = [new AmountSums(), new AmountSums()];
        for (const amount of first) a.addAmount(3, amount);
        for (const amount of second) b.addAmount(70, amount);
        b.addSum(70, a, 3);
        const total = [...first, ...second].reduce((sum, amount) => sum + amount, 0n);
        expect(b.sum(70)).toBe(total);
        if (!b.isPlain) return;
        const [units, fraction] = [b.units(70), b.fraction(70)];
        expect(BigInt(units) * PICO + BigInt(fraction)).toBe(total);
        expect(units * fraction).toBeGreaterThanOrEqual(0);
        expect(Math.abs(fraction)).toBeLessThan(1e12);
      })
    );
  });

  test('sum beyond what a number counts', () => {
    const sums = new AmountSums();
    for (let i = 0; i < 30; i++) sums.add(0, 999_999_999_999_999, 999_999_999_999);
    for (let i = 0; i < 11; i++) sums.add(0, -999_999_999_999_999, -999_999_999_999);
    expect(sums.sum(0)).toBe(19n * (10n ** 27n - 1n));
  });
});

describe('shown amounts', () => {
  test('are rounded half-even to the currency', () => {
    const cents = PICO / 100n;
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.boolean(), (amount, tie) => {
        const value = tie ? (amount / cents) * cents + cents / 2n : amount;
        const size = value < 0n ? -value : value;
        const rounded = halfEven(size, cents);
        const plain = shownAmount(value, 'USD', 'en').replace(/[$,]/g, '').replace('-0.00', '0.00');
        const sign = value < 0n && rounded > 0n ? '-' : '';
        const text = rounded.toString().padStart(3, '0');
        expect(plain).toBe(`${sign}${text.slice(0, -2)}.${text.slice(-2)}`);
      })
    );
  });

  test('speak both languages', () => {
    const amount = 123_456_789_12n * (PICO / 100n);
    expect(shownAmount(amount, 'CNY', 'zh-CN')).toBe('¥123,456,789.12');
    expect(shownAmount(amount, 'CNY', 'zh-CN', { style: 'short' })).toBe('¥1.23亿');
    expect(shownAmount(12_345n * PICO, 'CNY', 'zh-CN', { style: 'short' })).toBe('¥1.23万');
    expect(shownAmount(amount, 'USD', 'en', { style: 'short' })).toBe('$123.46M');
    expect(shownAmount(12_345n * PICO, 'JPY', 'en')).toBe('¥12,345');
    expect(shownAmount(490n * PICO, 'Token', 'en')).toBe('490.00 Token');
  });
});

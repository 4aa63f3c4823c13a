/** How many of the smallest unit kept make one of a currency: amounts are integers of 1e-12. */
export const PICO = 10n ** 12n;
/** The same as a number, for the two limbs of an amount. */
export const FRACTIONS = 1e12;
const DECIMALS = 12;
/** Whole units have at most so many digits, or the amount is no amount. */
const WHOLE_DIGITS = 15;
/** More than whole digits, decimals and one to round by: what stands behind only breaks a tie. */
const KEPT_DIGITS = 40;
const TENS = Array.from({ length: DECIMALS + 1 }, (_, i) => 10 ** i);
/** An exponent beyond this is far out of every range. */
const FAR = 100_000;

/** What a cell says: an amount, nothing (`''`, `-`, `NULL`), no amount, or one too large. */
export type AmountRead = 'amount' | 'blank' | 'malformed' | 'tooLarge';

const isDigit = (byte: number) => byte >= 48 && byte <= 57;
const isBlank = (byte: number) => byte === 32 || byte === 9 || byte === 39;

/**
 * Reads decimal text into whole units and 1e-12 fractions of one sign, without a string or a float
 * between: `-0.5`, `+1`, `.5`, `6.123E-7`, and thousands where no other reading is possible
 * (`1,234.56`, `1,234,567`). What lies beyond 1e-12 is rounded half-even and told by `lost`.
 */
export class AmountReader {
  units = 0;
  fraction = 0;
  lost = false;
  readonly #digits = new Uint8Array(KEPT_DIGITS);
  #count = 0;
  #point = 0;
  #sticky = false;

  read(bytes: Uint8Array, start: number, end: number): AmountRead {
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from] ?? 0)) from++;
    while (to > from && isBlank(bytes[to - 1] ?? 0)) to--;
    if (from === to || isNothing(bytes, from, to)) return 'blank';
    const sign = bytes[from];
    if (sign === 45 || sign === 43) from++;
    if (this.#plain(bytes, from, to)) return this.#signed(sign === 45);
    const behind = this.#mantissa(bytes, from, to);
    if (behind < 0) return this.#grouped(bytes, from, to, sign === 45);
    const exponent = behind === to ? 0 : exponentOf(bytes, behind, to);
    if (exponent === undefined) return 'malformed';
    return this.#assemble(exponent, sign === 45);
  }

  /** Digits and decimals that need no rounding, as nearly every amount is; false when they are others. */
  #plain(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from;
    let units = 0;
    let byte = 0;
    for (; at < to; at++) {
      byte = bytes[at] ?? 0;
      if (!isDigit(byte)) break;
      units = units * 10 + byte - 48;
    }
    const whole = at - from;
    let decimals = 0;
    let fraction = 0;
    if (at < to) {
      if (byte !== 46) return false;
      for (at++; at < to; at++, decimals++) {
        byte = bytes[at] ?? 0;
        if (!isDigit(byte)) return false;
        fraction = fraction * 10 + byte - 48;
      }
    }
    if (whole > WHOLE_DIGITS || decimals > DECIMALS || whole + decimals === 0) return false;
    this.units = units;
    this.fraction = fraction * (TENS[DECIMALS - decimals] ?? 1);
    this.lost = false;
    return true;
  }

  /** Takes the digits up to an exponent; the place behind them, or -1 when they are none. */
  #mantissa(bytes: Uint8Array, from: number, to: number): number {
    this.#count = 0;
    this.#point = 0;
    this.#sticky = false;
    let seen = false;
    let behindPoint = false;
    let at = from;
    for (; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (isDigit(byte)) {
        seen = true;
        this.#digit(byte - 48, behindPoint);
      } else if (byte === 46 && !behindPoint) behindPoint = true;
      else break;
    }
    const byte = bytes[at];
    const ends = at === to || byte === 69 || byte === 101;
    return seen && ends ? at : -1;
  }

  #digit(digit: number, behindPoint: boolean): void {
    if (digit === 0 && this.#count === 0) {
      if (behindPoint) this.#point--;
      return;
    }
    if (!behindPoint) this.#point++;
    if (this.#count < KEPT_DIGITS) this.#digits[this.#count++] = digit;
    else if (digit > 0) this.#sticky = true;
  }

  /** Units are the digits before the point as the exponent shifts it, fractions the twelve behind. */
  #assemble(exponent: number, negative: boolean): AmountRead {
    const point = this.#point + exponent;
    this.units = 0;
    this.fraction = 0;
    this.lost = false;
    if (this.#count === 0) return 'amount';
    if (point > WHOLE_DIGITS) return 'tooLarge';
    for (let i = 0; i < point; i++) this.units = this.units * 10 + this.#at(i);
    for (let i = point; i < point + DECIMALS; i++) this.fraction = this.fraction * 10 + this.#at(i);
    this.#round(point + DECIMALS);
    return this.#signed(negative);
  }

  #signed(negative: boolean): AmountRead {
    if (negative && this.units !== 0) this.units = -this.units;
    if (negative && this.fraction !== 0) this.fraction = -this.fraction;
    return 'amount';
  }

  #round(from: number): void {
    const next = this.#at(from);
    let rest = this.#sticky;
    for (let i = Math.max(0, from + 1); i < this.#count && !rest; i++) rest = this.#at(i) > 0;
    this.lost = next > 0 || rest;
    if (next < 5 || (next === 5 && !rest && this.fraction % 2 === 0)) return;
    this.fraction++;
    if (this.fraction < FRACTIONS) return;
    this.fraction = 0;
    this.units++;
  }

  #at(index: number): number {
    return index < 0 || index >= this.#count ? 0 : (this.#digits[index] ?? 0);
  }

  /** `1,234` alone may be a decimal comma, so it is refused. */
  #grouped(bytes: Uint8Array, from: number, to: number, negative: boolean): AmountRead {
    if (to - from > KEPT_DIGITS) return 'malformed';
    const text = String.fromCharCode(...bytes.subarray(from, to));
    if (!/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) || !/,.*[,.]/.test(text)) return 'malformed';
    const plain = Uint8Array.from(text.replaceAll(',', ''), (char) => char.charCodeAt(0));
    this.#mantissa(plain, 0, plain.length);
    return this.#assemble(0, negative);
  }
}

/** `-`, `NULL`, `null`. */
function isNothing(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from === 1) return bytes[from] === 45;
  if (to - from !== 4) return false;
  for (let i = 0; i < 4; i++)
    if (((bytes[from + i] ?? 0) | 32) !== 'null'.charCodeAt(i)) return false;
  return true;
}

/** From the `E` on; undefined when no whole number stands behind it. */
function exponentOf(bytes: Uint8Array, at: number, to: number): number | undefined {
  const sign = bytes[at + 1];
  let from = at + 1;
  if (sign === 45 || sign === 43) from++;
  if (from >= to) return undefined;
  let exponent = 0;
  for (; from < to; from++) {
    const byte = bytes[from] ?? 0;
    if (!isDigit(byte)) return undefined;
    exponent = Math.min(FAR, exponent * 10 + byte - 48);
  }
  return sign === 45 ? -exponent : exponent;
}

/** An amount as it is written, in units of 1e-12; undefined when the text says none. */
export function amountOf(text: string): bigint | undefined {
  const reader = new AmountReader();
  const bytes = new TextEncoder().encode(text);
  if (reader.read(bytes, 0, bytes.length) !== 'amount') return undefined;
  return BigInt(reader.units) * PICO + BigInt(reader.fraction);
}

/** The shortest exact decimal text of an amount: `-80.89`. */
export function amountText(amount: bigint, decimals = DECIMALS): string {
  const size = amount < 0n ? -amount : amount;
  const one = 10n ** BigInt(decimals);
  const fraction = (size % one).toString().padStart(decimals, '0').replace(/0+$/, '');
  const units = (size / one).toString();
  return `${amount < 0n ? '-' : ''}${units}${fraction && `.${fraction}`}`;
}

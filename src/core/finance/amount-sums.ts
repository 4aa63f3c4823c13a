import { FRACTIONS, PICO } from './amount.ts';

/** Beyond this a limb is spilled, long before a number stops counting one by one. */
const FULL = 2 ** 52;

/** Whole units and 1e-12 fractions together; mostly small enough to need one BigInt only. */
function exactAmount(units: number, fraction: number): bigint {
  const whole = units * FRACTIONS + fraction;
  return Number.isSafeInteger(whole) ? BigInt(whole) : BigInt(units) * PICO + BigInt(fraction);
}

/**
 * A growing column of exact sums. Each is two numbers, whole units and 1e-12 fractions with a carry
 * between them, so that adding a row makes no BigInt; integers are summed, so any order gives the
 * same. What outgrows a number is kept aside as a BigInt.
 */
export class AmountSums {
  #units: Float64Array;
  #fractions: Float64Array;
  readonly #spilled = new Map<number, bigint>();

  /** About so many sums may be expected. */
  constructor(expected = 64) {
    this.#units = new Float64Array(expected);
    this.#fractions = new Float64Array(expected);
  }

  /** Adds units and fractions, each within what an amount may be. */
  add(index: number, units: number, fraction: number): void {
    if (index >= this.#units.length) this.#grow(index);
    let whole = (this.#units[index] ?? 0) + units;
    let rest = (this.#fractions[index] ?? 0) + fraction;
    if (rest >= FRACTIONS) {
      rest -= FRACTIONS;
      whole++;
    } else if (rest <= -FRACTIONS) {
      rest += FRACTIONS;
      whole--;
    }
    if (whole > FULL || whole < -FULL) {
      this.#spill(index, BigInt(whole) * PICO);
      whole = 0;
    }
    this.#units[index] = whole;
    this.#fractions[index] = rest;
  }

  /** Adds an amount in 1e-12, of any size. */
  addAmount(index: number, amount: bigint): void {
    const number = Number(amount);
    if (Number.isSafeInteger(number)) {
      const units = Math.trunc(number / FRACTIONS);
      this.add(index, units, number - units * FRACTIONS);
      return;
    }
    const units = amount / PICO;
    const fraction = Number(amount % PICO);
    const whole = Number(units);
    if (whole > FULL || whole < -FULL) {
      this.#spill(index, units * PICO);
      this.add(index, 0, fraction);
    } else this.add(index, whole, fraction);
  }

  /** Adds a sum of another column, or takes it off. */
  addSum(index: number, from: AmountSums, at: number, sign: 1 | -1 = 1): void {
    this.add(index, sign * (from.#units[at] ?? 0), sign * (from.#fractions[at] ?? 0));
    const spilled = from.#spilled.size > 0 ? from.#spilled.get(at) : undefined;
    if (spilled !== undefined) this.#spill(index, BigInt(sign) * spilled);
  }

  #spill(index: number, amount: bigint): void {
    this.#spilled.set(index, (this.#spilled.get(index) ?? 0n) + amount);
  }

  /** Whether every sum is its units and its fraction, none having outgrown them. */
  get isPlain(): boolean {
    return this.#spilled.size === 0;
  }

  /** Whole units of a sum, where all of them are plain; its fraction has the same sign. */
  units(index: number): number {
    const units = this.#units[index] ?? 0;
    const rest = this.#fractions[index] ?? 0;
    if (units > 0 && rest < 0) return units - 1;
    return units < 0 && rest > 0 ? units + 1 : units;
  }

  /** 1e-12 of a unit that a sum has besides its whole units. */
  fraction(index: number): number {
    const units = this.#units[index] ?? 0;
    const rest = this.#fractions[index] ?? 0;
    if (units > 0 && rest < 0) return rest + FRACTIONS;
    return units < 0 && rest > 0 ? rest - FRACTIONS : rest;
  }

  /** The sum in units of 1e-12. */
  sum(index: number): bigint {
    const sum = exactAmount(this.#units[index] ?? 0, this.#fractions[index] ?? 0);
    return this.#spilled.size > 0 ? (this.#spilled.get(index) ?? 0n) + sum : sum;
  }

  #grow(index: number): void {
    const size = Math.max(index + 1, this.#units.length * 2);
    const units = new Float64Array(size);
    const fractions = new Float64Array(size);
    units.set(this.#units);
    fractions.set(this.#fractions);
    this.#units = units;
    this.#fractions = fractions;
  }
}

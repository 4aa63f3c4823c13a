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
  /** Units and fraction of each sum, side by side in memory. */
  #limbs: Float64Array;
  readonly #spilled = new Map<number, bigint>();

  /** About so many sums may be expected. */
  constructor(expected = 64) {
    this.#limbs = new Float64Array(expected * 2);
  }

  /** Adds units and fractions, each within what an amount may be. */
  add(index: number, units: number, fraction: number): void {
    const place = index * 2;
    if (place >= this.#limbs.length) this.#grow(place);
    let whole = (this.#limbs[place] ?? 0) + units;
    let rest = (this.#limbs[place + 1] ?? 0) + fraction;
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
    this.#limbs[place] = whole;
    this.#limbs[place + 1] = rest;
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
    const limbs = from.#limbs;
    this.add(index, sign * (limbs[at * 2] ?? 0), sign * (limbs[at * 2 + 1] ?? 0));
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
    const units = this.#limbs[index * 2] ?? 0;
    const rest = this.#limbs[index * 2 + 1] ?? 0;
    if (units > 0 && rest < 0) return units - 1;
    return units < 0 && rest > 0 ? units + 1 : units;
  }

  /** 1e-12 of a unit that a sum has besides its whole units. */
  fraction(index: number): number {
    const units = this.#limbs[index * 2] ?? 0;
    const rest = this.#limbs[index * 2 + 1] ?? 0;
    if (units > 0 && rest < 0) return rest + FRACTIONS;
    return units < 0 && rest > 0 ? rest - FRACTIONS : rest;
  }

  /** The sum in units of 1e-12. */
  sum(index: number): bigint {
    const sum = exactAmount(this.#limbs[index * 2] ?? 0, this.#limbs[index * 2 + 1] ?? 0);
    return this.#spilled.size > 0 ? (this.#spilled.get(index) ?? 0n) + sum : sum;
  }

  #grow(place: number): void {
    const limbs = new Float64Array(Math.max(place + 2, this.#limbs.length * 2));
    limbs.set(this.#limbs);
    this.#limbs = limbs;
  }
}

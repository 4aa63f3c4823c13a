import { FRACTIONS, PICO } from './amount.ts';

/** Beyond this a limb is spilled, long before a number stops counting one by one. */
const FULL = 2 ** 52;

/**
 * A growing column of exact sums. Each is two numbers, whole units and 1e-12 fractions with a carry
 * between them, so that adding a row makes no BigInt; integers are summed, so any order gives the
 * same. What outgrows a number is kept aside as a BigInt.
 */
export class AmountSums {
  #units = new Float64Array(64);
  #fractions = new Float64Array(64);
  readonly #spilled = new Map<number, bigint>();

  /** Adds units and fractions of one sign, both within what an amount may be. */
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
      this.#spilled.set(index, (this.#spilled.get(index) ?? 0n) + BigInt(whole) * PICO);
      whole = 0;
    }
    this.#units[index] = whole;
    this.#fractions[index] = rest;
  }

  /** The sum in units of 1e-12. */
  sum(index: number): bigint {
    const units = this.#units[index] ?? 0;
    const rest = this.#fractions[index] ?? 0;
    const whole = units * FRACTIONS + rest;
    const sum = Number.isSafeInteger(whole) ? BigInt(whole) : BigInt(units) * PICO + BigInt(rest);
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

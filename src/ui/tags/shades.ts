/** Shades there are, from the lightest. */
const SHADES = 7;

/** Where shades change: the last steps of 1, 2, 5, 10, … up to the largest value. */
export function shadeSteps(most: number): number[] {
  const steps: number[] = [];
  for (let decade = 1; decade <= most; decade *= 10)
    for (const step of [decade, 2 * decade, 5 * decade]) if (step <= most) steps.push(step);
  return steps.slice(-(SHADES - 1));
}

/** 0 for nothing, else 1 (the lightest) to 7. */
export const shadeOf = (n: number, steps: readonly number[]): number =>
  n === 0 ? 0 : 1 + steps.filter((step) => step <= n).length;

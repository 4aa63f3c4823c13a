import { generateNKeysBetween } from 'fractional-indexing';

/**
 * Sibling order: keys that compare by code unit and leave room between any two. Concurrent inserts
 * into one gap may get equal keys; the department's id then decides.
 */
const FORM = /^[0-9A-Za-z]{1,200}$/;

/** Whether a text can stand as an order key; it need not be one that new keys can be made between. */
export const isOrderKey = (raw: unknown): raw is string =>
  typeof raw === 'string' && FORM.test(raw);

/** `count` keys after `left` and before `right`, ascending; total over any two texts. */
export function ordersBetween(
  left: string | undefined,
  right: string | undefined,
  count: number
): string[] {
  if (count === 0) return [];
  const attempts: readonly (readonly [string | undefined, string | undefined])[] = [
    [left, right],
    // A key that somebody else's hand made is not one to build on: what it cannot bound is left open.
    [left, undefined],
    [undefined, right]
  ];
  for (const [low, high] of attempts) {
    const keys = generated(low, high, count);
    if (
      keys?.every(
        (key) => isOrderKey(key) && (left === undefined || low === undefined || key > left)
      )
    )
      return keys;
  }
  return generated(undefined, undefined, count) ?? [];
}

function generated(low: string | undefined, high: string | undefined, count: number) {
  try {
    return generateNKeysBetween(low ?? null, high ?? null, count);
  } catch {
    return undefined;
  }
}

/** Full-width and half-width forms, which look like the letters they are not. */
const WIDTHS = /[\u3000\uff00-\uffef]+/g;
/** Spaces, hyphens, underscores and what nobody sees. */
const SEPARATORS = /[\s\p{Pd}\p{Pc}\p{Cf}]+/gu;

/**
 * What spellings of one word share: `Env`, `ＥＮＶ` and `env ` are `env`; `cost-center`, `Cost Center`
 * and `costcenter` are `costcenter`. Two numbers are never run together: `1-1` is not `11`, and a
 * sign stays.
 */
export function plainOf(text: string): string {
  const folded = text
    .replace(WIDTHS, (wide) => wide.normalize('NFKC'))
    .normalize('NFC')
    .toLowerCase();
  const joined = folded.replace(SEPARATORS, (gap, at: number) => {
    if (!/\p{Nd}/u.test(folded.charAt(at + gap.length))) return '';
    const before = folded.charAt(at - 1);
    const sign = before === '' && /\p{Pd}/u.test(gap);
    return sign || /\p{Nd}/u.test(before) ? '-' : '';
  });
  // What stood apart may have come together: a letter and its accent.
  return joined.normalize('NFC');
}

const collator = new Intl.Collator('zh-CN');
const DIGIT = /\d/;
/** Ranks begin above what counts digits, and stay below the surrogates. */
const [FIRST_RANK, LAST_RANK] = [0x21, 0xd7ff];

/**
 * The characters of some texts in the order of Chinese dictionaries, so that a text becomes a key
 * which the machine compares by itself: to ask the browser's collator for each pair of a hundred
 * thousand names takes seconds.
 */
export type Alphabet = ReadonlyMap<string, string>;

export function alphabetOf(texts: Iterable<string>): Alphabet {
  const characters = new Set<string>(['0']);
  for (const text of texts) for (const character of text) characters.add(character);
  const sorted = [...characters].sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
  const ranks = new Map<string, string>();
  let rank = FIRST_RANK;
  sorted.forEach((character, i) => {
    const before = sorted[i - 1];
    if (before !== undefined && collator.compare(before, character) !== 0) rank++;
    ranks.set(character, String.fromCharCode(Math.min(rank, LAST_RANK)));
  });
  return ranks;
}

/**
 * The key of a text in lower case: numbers in it count as numbers. Undefined when the alphabet
 * lacks one of its characters.
 */
export function sortKey(alphabet: Alphabet, text: string): string | undefined {
  let key = '';
  let digits = '';
  const zero = alphabet.get('0') ?? '';
  for (const character of text) {
    if (DIGIT.test(character)) {
      digits += character;
      continue;
    }
    if (digits !== '') key += zero + numberKey(digits);
    digits = '';
    const rank = alphabet.get(character);
    if (rank === undefined) return undefined;
    key += rank;
  }
  return digits === '' ? key : key + zero + numberKey(digits);
}

/** The longer number is the greater one; among the equally long the machine's order is right. */
function numberKey(digits: string): string {
  const plain = digits.replace(/^0+/, '');
  return String.fromCharCode(Math.min(plain.length + 1, LAST_RANK)) + plain;
}

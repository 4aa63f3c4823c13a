const collator = new Intl.Collator('zh-CN');
const [ZERO, NINE] = [0x30, 0x39];
/** Ranks begin above what counts digits, and stay below the surrogates. */
const [FIRST_RANK, LAST_RANK] = [0x21, 0xd7ff];

/**
 * The characters of some texts in the order of Chinese dictionaries, so that a text becomes a key
 * which the machine compares by itself: to ask the browser's collator for each pair of a hundred
 * thousand names takes seconds. The rank of each UTF-16 unit, 0 for what is not among them.
 */
export type Alphabet = Uint16Array;

export function alphabetOf(texts: Iterable<string>): Alphabet {
  const seen = new Uint8Array(0x10000);
  seen[ZERO] = 1;
  for (const text of texts) for (let i = 0; i < text.length; i++) seen[text.charCodeAt(i)] = 1;
  const characters: string[] = [];
  seen.forEach((is, unit) => is === 1 && characters.push(String.fromCharCode(unit)));
  characters.sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
  const ranks = new Uint16Array(0x10000);
  let rank = FIRST_RANK;
  characters.forEach((character, i) => {
    const before = characters[i - 1];
    if (before !== undefined && collator.compare(before, character) !== 0) rank++;
    ranks[character.charCodeAt(0)] = Math.min(rank, LAST_RANK);
  });
  return ranks;
}

/**
 * The key of a text in lower case: numbers in it count as numbers. Undefined when the alphabet
 * lacks one of its characters.
 */
export function sortKey(alphabet: Alphabet, text: string): string | undefined {
  const key: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const rank = alphabet[unit] ?? 0;
    if (isDigit(unit)) i = addNumber(key, alphabet[ZERO] ?? 0, text, i);
    else if (rank > 0) key.push(rank);
    else return undefined;
  }
  return String.fromCharCode(...key);
}

const isDigit = (unit: number) => unit >= ZERO && unit <= NINE;

/**
 * Writes the number that begins at a place, and tells where it ends. The longer one is the greater;
 * among the equally long the machine's order is right.
 */
function addNumber(key: number[], zero: number, text: string, from: number): number {
  let start = from;
  while (text.charCodeAt(start) === ZERO) start++;
  let end = start;
  while (isDigit(text.charCodeAt(end))) end++;
  key.push(zero, end - start + 1);
  for (let i = start; i < end; i++) key.push(text.charCodeAt(i));
  return end - 1;
}

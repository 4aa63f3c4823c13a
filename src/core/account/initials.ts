/** The first character of each letter's syllables, in pinyin order: no syllable begins with i, u or v. */
const FIRST = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀';
const LETTERS = 'abcdefghjklmnopqrstwxyz';

const pinyin = new Intl.Collator('zh-CN-u-co-pinyin');
/** The characters that have a reading in every browser's order. */
const HAN = /[\u3400-\u9fff]/;
const known = new Map<string, string>();

/** The letter a Chinese character's pinyin begins with (of several readings the usual one). */
function initialOf(character: string): string {
  let letter = known.get(character);
  if (letter === undefined) {
    let [low, high] = [0, FIRST.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pinyin.compare(FIRST[middle] ?? '', character) <= 0) low = middle + 1;
      else high = middle;
    }
    letter = LETTERS[low - 1] ?? character;
    known.set(character, letter);
  }
  return letter;
}

/**
 * A text with the first letter of its pinyin in place of each Chinese character, as Chinese names
 * are typed in short: `华东-prod` is `hd-prod`. Empty where there is none.
 */
export function initialsOf(text: string): string {
  if (!HAN.test(text)) return '';
  let initials = '';
  for (const character of text) initials += HAN.test(character) ? initialOf(character) : character;
  return initials;
}

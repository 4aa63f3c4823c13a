/**
 * Several texts in one: parts are cut at a separator, blanks around a part do not count, and `\`
 * before a separator, a `\` or a blank means that character itself. Any other `\` is just a `\`.
 */
export function cutAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** `text` as a part that `unescapePart` gives back whole, whatever it holds. */
export function escapePart(text: string, separators: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const edge = (at === 0 || at === text.length - 1) && isBlank(char);
    escaped += edge || char === '\\' || separators.includes(char) ? `\\${char}` : char;
  }
  return escaped;
}

export function unescapePart(part: string, separators: string): string {
  let text = '';
  let kept = 0;
  for (let at = 0; at < part.length; at++) {
    const char = part.charAt(at);
    const next = part.charAt(at + 1);
    const escape =
      char === '\\' && next !== '' && (next === '\\' || isBlank(next) || separators.includes(next));
    if (escape) {
      text += next;
      at++;
    } else if (text !== '' || !isBlank(char)) text += char;
    if (escape || !isBlank(char)) kept = text.length;
  }
  return text.slice(0, kept);
}

const isBlank = (char: string) => /\s/.test(char);

/** A text without what spreadsheets put before ids, and none for the word NULL. */
export function saidText(text: string): string {
  const plain = text
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .trim();
  return /^(null|-)$/i.test(plain) ? '' : plain;
}

/** A text without what spreadsheets put before ids, and none for the word NULL. */
export function saidText(text: string): string {
  const plain = text
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^'/, '')
    .trim();
  return /^(null|-)$/i.test(plain) ? '' : plain;
}

/** One cell, before the encoding of the whole bill is known. */
export function decodedCell(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

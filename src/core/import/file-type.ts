/** What the first bytes say a file is; `text` is whatever says nothing. */
export type FileType = 'empty' | 'zip' | 'gzip' | 'ole' | 'tar' | 'text' | OtherType;
type OtherType = 'pdf' | 'image' | '7z' | 'rar' | 'bzip2' | 'xz' | 'parquet' | 'sqlite' | 'binary';

const MAGIC: readonly (readonly [type: FileType, at: number, bytes: string])[] = [
  ['zip', 0, 'PK\x03\x04'],
  ['zip', 0, 'PK\x05\x06'],
  ['gzip', 0, '\x1f\x8b'],
  ['ole', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['pdf', 0, '%PDF'],
  ['image', 0, '\x89PNG'],
  ['image', 0, '\xff\xd8\xff'],
  ['image', 0, 'GIF8'],
  ['image', 8, 'WEBP'],
  ['7z', 0, "7z\xbc\xaf'\x1c"],
  ['rar', 0, 'Rar!'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\xfd7zXZ'],
  ['parquet', 0, 'PAR1'],
  ['sqlite', 0, 'SQLite format 3'],
  ['tar', 257, 'ustar']
];

export function fileTypeOf(bytes: Uint8Array): FileType {
  if (bytes.length === 0) return 'empty';
  const found = MAGIC.find(([, at, magic]) => startsWith(bytes, at, magic));
  if (found) return found[0];
  return isBinary(bytes.subarray(0, 1024)) ? 'binary' : 'text';
}

function startsWith(bytes: Uint8Array, at: number, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (bytes[at + i] !== magic.charCodeAt(i)) return false;
  return true;
}

/** Texts have few control bytes, other than the zeros that UTF-16 has in every second place. */
function isBinary(head: Uint8Array): boolean {
  const zeros: [even: number, odd: number] = [0, 0];
  let controls = 0;
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1]++;
    else if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  });
  return (controls + Math.min(...zeros)) * 10 > head.length;
}

/** What an OLE file holds: old spreadsheets, documents, and everything Office encrypts. */
export function oleContent(bytes: Uint8Array): 'encrypted' | 'spreadsheet' | 'document' {
  if (containsWide(bytes, 'EncryptedPackage')) return 'encrypted';
  return containsWide(bytes, 'Workbook') || containsWide(bytes, 'Book')
    ? 'spreadsheet'
    : 'document';
}

/** Directory entries of OLE files are named in UTF-16LE. */
function containsWide(bytes: Uint8Array, name: string): boolean {
  for (let at = 0; at + name.length * 2 <= bytes.length; at += 2) {
    let i = 0;
    while (
      i < name.length &&
      bytes[at + 2 * i] === name.charCodeAt(i) &&
      bytes[at + 2 * i + 1] === 0
    )
      i++;
    if (i === name.length) return true;
  }
  return false;
}

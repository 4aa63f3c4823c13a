const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** 16 random base-36 characters, 82 bits: ids of departments made here, workspaces and slots. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  let id = '';
  // 252 is the largest multiple of 36 in a byte: beyond it the first characters would be likelier.
  for (const byte of bytes) if (byte < 252 && id.length < 16) id += ALPHABET.charAt(byte % 36);
  return id.length === 16 ? id : newId();
}

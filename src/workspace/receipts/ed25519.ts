import type { VerifySignature } from '#protocol/receipts.ts';

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** A key as the browser takes it; undefined where it knows no such keys, or the origin is not secure. */
async function keyOf(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey | undefined> {
  // An insecure origin has none, whatever the types say.
  if (!('subtle' in crypto)) return undefined;
  try {
    return await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return undefined;
    throw error;
  }
}

/** Undefined where this browser cannot check it. */
export const verifySignature: VerifySignature = async (publicKey, text, signature) => {
  try {
    const key = await keyOf(bytesOf(publicKey));
    const message = new TextEncoder().encode(text);
    return key && (await crypto.subtle.verify('Ed25519', key, bytesOf(signature), message));
  } catch {
    return false;
  }
};

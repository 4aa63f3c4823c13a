import { toBase64UrlEncoded, toHexString } from 'lib0/buffer';
import { digest } from 'lib0/hash/sha256';

/** 32 random bytes in base64url: what opens a workspace at the relay. */
export const newSecret = (): string =>
  toBase64UrlEncoded(crypto.getRandomValues(new Uint8Array(32)));

/** What the relay keeps of a secret; the browser's own SHA-256 is not there without TLS. */
export const hashOfSecret = (secret: string): string =>
  toHexString(digest(new TextEncoder().encode(secret)));

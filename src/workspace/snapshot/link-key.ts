import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { fromBase64url } from './bytes.ts';
import { SIZES } from './envelope.ts';

const keyOf = (id: string) => `banyan.snapshot.${id}`;

/**
 * The key of a link: from the address, or from this tab's own memory once it has been taken out of
 * the address, so that reloading works and nobody reads it over a shoulder or in the history.
 */
export function linkKey(id: string, hash: string): Result<Uint8Array<ArrayBuffer>> {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get('k') ?? recall(id);
  if (text === undefined || text === '')
    return refused({ code: 'snapshot.keyMissing', params: {} });
  const key = fromBase64url(text, SIZES.key);
  if (!key) return refused({ code: 'snapshot.keyMalformed', params: {} });
  remember(id, text);
  return ok(key);
}

function recall(id: string): string | undefined {
  try {
    return sessionStorage.getItem(keyOf(id)) ?? undefined;
  } catch {
    return undefined;
  }
}

function remember(id: string, key: string) {
  try {
    sessionStorage.setItem(keyOf(id), key);
  } catch {
    // Without it a reload asks for the link again.
  }
}

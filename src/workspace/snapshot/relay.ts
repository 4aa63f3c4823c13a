import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { MAX_BYTES } from '#core/snapshot/pack.ts';
import { DELETE_TOKEN_HASH } from '#protocol/snapshots.ts';
import { askRelay, relayFailed } from '../relay-request.ts';

/** A snapshot of many megabytes goes over slow lines too. */
const PATIENCE_MS = 120_000;

export interface Upload {
  readonly id: string;
  readonly expires: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the token that revokes it, in hex. */
  readonly deleteTokenHash: string;
  /** The maker's grant; a relay on this machine asks for none. */
  readonly secret?: string | undefined;
}

const pathOf = (id: string) => `/api/snapshots/${encodeURIComponent(id)}`;

export async function uploadSnapshot(upload: Upload): Promise<Result<true>> {
  const { id, expires, bytes, deleteTokenHash, secret } = upload;
  const init = {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      [DELETE_TOKEN_HASH]: deleteTokenHash,
      ...(secret !== undefined && { authorization: `Bearer ${secret}` })
    },
    body: bytes
  };
  const answer = await askRelay(`${pathOf(id)}?expires=${expires}`, init, PATIENCE_MS);
  return answer.ok ? ok(true) : answer;
}

/** The ciphertext of a snapshot, bounded while it comes in. */
export async function downloadSnapshot(id: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const answer = await askRelay(pathOf(id), {}, PATIENCE_MS);
  if (!answer.ok) return answer;
  const type = answer.value.headers.get('content-type') ?? '';
  // A server that knows no snapshots answers every address with the page.
  if (!type.startsWith('application/octet-stream')) return relayFailed(answer.value.status);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (const reader = answer.value.body?.getReader(); reader;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(new Uint8Array(value));
      size += value.length;
      if (size > MAX_BYTES) {
        await reader.cancel();
        return refused({ code: 'snapshot.tooLarge', params: { most: MAX_BYTES } });
      }
    }
  } catch {
    return refused({ code: 'relay.unreachable', params: {} });
  }
  return ok(new Uint8Array(await new Blob(chunks).arrayBuffer()));
}

export async function revokeSnapshot(id: string, deleteToken: string): Promise<Result<true>> {
  const headers = { authorization: `Bearer ${deleteToken}` };
  const answer = await askRelay(pathOf(id), { method: 'DELETE', headers }, PATIENCE_MS);
  return answer.ok ? ok(true) : answer;
}

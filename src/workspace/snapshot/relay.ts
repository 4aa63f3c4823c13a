import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { MAX_BYTES } from '#core/snapshot/pack.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import { DELETE_TOKEN_HASH } from '#protocol/snapshots.ts';

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
  const answer = await ask(`${pathOf(id)}?expires=${expires}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      [DELETE_TOKEN_HASH]: deleteTokenHash,
      ...(secret !== undefined && { authorization: `Bearer ${secret}` })
    },
    body: bytes
  });
  return answer.ok ? ok(true) : answer;
}

/** The ciphertext of a snapshot, bounded while it comes in. */
export async function downloadSnapshot(id: string): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const answer = await ask(pathOf(id), { cache: 'no-store' });
  if (!answer.ok) return answer;
  const type = answer.value.headers.get('content-type') ?? '';
  // A server that knows no snapshots answers every address with the page.
  if (!type.startsWith('application/octet-stream')) return failed(answer.value.status);
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
    return refused({ code: 'snapshot.unreachable', params: {} });
  }
  return ok(new Uint8Array(await new Blob(chunks).arrayBuffer()));
}

export async function revokeSnapshot(id: string, deleteToken: string): Promise<Result<true>> {
  const headers = { authorization: `Bearer ${deleteToken}` };
  const answer = await ask(pathOf(id), { method: 'DELETE', headers });
  return answer.ok ? ok(true) : answer;
}

async function ask(path: string, init: RequestInit): Promise<Result<Response>> {
  let response: Response;
  try {
    response = await fetch(path, { referrerPolicy: 'no-referrer', ...init });
  } catch {
    return refused({ code: 'snapshot.unreachable', params: {} });
  }
  if (response.ok) return ok(response);
  const code = await codeOf(response);
  return code === undefined ? failed(response.status) : refused({ code, params: {} });
}

const failed = (status: number) => refused({ code: 'snapshot.relayFailed', params: { status } });

async function codeOf(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = await response.json();
    const code =
      typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
    return typeof code === 'string' && Object.hasOwn(RELAY_PROBLEMS, code) ? code : undefined;
  } catch {
    return undefined;
  }
}

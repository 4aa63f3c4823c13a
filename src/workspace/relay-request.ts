import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';

/** Asks the relay, which serves the page; `patience` (ms) is how long it may take to answer. */
export async function askRelay(
  path: string,
  init: RequestInit,
  patience: number
): Promise<Result<Response>> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(patience),
      ...init
    });
  } catch {
    return refused({ code: 'relay.unreachable', params: {} });
  }
  if (answer.ok) return ok(answer);
  const code = await codeOf(answer);
  return code === undefined ? relayFailed(answer.status) : refused({ code, params: {} });
}

/** What answers is no relay of ours, or not well. */
export const relayFailed = (status: number): Result<never> =>
  refused({ code: 'relay.failed', params: { status } });

async function codeOf(answer: Response): Promise<string | undefined> {
  const body: unknown = await answer.json().catch(() => undefined);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return typeof code === 'string' && Object.hasOwn(RELAY_PROBLEMS, code) ? code : undefined;
}

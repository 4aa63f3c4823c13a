import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { GivenGrant, GrantInfo, GrantList, NewGrant, NewWorkspace } from '#protocol/grants.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';

/** How long the relay may take to answer. */
const PATIENCE_MS = 10_000;

/** The relay serves the page, so it is at the page's own address. */
export const relaySocketUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/ws`;

async function ask<T>(
  method: string,
  path: string,
  secret: string | undefined,
  body?: unknown
): Promise<Result<T>> {
  let answer: Response;
  try {
    answer = await fetch(`/api/workspaces${path}`, {
      method,
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...(secret !== undefined && { Authorization: `Bearer ${secret}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' })
      },
      ...(body !== undefined && { body: JSON.stringify(body) })
    });
  } catch {
    return refused({ code: 'relay.unreachable', params: {} });
  }
  const said: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return ok(said as T);
  const code = (said as { readonly code?: unknown } | undefined)?.code;
  return refused({
    code: typeof code === 'string' && code in RELAY_PROBLEMS ? code : 'relay.unreachable',
    params: {}
  });
}

/** The relay's list of who may do what; see `src/protocol/grants.ts`. */
export const relay = {
  share: (workspace: NewWorkspace, setupToken?: string) =>
    ask<GivenGrant>('POST', '', setupToken, workspace),
  me: (workspace: string, secret: string) => ask<GrantInfo>('GET', `/${workspace}/me`, secret),
  grants: (workspace: string, secret: string) =>
    ask<GrantList>('GET', `/${workspace}/grants`, secret),
  give: (workspace: string, secret: string, grant: NewGrant) =>
    ask<GivenGrant>('POST', `/${workspace}/grants`, secret, grant),
  revoke: (workspace: string, secret: string, grant: string) =>
    ask<undefined>('DELETE', `/${workspace}/grants/${grant}`, secret),
  unshare: (workspace: string, secret: string) => ask<undefined>('DELETE', `/${workspace}`, secret)
};

import { ok, type Result } from '#core/kernel/problem.ts';
import type {
  GivenGrant,
  GrantInfo,
  GrantList,
  MadeWorkspace,
  NewGrant,
  NewWorkspace
} from '#protocol/grants.ts';
import { readPage, type ReceiptPage } from '#protocol/receipts.ts';
import { askRelay, relayFailed } from './relay-request.ts';

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
  const headers = {
    ...(secret !== undefined && { Authorization: `Bearer ${secret}` }),
    ...(body !== undefined && { 'Content-Type': 'application/json' })
  };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await askRelay(`/api/workspaces${path}`, init, PATIENCE_MS);
  if (!answer.ok) return answer;
  return ok((await answer.value.json().catch(() => undefined)) as T);
}

/** The relay's list of who may do what; see `src/protocol/grants.ts`. */
export const relay = {
  share: (workspace: NewWorkspace, setupToken?: string) =>
    ask<MadeWorkspace>('POST', '', setupToken, workspace),
  me: (workspace: string, secret: string) => ask<GrantInfo>('GET', `/${workspace}/me`, secret),
  grants: (workspace: string, secret: string) =>
    ask<GrantList>('GET', `/${workspace}/grants`, secret),
  give: (workspace: string, secret: string, grant: NewGrant) =>
    ask<GivenGrant>('POST', `/${workspace}/grants`, secret, grant),
  revoke: (workspace: string, secret: string, grant: string) =>
    ask<undefined>('DELETE', `/${workspace}/grants/${grant}`, secret),
  receipts: async (workspace: string, secret: string, section: string, after: number) => {
    const path = `/${workspace}/receipts/${section}?after=${after}`;
    const answer = await ask<unknown>('GET', path, secret);
    if (!answer.ok) return answer;
    const page = readPage(answer.value);
    return page ? ok<ReceiptPage>(page) : relayFailed(200);
  },
  unshare: (workspace: string, secret: string) => ask<undefined>('DELETE', `/${workspace}`, secret)
};

import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { hashOfSecret, newSecret } from '#crdt/remote/secret.ts';
import { catalog } from './catalog.ts';
import { relay } from './relay-api.ts';
import { shareOf, type Share } from './share.ts';

/**
 * Asks the relay to take a workspace, under a secret that this device keeps before it asks: when the
 * answer is lost, asking again, also after a reload, is answered the same.
 */
export async function askToShare(
  workspaceId: string,
  label: string,
  setupToken: string | undefined
): Promise<Result<Share>> {
  const entry = catalog.get(workspaceId);
  const secret = entry?.asked ?? newSecret();
  const isKept = entry !== undefined && catalog.note({ ...entry, asked: secret });
  if (!isKept) return refused({ code: 'workspace.shareNotKept', params: {} });
  const workspace = { id: workspaceId, label, secretHash: hashOfSecret(secret) };
  const made = await relay.share(workspace, setupToken);
  return made.ok ? ok(shareOf(secret, made.value.grant)) : made;
}

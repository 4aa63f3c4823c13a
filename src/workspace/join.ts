import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { isSecret, type GrantInfo } from '#protocol/grants.ts';
import { isId } from '#protocol/sections.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import { catalog } from './catalog.ts';
import { deleteStore, storeOf, unsentIn } from './documents.ts';
import { newId } from './ids.ts';
import { relay } from './relay-api.ts';
import { addSentences } from './sentence.ts';
import { shareOf } from './share.ts';

addSentences(RELAY_PROBLEMS);

/** What a link gives, before anything is kept of it. */
export interface Invitation {
  readonly workspace: string;
  readonly secret: string;
  readonly grant: GrantInfo;
  /** The workspace is on this device already. */
  readonly known: boolean;
  /** Commands made here under another right that the relay has never had. */
  readonly unsent: number;
}

/** Asks the relay what an access link is good for. `secret` is what stood after `#`. */
export async function readInvitation(
  workspace: string,
  secret: string
): Promise<Result<Invitation>> {
  if (!isId(workspace) || !isSecret(secret))
    return refused({ code: 'workspace.linkIncomplete', params: {} });
  const me = await relay.me(workspace, secret);
  if (!me.ok) return me;
  const known = catalog.get(workspace);
  // The one secret that can give and revoke access must not be lost to a look at one's own link.
  if (known?.share?.owner && !me.value.owner)
    return refused({ code: 'workspace.alreadyOwner', params: {} });
  const another = known !== undefined && known.share?.grant !== me.value.id;
  return ok({
    workspace,
    secret,
    grant: me.value,
    known: known !== undefined,
    unsent: another ? await unsentIn(storeOf(workspace)) : 0
  });
}

/**
 * Keeps the right to a workspace on this device; its content comes when it is opened. Every right
 * has a store of its own, so that nobody finds on the disk what only the one before might see.
 */
export async function accept({ workspace, secret, grant }: Invitation): Promise<void> {
  const known = catalog.get(workspace);
  const former = known && storeOf(workspace);
  const same = known?.share?.grant === grant.id;
  const store = same ? known.store : `banyan/${workspace}/${grant.id}`;
  catalog.note({
    id: workspace,
    name: known?.name ?? grant.label,
    accounts: known?.accounts ?? 0,
    openedAt: Date.now(),
    share: shareOf(secret, grant),
    ...(store !== undefined && { store })
  });
  if (!former || same) return;
  // What never reached the relay is not lost: it stays as a workspace of this device's own.
  if ((await unsentIn(former)) === 0) return deleteStore(former);
  const { name, accounts, openedAt } = known;
  catalog.note({ id: newId(), name, accounts, openedAt, store: former });
}

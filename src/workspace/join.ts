import { SECTIONS } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { isSecret, type GrantInfo } from '#protocol/grants.ts';
import { isId } from '#protocol/sections.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import { catalog } from './catalog.ts';
import { deleteStore, storeOf, unsentIn } from './documents.ts';
import { newId } from './ids.ts';
import { relay } from './relay-api.ts';
import { addSentences } from './sentence.ts';
import { roleIn, shareOf, type Share } from './share.ts';

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
  const narrows = known && !seesAll(shareOf(secret, me.value), known.share);
  return ok({
    workspace,
    secret,
    grant: me.value,
    known: known !== undefined,
    unsent: narrows ? await unsentIn(storeOf(workspace)) : 0
  });
}

/** Whether a right may read whatever another could. */
const seesAll = (share: Share, former: Share | undefined): boolean =>
  SECTIONS.every((each) => roleIn(former, each) === 'none' || roleIn(share, each) !== 'none');

/** A place that no workspace of this device has, also when a right comes again. */
function freshStore(workspace: string, grant: string): string {
  const store = `banyan/${workspace}/${grant}`;
  const isTaken = catalog.list().some(({ id }) => storeOf(id) === store);
  return isTaken ? `${store}-${newId()}` : store;
}

/**
 * Keeps the right to a workspace on this device; its content comes when it is opened. What is
 * stored here already is gone on with, unless the new right may see less: that one gets a store of
 * its own, so that it finds nothing on the disk but what the relay gives it.
 */
export async function accept({ workspace, secret, grant }: Invitation): Promise<void> {
  const known = catalog.get(workspace);
  const share = shareOf(secret, grant);
  const former = known && !seesAll(share, known.share) ? storeOf(workspace) : undefined;
  const store = known && former === undefined ? known.store : freshStore(workspace, grant.id);
  catalog.note({
    id: workspace,
    name: known?.name ?? grant.label,
    accounts: known?.accounts ?? 0,
    openedAt: Date.now(),
    share,
    ...(store !== undefined && { store })
  });
  if (!known || former === undefined) return;
  // What never reached the relay is not lost: it stays as a workspace of this device's own.
  if ((await unsentIn(former)) === 0) return deleteStore(former);
  const { name, accounts, openedAt } = known;
  catalog.note({ id: newId(), name, accounts, openedAt, store: former });
}

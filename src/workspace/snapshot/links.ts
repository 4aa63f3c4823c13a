import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { snapshotPath } from '#protocol/snapshots.ts';
import { randomBytes, sha256Hex, toBase64url, toHex } from './bytes.ts';
import { SIZES } from './envelope.ts';
import { keepLink, type MadeLink } from './made-links.ts';
import { revokeSnapshot, uploadSnapshot } from './relay.ts';
import { canSeal, INSECURE, sealForLink } from './seal.ts';

export interface LinkWish {
  readonly text: string;
  readonly workspace: string;
  readonly title: string;
  readonly now: number;
  readonly expires: number;
  /** The workspace's grant, where it is shared through a relay. */
  readonly secret?: string | undefined;
}

export interface LinkMade {
  readonly link: MadeLink;
  /** False: this browser keeps nothing, so the link cannot be revoked later. */
  readonly kept: boolean;
}

const ID_BYTES = 16;

/** Seals a projection, leaves its ciphertext with the relay and keeps key and token here. */
export async function makeLink(wish: LinkWish): Promise<Result<LinkMade>> {
  if (!canSeal()) return refused(INSECURE);
  const { text, workspace, title, now, expires, secret } = wish;
  const id = toHex(randomBytes(ID_BYTES));
  const key = randomBytes(SIZES.key);
  const deleteToken = toBase64url(randomBytes(SIZES.key));
  const bytes = await sealForLink(text, id, expires, key);
  const deleteTokenHash = await sha256Hex(new TextEncoder().encode(deleteToken));
  const sent = await uploadSnapshot({ id, expires, bytes, deleteTokenHash, secret });
  if (!sent.ok) return sent;
  const made = { id, workspace, title, created: now, expires, deleteToken, revoked: false };
  const link = { ...made, key: toBase64url(key) };
  return ok({ link, kept: keepLink(link) });
}

export const addressOf = ({ id, key }: MadeLink, origin: string): string =>
  `${origin}${snapshotPath(id)}#k=${key}`;

/** Whoever opens the link afterwards is told that it was revoked. */
export async function revokeLink(link: MadeLink): Promise<Result<true>> {
  const done = await revokeSnapshot(link.id, link.deleteToken);
  if (!done.ok && !GONE.has(done.problems[0].code)) return done;
  keepLink({ ...link, revoked: true });
  return ok(true);
}

/** The relay does not have it any more, which is all that was wanted. */
const GONE: ReadonlySet<string> = new Set([
  'snapshot.notFound',
  'snapshot.expired',
  'snapshot.revoked'
]);

import type { GivenGrant, GrantInfo, NewGrant, NewWorkspace } from '#protocol/grants.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RelayProblem } from '#protocol/problems.ts';
import { ROOM_SECTIONS, roomName } from '#protocol/sections.ts';
import type { Changes, RelayStorage } from '../storage/port.ts';
import { tornPrefix } from '../storage/torn.ts';
import { receiptsPrefix } from '../receipts/stored-receipts.ts';
import { newId } from './ids.ts';
import { writersPrefix } from './writers.ts';
import { hashOf, newSecret } from './secrets.ts';

export type Grant = Omit<GrantInfo, 'online'> & { readonly secretHash: string };

interface Workspace {
  readonly id: string;
  readonly grants: Map<string, Grant>;
}

const OWNER_ROLES: NewGrant['roles'] = {
  org: 'write',
  accounts: 'write',
  finance: 'write',
  access: 'write',
  sharing: 'write'
};
/** A grant's last use is written down at most this often. */
const SEEN_EVERY = 60_000;
const workspaceKey = (id: string) => `workspace/${id}`;
const grantKey = ({ workspace, id }: { workspace: string; id: string }) =>
  `grant/${workspace}/${id}`;
const jsonBytes = (value: unknown) => Buffer.from(JSON.stringify(value));

/**
 * Who may do what. All of it is held in memory and changed there before the write, so that two
 * requests at once cannot both be the first; a write that fails takes the change back.
 */
export class GrantBook {
  readonly #storage: RelayStorage;
  readonly #workspaces = new Map<string, Workspace>();
  readonly #byHash = new Map<string, Grant>();
  readonly #seenWritten = new Map<string, number>();
  /** Workspaces whose first write is under way. */
  readonly #making = new Map<string, Promise<void>>();

  private constructor(storage: RelayStorage) {
    this.#storage = storage;
  }

  static async open(storage: RelayStorage): Promise<GrantBook> {
    const book = new GrantBook(storage);
    for (const key of (await storage.list('workspace/')).keys())
      book.#open(key.split('/')[1] ?? '');
    for (const grant of await grantsIn(storage)) book.#put(grant);
    return book;
  }

  /** Whose secret it is, in whichever workspace. */
  holder(secret: string, now: number): Grant | RelayProblem {
    const grant = this.#byHash.get(hashOf(secret));
    if (!grant) return 'relay.unauthorized';
    if (grant.revokedAt !== undefined) return 'relay.revoked';
    if (grant.expiresAt !== undefined && grant.expiresAt <= now) return 'relay.expired';
    return this.#seen(grant, now);
  }

  find(workspace: string, secret: string, now: number): Grant | RelayProblem {
    if (!this.#workspaces.has(workspace)) return 'relay.notFound';
    const grant = this.#byHash.get(hashOf(secret));
    return grant?.workspace === workspace ? this.holder(secret, now) : 'relay.unauthorized';
  }

  has(workspace: string): boolean {
    return this.#workspaces.has(workspace);
  }

  isLive(workspace: string, id: string, now: number): boolean {
    const grant = this.#workspaces.get(workspace)?.grants.get(id);
    return grant !== undefined && isLive(grant, now);
  }

  list(workspace: string): Grant[] {
    return [...(this.#workspaces.get(workspace)?.grants.values() ?? [])];
  }

  /** Whoever asks again, because the answer was lost, is answered the same. */
  async create(made: NewWorkspace, now: number): Promise<GrantInfo | RelayProblem> {
    const { id, secretHash } = made;
    const known = this.#byHash.get(secretHash);
    if (this.#workspaces.has(id)) {
      if (known?.workspace !== id || !known.owner || !isLive(known, now)) return 'relay.exists';
      await this.#making.get(id);
      return grantInfo(known, 0);
    }
    // One secret opens one workspace.
    if (known) return 'relay.exists';
    this.#open(id);
    const grant = newGrant(id, { ...made, owner: true, roles: OWNER_ROLES }, secretHash, now);
    this.#put(grant);
    const changes: Changes = new Map([
      [workspaceKey(id), jsonBytes({ createdAt: now })],
      [grantKey(grant), jsonBytes(grant)]
    ]);
    const making = this.#write(changes, () => this.#forget(id));
    this.#making.set(id, making);
    await making.finally(() => this.#making.delete(id));
    return grantInfo(grant, 0);
  }

  async give(workspace: string, made: NewGrant, now: number): Promise<GivenGrant | RelayProblem> {
    const live = this.list(workspace).filter((grant) => isLive(grant, now));
    if (live.length >= LIMITS.grants) return 'relay.tooMany';
    const roles = made.owner ? OWNER_ROLES : { ...made.roles, accounts: made.roles.org };
    const secret = newSecret();
    const grant = newGrant(workspace, { ...made, roles }, hashOf(secret), now);
    this.#put(grant);
    await this.#write(new Map([[grantKey(grant), jsonBytes(grant)]]), () => this.#take(grant));
    return { grant: grantInfo(grant, 0), secret };
  }

  /** What is left of a revoked grant tells its holder why. */
  async revoke(workspace: string, id: string, now: number): Promise<Grant | RelayProblem> {
    const grants = this.list(workspace);
    const grant = grants.find((each) => each.id === id);
    if (!grant) return 'relay.notFound';
    if (grant.revokedAt !== undefined) return grant;
    const owners = grants.filter((each) => each.owner && isLive(each, now));
    if (grant.owner && owners.every((owner) => owner.id === id)) return 'relay.lastOwner';
    const revoked = { ...grant, revokedAt: now };
    this.#put(revoked);
    await this.#write(new Map([[grantKey(grant), jsonBytes(revoked)]]), () => this.#put(grant));
    return revoked;
  }

  /** Forgets a workspace with its rooms; nobody gets in any more when `close` ends who is inside. */
  async remove(workspace: string, close: () => Promise<void>): Promise<void> {
    const grants = this.list(workspace);
    this.#forget(workspace);
    await close();
    const left = [workspaceKey(workspace), ...grants.map(grantKey)];
    const lists = [writersPrefix(workspace), receiptsPrefix(workspace), tornPrefix(workspace)];
    for (const prefix of lists) left.push(...(await this.#storage.list(prefix)).keys());
    const changes: Changes = new Map(left.map((key) => [key, undefined]));
    const rooms = ROOM_SECTIONS.map((section) => roomName(workspace, section));
    await this.#write(
      changes,
      () => {
        this.#open(workspace);
        for (const grant of grants) this.#put(grant);
      },
      rooms
    );
  }

  async #write(changes: Changes, undo: () => void, drop: readonly string[] = []): Promise<void> {
    try {
      await this.#storage.write(changes, drop);
    } catch (error) {
      undo();
      throw error;
    }
  }

  #seen(grant: Grant, now: number): Grant {
    const seen = { ...grant, lastSeenAt: now };
    this.#put(seen);
    if (now - (this.#seenWritten.get(grant.id) ?? grant.lastSeenAt ?? 0) < SEEN_EVERY) return seen;
    this.#seenWritten.set(grant.id, now);
    // A time that is lost is no loss.
    this.#storage.write(new Map([[grantKey(seen), jsonBytes(seen)]])).catch(() => undefined);
    return seen;
  }

  #open(id: string): void {
    this.#workspaces.set(id, { id, grants: new Map() });
  }

  #put(grant: Grant): void {
    this.#workspaces.get(grant.workspace)?.grants.set(grant.id, grant);
    this.#byHash.set(grant.secretHash, grant);
  }

  #take(grant: Grant): void {
    this.#workspaces.get(grant.workspace)?.grants.delete(grant.id);
    this.#byHash.delete(grant.secretHash);
  }

  #forget(workspace: string): void {
    for (const grant of this.list(workspace)) this.#take(grant);
    this.#workspaces.delete(workspace);
  }
}

const isLive = (grant: Grant, now: number): boolean =>
  grant.revokedAt === undefined && (grant.expiresAt === undefined || grant.expiresAt > now);

function newGrant(
  workspace: string,
  { label, owner, roles, expiresAt }: NewGrant,
  secretHash: string,
  now: number
): Grant {
  const grant = { id: newId(), workspace, label, owner, roles, createdAt: now, secretHash };
  return expiresAt === undefined ? grant : { ...grant, expiresAt };
}

/** Every grant that is stored, those that ended included. */
export async function grantsIn(storage: RelayStorage): Promise<Grant[]> {
  const stored = (await storage.list('grant/')).values();
  return [...stored].map((bytes) => JSON.parse(Buffer.from(bytes).toString()) as Grant);
}

/** A grant as it is shown: without what is kept of its secret. */
export function grantInfo({ secretHash: _, ...grant }: Grant, online: number): GrantInfo {
  return { ...grant, online };
}

import type { RoomSection } from './sections.ts';

export type Role = 'none' | 'read' | 'write';

/** `accounts` always has the role of `org`. */
export type Roles = Readonly<Record<RoomSection, Role>>;

/** A right to a workspace, as its owner sees it in the list. Times are epoch milliseconds. */
export interface GrantInfo {
  readonly id: string;
  readonly workspace: string;
  /** Chosen by the owner; shown beside the name its holder chose, which is only a claim. */
  readonly label: string;
  /** An owner may write every section, and give and revoke grants. */
  readonly owner: boolean;
  readonly roles: Roles;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastSeenAt?: number;
  /** Connections open now. */
  readonly online: number;
  readonly revokedAt?: number;
}

/**
 * `POST /api/workspaces` with the setup token (or from loopback): answers 201 with an owner's grant.
 * The asker makes the secret and keeps it before asking, so that a lost answer loses nothing: asked
 * again with the same hash, the relay answers the same.
 */
export interface NewWorkspace {
  readonly id: string;
  readonly label: string;
  /** SHA-256 of the owner's secret, in hex. */
  readonly secretHash: string;
}

export interface MadeWorkspace {
  readonly grant: GrantInfo;
}

/** `POST /api/workspaces/<id>/grants` by an owner: answers 201 with the grant and its secret. */
export interface NewGrant {
  readonly label: string;
  readonly owner: boolean;
  readonly roles: Roles;
  readonly expiresAt?: number;
}

/** The one time the secret is shown: 32 random bytes in base64url. The relay keeps its SHA-256. */
export interface GivenGrant {
  readonly grant: GrantInfo;
  readonly secret: string;
}

/**
 * `GET /api/workspaces/<id>/grants` by an owner; `GET /api/workspaces/<id>/me` answers everybody
 * with their own. `DELETE …/grants/<grant>` revokes, `DELETE /api/workspaces/<id>` unshares: the
 * relay forgets the workspace. All take `Authorization: Bearer <secret>`.
 */
export interface GrantList {
  readonly grants: readonly GrantInfo[];
}

export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

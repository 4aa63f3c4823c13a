import { ok, type Problem, type Result } from '#core/kernel/problem.ts';
import type { GrantInfo, Role, Roles } from '#protocol/grants.ts';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import { relay } from './relay-api.ts';
import { addSentences } from './sentence.ts';
import type { Share } from './share.ts';

addSentences(RELAY_PROBLEMS);

export type { GrantInfo, Role, Roles };

/** What an owner chooses for somebody: a whole, or a part of it. */
export type Preset = 'viewer' | 'editor' | 'owner' | 'parts';

const all = (role: Role): Roles => ({
  org: role,
  accounts: role,
  finance: role,
  access: role,
  sharing: role
});

/** `parts` gives the organization (with its accounts) and finance each its own role. */
export function rolesOf(preset: Preset, parts: { org: Role; finance: Role }): Roles {
  if (preset === 'viewer') return all('read');
  if (preset !== 'parts') return all('write');
  return { ...all('none'), org: parts.org, accounts: parts.org, finance: parts.finance };
}

/** The link somebody joins by. What follows `#` never reaches a server or its log. */
export const joinLink = (workspace: string, secret: string): string =>
  `${location.origin}/join/${workspace}#${secret}`;

/** The list of who may do what in a workspace, as its owner sees and changes it. */
export class AccessList {
  readonly #workspace: string;
  readonly #share: Share;
  #grants = $state.raw<readonly GrantInfo[] | undefined>();
  #problem = $state.raw<Problem | undefined>();

  constructor(workspace: string, share: Share) {
    this.#workspace = workspace;
    this.#share = share;
    void this.load();
  }

  /** Those that were not revoked; undefined while they are fetched. */
  get grants(): readonly GrantInfo[] | undefined {
    return this.#grants;
  }
  get problem(): Problem | undefined {
    return this.#problem;
  }

  isMine(grant: GrantInfo): boolean {
    return grant.id === this.#share.grant;
  }

  async load(): Promise<void> {
    const list = await relay.grants(this.#workspace, this.#share.secret);
    this.#problem = list.ok ? undefined : list.problems[0];
    if (list.ok)
      this.#grants = list.value.grants
        .filter((grant) => grant.revokedAt === undefined)
        .sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Answers with the link, which cannot be shown again. */
  async give(
    label: string,
    preset: Preset,
    parts: { org: Role; finance: Role },
    expiresAt: number | undefined
  ): Promise<Result<string>> {
    const given = await relay.give(this.#workspace, this.#share.secret, {
      label,
      owner: preset === 'owner',
      roles: rolesOf(preset, parts),
      ...(expiresAt !== undefined && { expiresAt })
    });
    if (!given.ok) return given;
    await this.load();
    return ok(joinLink(this.#workspace, given.value.secret));
  }

  async revoke(grant: string): Promise<Result<undefined>> {
    const revoked = await relay.revoke(this.#workspace, this.#share.secret, grant);
    await this.load();
    return revoked;
  }
}

import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { isSecret, type GrantInfo, type Role, type Roles } from '#protocol/grants.ts';

/** This device's right to a workspace at the relay, kept with the workspace in the catalog. */
export interface Share {
  readonly secret: string;
  readonly grant: string;
  readonly label: string;
  readonly owner: boolean;
  readonly roles: Roles;
}

const ROLES: readonly Role[] = ['none', 'read', 'write'];

export const shareOf = (secret: string, grant: GrantInfo): Share => ({
  secret,
  grant: grant.id,
  label: grant.label,
  owner: grant.owner,
  roles: grant.roles
});

/** What is stored as a share, as far as it is one. */
export function readShare(raw: unknown): Share | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { secret, grant, label, owner, roles } = raw as Partial<Record<keyof Share, unknown>>;
  if (typeof secret !== 'string' || !isSecret(secret) || typeof grant !== 'string')
    return undefined;
  const stored = (typeof roles === 'object' && roles !== null ? roles : {}) as Record<
    string,
    unknown
  >;
  const role = (section: Section): Role =>
    ROLES.find((known) => known === stored[section]) ?? 'none';
  return {
    secret,
    grant,
    label: typeof label === 'string' ? label : '',
    owner: owner === true,
    roles: Object.fromEntries(
      SECTIONS.map((section) => [section, role(section)])
    ) as unknown as Roles
  };
}

/** Without a share everything is this device's own. */
export const roleIn = (share: Share | undefined, section: Section): Role =>
  share ? share.roles[section] : 'write';

/** Whether two rights are one: then nobody needs to connect anew. */
export const isSameShare = (a: Share | undefined, b: Share | undefined): boolean =>
  a?.secret === b?.secret && SECTIONS.every((section) => roleIn(a, section) === roleIn(b, section));

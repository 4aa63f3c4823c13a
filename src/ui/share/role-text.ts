import type { GrantInfo } from '#workspace/access.svelte.ts';
import { t } from '#workspace/settings.svelte.ts';
import { shareMessages as m } from './messages.ts';

/** What a grant allows, in a few words: a whole, or part by part. */
export function roleText({ owner, roles }: GrantInfo): string {
  if (owner) return t(m.ownerShort);
  if (roles.org === roles.finance && roles.org !== 'none')
    return t(roles.org === 'write' ? m.editorShort : m.viewerShort);
  return (['org', 'finance'] as const)
    .filter((part) => roles[part] !== 'none')
    .map((part) => `${t(m[part])}: ${t(m[roles[part]])}`)
    .join(' · ');
}

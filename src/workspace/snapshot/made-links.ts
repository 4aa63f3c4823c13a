/** A link made on this device: only here is what opens it and what revokes it. */
export interface MadeLink {
  readonly id: string;
  readonly workspace: string;
  readonly title: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly expires: number;
  /** Base64url: the part of the link after `#k=`. */
  readonly key: string;
  readonly deleteToken: string;
  readonly revoked: boolean;
}

const KEY = 'banyan.snapshots';

/** Newest first. */
export function linksOf(workspace: string): readonly MadeLink[] {
  return read()
    .filter((link) => link.workspace === workspace)
    .sort((a, b) => b.created - a.created);
}

/** False when this browser keeps nothing: the link works, but nobody can revoke it. */
export const keepLink = (link: MadeLink): boolean =>
  write([...read().filter(({ id }) => id !== link.id), link]);

export const forgetLink = (id: string): boolean => write(read().filter((link) => link.id !== id));

function read(): MadeLink[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(raw) ? raw.filter(isLink) : [];
  } catch {
    return [];
  }
}

function write(links: readonly MadeLink[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(links));
    return true;
  } catch {
    return false;
  }
}

function isLink(raw: unknown): raw is MadeLink {
  if (typeof raw !== 'object' || raw === null) return false;
  const link = raw as Partial<Record<keyof MadeLink, unknown>>;
  const texts = [link.id, link.workspace, link.title, link.key, link.deleteToken];
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof link.created === 'number' &&
    typeof link.expires === 'number' &&
    typeof link.revoked === 'boolean'
  );
}

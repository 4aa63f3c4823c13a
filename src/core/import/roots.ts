import { recordKey, type Provider } from '#core/org/provider.ts';
import type { ParentRef, Source } from './source.ts';

/**
 * Rows that name a file's root by its id name the root itself, whichever file said so; the root's
 * own row is no department.
 */
export function resolveRoots(sources: readonly Source[]): Source[] {
  const roots = new Set(sources.flatMap((source) => source.roots ?? []));
  if (roots.size === 0) return [...sources];
  const isRoot = (provider: Provider, id: string | undefined) =>
    id !== undefined && roots.has(recordKey(provider, id));
  const resolved = (
    provider: Provider,
    ref: ParentRef | undefined
  ): ref is ParentRef & { by: 'id' } => ref?.by === 'id' && isRoot(provider, ref.id);
  return sources.map((source) => ({
    ...source,
    departments: source.departments
      .filter(({ provider, externalId }) => !isRoot(provider, externalId))
      .map((row) =>
        resolved(row.provider, row.parent) ? { ...row, parent: { by: 'root' } } : row
      ),
    accounts: source.accounts.map((row) =>
      resolved(row.provider, row.department) ? { ...row, department: { by: 'root' } } : row
    )
  }));
}

import type { SavedStatus } from './documents.ts';
import type { RelayStatus } from './live.ts';

/**
 * What the sync chip says, in the order of what matters: what is in danger first, then what is
 * refused, then how far the relay has it.
 */
export type SyncStatus =
  | SavedStatus
  /** Only of somebody who may look and no more. */
  | { readonly state: 'read-only'; readonly connected: boolean }
  | RelayStatus;

export function syncStatusOf(
  saved: SavedStatus,
  relay: RelayStatus | undefined,
  viewer: boolean
): SyncStatus {
  if (saved.state === 'unsaved') return saved;
  if (!relay || relay.state === 'refused') return relay ?? saved;
  if (viewer) return { state: 'read-only', connected: relay.state === 'synced' };
  return saved.state === 'saving' ? saved : relay;
}

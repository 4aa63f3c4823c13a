import type { Scope } from './scope.ts';

export const FORMAT = 'banyan-snapshot';
export const VERSION = 1;

/** What a snapshot says about itself. */
export interface SnapshotMeta {
  readonly title: string;
  /** Epoch milliseconds: the moment it shows, by its maker's clock. */
  readonly at: number;
  /** How its maker wants to be named: a claim, and empty when they would rather not. */
  readonly by: string;
  readonly scope: Scope;
}

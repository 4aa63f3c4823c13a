import { createContext } from 'svelte';
import type { MoneyGrain } from '#core/snapshot/scope.ts';
import type { Blobs } from './blobs.ts';
import type { Workspace } from './workspace.svelte.ts';

/** What the views of an organization ask of whatever they show: a workspace, or a snapshot. */
export type WorkspaceView = Pick<
  Workspace,
  | 'id'
  | 'state'
  | 'phase'
  | 'readOnly'
  | 'readOnlyProblem'
  | 'canRead'
  | 'canWrite'
  | 'name'
  | 'run'
  | 'historyOf'
  | 'entry'
  | 'conflicts'
  | 'settledConflicts'
  | 'settle'
> & {
  /** Who else is here; nobody is in a snapshot. */
  readonly sharing: Pick<Workspace['sharing'], 'people' | 'followed' | 'show' | 'follow'>;
  /** Months of history that stand in archives and were not read; nobody asks of what stands still. */
  readonly unreadMonths?: readonly string[];
  readonly readMonths?: Workspace['readMonths'];
  /** What is too large for the documents. */
  readonly blobs?: () => Promise<Pick<Blobs, 'read'>>;
  /** Of a snapshot: at which grain it tells of money to whoever opens it. */
  readonly money?: MoneyGrain;
  /** Of what stands still: the moment it is of, in epoch milliseconds. */
  readonly takenAt?: number;
  /** Only of what can never change: views then offer nothing that would, nor keep how they were left. */
  readonly frozen?: { readonly hiddenColumns: readonly string[] };
};

/** Whether the bills of what is shown can be read. */
export const holdsBills = <V extends Pick<WorkspaceView, 'blobs'>>(
  view: V
): view is V & Required<Pick<WorkspaceView, 'blobs'>> => view.blobs !== undefined;

/** The workspace the page stands in. */
export const [getWorkspace, setWorkspace] = createContext<Workspace>();

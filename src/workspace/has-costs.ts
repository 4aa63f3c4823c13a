import { BillBatch } from '#core/finance/model.ts';
import { tableOf } from '#core/kernel/state.ts';
import { holdsBills, type WorkspaceView } from './current.ts';

/** What has costs, and who may see them. */
export type CostHolder = Pick<WorkspaceView, 'state' | 'blobs' | 'canRead' | 'money'>;

/**
 * Whether there are costs to show beside accounts: bills, and the right to them. A snapshot has
 * those it was made with; one that tells of departments alone says nothing of an account, and shows
 * them on their own page.
 */
export const hasCosts = (workspace: CostHolder): boolean =>
  holdsBills(workspace) &&
  (workspace.money
    ? workspace.money === 'account' || workspace.money === 'service'
    : workspace.canRead('finance')) &&
  tableOf(workspace.state, BillBatch).size > 0;

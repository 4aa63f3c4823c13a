import { BillBatch } from '#core/finance/model.ts';
import { tableOf } from '#core/kernel/state.ts';
import { holdsBills, type WorkspaceView } from './current.ts';

/** Whether there are costs to show: bills, and the right to them; never of what stands still. */
export const hasCosts = (workspace: Pick<WorkspaceView, 'state' | 'blobs' | 'canRead'>): boolean =>
  holdsBills(workspace) &&
  workspace.canRead('finance') &&
  tableOf(workspace.state, BillBatch).size > 0;

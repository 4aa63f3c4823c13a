import { awsCostExplorer } from './aws-cost-explorer.ts';
import { awsCur } from './aws-cur.ts';
import { azure } from './azure.ts';
import { focus } from './focus.ts';
import type { BillFormat } from './format.ts';
import { tencentTable } from './tencent-table.ts';

/** Every bill that is a table; the first that knows the columns reads it. */
export const billFormats: readonly BillFormat[] = [
  focus,
  awsCur,
  azure,
  tencentTable,
  awsCostExplorer
];

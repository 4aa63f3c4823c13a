import type { Kind } from './kernel/kind.ts';
import { emptyState, type State } from './kernel/state.ts';
import { Account } from './account/model.ts';
import {
  BillBatch,
  BillChoice,
  Budget,
  ExchangeRate,
  FinanceSettings,
  FinancialPolicy
} from './finance/model.ts';
import { Department, FormerDepartment, Organization } from './org/model.ts';
import { SavedView } from './org/saved-view.ts';

/** Every kind there is, by name: what a document may hold and a state has tables for. */
export const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>(
  [
    Organization,
    Department,
    FormerDepartment,
    SavedView,
    Account,
    FinancialPolicy,
    BillBatch,
    BillChoice,
    ExchangeRate,
    FinanceSettings,
    Budget
  ].map((kind) => [kind.name, kind])
);

export const noState = (): State => emptyState(KINDS.values());

import type { Command } from './kernel/command.ts';
import {
  addAccount,
  deleteDepartments,
  moveAccounts,
  removeAccounts,
  renameAccount,
  tagAccounts,
  updateAccounts
} from './account/commands.ts';
import { editAccounts } from './account/cells.ts';
import { dissolveDepartments, mergeDepartments } from './account/merging.ts';
import { respellTags } from './account/respelling.ts';
import { moveSelection, removeSelection, tagSelection } from './account/selection.ts';
import { chooseBills, importBills, removeBills } from './finance/bill-commands.ts';
import { addBudget, removeBudgets, updateBudget } from './finance/budget-commands.ts';
import { updateFinancialPolicy } from './finance/commands.ts';
import { setAllocationTags, setRates, setReportingCurrency } from './finance/rate-commands.ts';
import { importOrganization } from './import/command.ts';
import {
  addDepartment,
  createOrganization,
  moveDepartments,
  renameDepartment,
  tagDepartments,
  updateDepartments,
  updateOrganization
} from './org/commands.ts';
import { removeViews, renameView, saveView } from './org/saved-view-commands.ts';

/** Every command there is: its name is stored in audit entries, its title shown wherever it runs. */
export const COMMANDS = [
  createOrganization,
  updateOrganization,
  addDepartment,
  renameDepartment,
  updateDepartments,
  tagDepartments,
  moveDepartments,
  deleteDepartments,
  mergeDepartments,
  dissolveDepartments,
  addAccount,
  renameAccount,
  updateAccounts,
  editAccounts,
  tagAccounts,
  moveAccounts,
  removeAccounts,
  moveSelection,
  tagSelection,
  removeSelection,
  respellTags,
  updateFinancialPolicy,
  saveView,
  renameView,
  removeViews,
  importOrganization,
  importBills,
  chooseBills,
  removeBills,
  setRates,
  setReportingCurrency,
  setAllocationTags,
  addBudget,
  updateBudget,
  removeBudgets
] as const satisfies readonly Command<never>[];

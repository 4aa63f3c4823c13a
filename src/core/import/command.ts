import { command } from '#core/kernel/command.ts';
import { ok, refused } from '#core/kernel/problem.ts';
import { rowOf } from '#core/kernel/state.ts';
import { missing } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { previewImport, type ImportArgs } from './preview.ts';

/** Brings in what the preview shows: one command, one undo step. Refused rows stay outside. */
export const importOrganization = command<ImportArgs>(
  'organization.import',
  { zh: '导入', en: 'Import' },
  (state, args) => {
    const { target } = args;
    if (target !== ROOT && !rowOf(state, Department, target)) return refused(missing(target));
    return ok(previewImport(state, args).diff);
  }
);

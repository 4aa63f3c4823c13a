import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import type { ImportProblemCode } from './messages.ts';

/** A problem of reading, whose code has its sentence in `messages.ts`. */
export const importProblem = (
  code: ImportProblemCode,
  params: Problem['params'] = {}
): Problem => ({
  code,
  params
});

export const refusedImport = (
  code: ImportProblemCode,
  params: Problem['params'] = {}
): Result<never> => refused(importProblem(code, params));

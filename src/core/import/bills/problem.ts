import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import type { BillProblemCode } from './messages.ts';

/** A problem of reading a bill, whose code has its sentence in `messages.ts`. */
export const billProblem = (code: BillProblemCode, params: Problem['params'] = {}): Problem => ({
  code,
  params
});

export const refusedBill = (code: BillProblemCode, params: Problem['params'] = {}): Result<never> =>
  refused(billProblem(code, params));

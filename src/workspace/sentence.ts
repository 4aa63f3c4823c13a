import { translate, type Formats, type Message } from '#core/kernel/message.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { accountProblemMessages } from '#core/account/messages.ts';
import { findingMessages } from '#core/account/finding-messages.ts';
import { auditProblemMessages } from '#core/audit/messages.ts';
import { importProblemMessages } from '#core/import/messages.ts';
import { previewProblemMessages } from '#core/import/preview-messages.ts';
import { orgProblemMessages } from '#core/org/messages.ts';
import { workspaceProblemMessages } from './messages.ts';

type Params = Problem['params'];

/** The sentence of every problem code there is. */
export const PROBLEM_MESSAGES: ReadonlyMap<string, Message<Params>> = new Map<
  string,
  Message<Params>
>(
  [
    orgProblemMessages,
    accountProblemMessages,
    auditProblemMessages,
    findingMessages,
    importProblemMessages,
    previewProblemMessages,
    workspaceProblemMessages
  ].flatMap((messages) => Object.entries<Message<Params>>(messages))
);

export function sentenceOf(problem: Problem, format: Formats): string {
  const message = PROBLEM_MESSAGES.get(problem.code);
  return message ? translate(message, problem.params, format) : problem.code;
}

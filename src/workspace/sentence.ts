import { translate, type Formats, type Message } from '#core/kernel/message.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { accountProblemMessages } from '#core/account/messages.ts';
import { auditProblemMessages } from '#core/audit/messages.ts';
import { orgProblemMessages } from '#core/org/messages.ts';
import { workspaceProblemMessages } from './messages.ts';

type Params = Problem['params'];
type Sentences = Readonly<Record<string, Message<Params>>>;

/** The sentence of every problem code that can be met; pages that have more of them add these. */
const sentences = new Map<string, Message<Params>>();

export function addSentences(...messages: readonly Sentences[]) {
  for (const each of messages)
    for (const [code, message] of Object.entries(each)) sentences.set(code, message);
}

addSentences(
  orgProblemMessages,
  accountProblemMessages,
  auditProblemMessages,
  workspaceProblemMessages
);

export const hasSentence = (code: string): boolean => sentences.has(code);

export function sentenceOf(problem: Problem, format: Formats): string {
  const message = sentences.get(problem.code);
  return message ? translate(message, problem.params, format) : problem.code;
}

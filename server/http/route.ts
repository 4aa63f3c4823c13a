import type { IncomingMessage } from 'node:http';
import { isSecret } from '#protocol/grants.ts';
import type { RelayProblem } from '#protocol/problems.ts';
import type { Grant, GrantBook } from '../rights/grant-book.ts';
import type { Answer } from './answers.ts';

/** A request as a route sees it: what its path names, who asks and when. */
export interface Call {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly ids: readonly string[];
  readonly secret: string;
  readonly address: string;
  readonly now: number;
}

export type Route = readonly [
  method: string,
  path: RegExp,
  answer: (call: Call) => Promise<Answer>
];

/** The right that a call is made under; the path's first id is the workspace. */
export function holderOf(
  book: GrantBook,
  { ids, secret }: Call,
  now: number
): Grant | RelayProblem {
  if (!isSecret(secret)) return 'relay.unauthorized';
  return book.find(ids[0] ?? '', secret, now);
}

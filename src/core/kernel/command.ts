import type { Message } from './message.ts';
import type { Result } from './problem.ts';
import type { Diff, State } from './state.ts';

/** What a plan may know besides state and arguments. Ids and times come in the arguments. */
export interface Context {
  /** Epoch milliseconds, a claim of this device's clock. */
  readonly now: number;
}

/**
 * A named pure plan: never throws, never mutates, answers the same twice. The dotted name is
 * stored in every audit entry and never renamed once shipped; the rights it needs are those of the
 * sections its diff touches.
 */
export interface Command<A> {
  readonly name: string;
  readonly title: Message;
  readonly plan: (state: State, args: A, context: Context) => Result<Diff>;
}

export const command = <A>(name: string, title: Message, plan: Command<A>['plan']): Command<A> => ({
  name,
  title,
  plan
});

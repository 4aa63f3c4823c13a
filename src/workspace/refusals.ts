import type { Message } from '#core/kernel/message.ts';
import { CLOSE_CODES, type CloseName } from '#protocol/close-codes.ts';
import { REFUSALS, type Refusal } from '#protocol/problems.ts';

export type RelayRefusal = Refusal | CloseName;

/** The sentence for why the relay does not take changes, or hung up for good. */
export const refusalMessage = (why: RelayRefusal): Message =>
  ({ ...CLOSE_CODES, ...REFUSALS })[why];

import type { CloseName } from '#protocol/close-codes.ts';
import type { Refusal } from '#protocol/problems.ts';
import type { Head } from '#protocol/receipts.ts';
import type { Badge } from './presence.ts';
import type { Withheld } from './withheld.ts';

/** What a room knows of a connection. */
export interface Member {
  readonly badge: Badge;
  readonly mayWrite: boolean;
  /** Whether the relay hung up on it: what it had sent before is not taken any more. */
  readonly ended: boolean;
  readonly withheld: Withheld;
  readonly send: (message: Uint8Array) => void;
  /** Sends others' changes, or remembers what to catch up with once the line is free. */
  readonly sendLive: (message: Uint8Array, vector: () => Uint8Array) => void;
  /** The answer to a step 1; put off like the above. */
  readonly answer: (
    vector: Uint8Array,
    messages: (vector: Uint8Array) => readonly Uint8Array[]
  ) => void;
  /** What is sent meanwhile goes out in one piece. */
  readonly together: (sending: () => void) => void;
  /** The end of the room's receipts, if it is not the one that was told last. */
  readonly tellHead: (head: Head) => void;
  readonly refuse: (reason: Refusal) => void;
  readonly end: (why: CloseName) => void;
  /** A message of so many bytes was dealt with. */
  readonly done: (bytes: number) => void;
}

import type { Section } from '#core/kernel/kind.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { Place } from '#core/org/placement.ts';

/** What two people did without knowing of each other, and nobody has looked at yet. */
export type ConflictType =
  /** A department, or an account, put in two places. */
  | 'moved-twice'
  /** A move that waits, since it would close a circle or make a sixth level. */
  | 'cycle'
  | 'depth'
  /** A department deleted while somebody put departments into it: it was kept. */
  | 'deleted-in-use'
  /** A department deleted while accounts came to it: they are shown in the nearest living one. */
  | 'deleted-with-accounts'
  | 'field'
  | 'edited-while-deleted'
  /** One id added by hand by two. */
  | 'added-twice'
  /** A rule that no command breaks and a merge did; `problem` says which. */
  | 'limit';

/** What one of the two did, as far as the log tells. */
export interface Side {
  /** What everybody sees now. */
  readonly shown: boolean;
  /** The entry that did it, when the log has it. */
  readonly entry?: string;
  readonly place?: Place | 'removed';
  /** Stored values of the field by record; absent when the log does not hold them. */
  readonly values?: ReadonlyMap<string, unknown>;
}

export interface Conflict {
  /** Made of its content alone: equal on every replica, another one when anything of it changes. */
  readonly key: string;
  readonly type: ConflictType;
  /** Where settling it is written. */
  readonly section: Section;
  readonly kind: string;
  /** The records it is marked on: two edits of one field in many records are one conflict. */
  readonly ids: readonly string[];
  readonly field?: string;
  /** What the first record is called, where neither the organization nor an entry can tell. */
  readonly name?: string;
  /** What is shown comes first. */
  readonly sides: readonly Side[];
  readonly problem?: Problem;
}

/** What can be done about a conflict; `take` names one of its sides. */
export type Way =
  /** Accept what is shown. */
  | { readonly way: 'keep' }
  | { readonly way: 'take'; readonly side: number }
  /** Grant the move that waits, and put the other where the waiting one stands. */
  | { readonly way: 'swap' }
  /** Bring what was deleted back. */
  | { readonly way: 'restore' }
  /** Move what stands in it one level up and remove it. */
  | { readonly way: 'dissolve' };

/**
 * Two edits of one field: the entries that nobody who came later had seen both of, the shown one
 * first (empty when none of them is shown).
 */
export interface ForkKey {
  readonly kind: string;
  readonly field: string;
  readonly shown: string;
  readonly others: readonly string[];
}

export const forkKey = ({ kind, field, shown, others }: ForkKey): string =>
  `fork/${kind}/${field}/${shown}/${others.join(',')}`;

/** Undefined for the key of another sort of conflict, and for whatever a hostile entry says. */
export function readForkKey(key: string): ForkKey | undefined {
  const [sort, kind = '', field = '', shown = '', others = '', ...rest] = key.split('/');
  if (sort !== 'fork' || others === '' || rest.length > 0) return undefined;
  return { kind, field, shown, others: others.split(',') };
}

/** A short digest for keys that would name very many records. */
export function digestOf(texts: readonly string[]): string {
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b) + a;
    }
    a = Math.imul(a ^ 0x2c, 0x01000193);
  }
  return `${texts.length}.${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}

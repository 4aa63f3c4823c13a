import { compareHeads, readHead, type Head, type HeadDoubt } from '#protocol/receipts.ts';

/** Why the relay's receipts are not those that were seen before. */
export type Doubt = HeadDoubt;

/** What this device knows of the end of a section's receipts. */
export interface KnownHead {
  /** Up to here the chain was read, and fits. */
  readonly checked: Head;
  /** As it was told last without a doubt. */
  readonly seen: Head;
  /** As it is told now. */
  readonly told: Head;
  /** Stays until a person takes what is told now for what it is. */
  readonly doubt?: HeadDoubt;
}

/** What a page has to say of heads to the tab that keeps them. */
export type HeadWord =
  | { readonly word: 'accept' }
  /** The chain was read up to a head, through those that were seen before. */
  | { readonly word: 'checked'; readonly section: string; readonly head: Head }
  | { readonly word: 'doubt'; readonly section: string; readonly doubt: HeadDoubt };

const DOUBTS: readonly HeadDoubt[] = ['key', 'signature', 'earlier', 'other', 'parted', 'broken'];

/** What was kept on this device, as far as it is that. */
export function readKnown(raw: unknown): KnownHead | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const kept = raw as Partial<Record<keyof KnownHead, unknown>>;
  const [checked, seen, told] = [kept.checked, kept.seen, kept.told].map(readHead);
  if (!checked || !seen || !told) return undefined;
  const doubt = DOUBTS.find((each) => each === kept.doubt);
  return { checked, seen, told, ...(doubt && { doubt }) };
}

/** What is known once a head was told; `isSigned` is undefined where that cannot be checked. */
export function followed(
  known: KnownHead | undefined,
  told: Head,
  isSigned: boolean | undefined
): KnownHead {
  const before = known ?? { checked: told, seen: told, told };
  if (isSigned === false) return { ...before, told, doubt: before.doubt ?? 'signature' };
  if (before.doubt) return { ...before, told };
  const follows = compareHeads(before.seen, told);
  if (follows === 'same' || follows === 'later') return { ...before, seen: told, told };
  return { ...before, told, doubt: follows };
}

/** What is known once a chain was read up to a head. */
export function checkedUpTo(known: KnownHead, head: Head): KnownHead {
  if (known.doubt || head.seq < known.checked.seq) return known;
  const isNewer = head.seq > known.seen.seq;
  return { checked: head, seen: isNewer ? head : known.seen, told: isNewer ? head : known.told };
}

export const accepted = ({ told }: KnownHead): KnownHead => ({ checked: told, seen: told, told });

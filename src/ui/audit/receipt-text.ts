import type { Attestation, EntryReceipt } from '#workspace/receipts/entry-receipts.svelte.ts';
import { problemText, t } from '#workspace/settings.svelte.ts';
import { receiptMessages as m } from './receipt-messages.ts';

export const byOf = ({ by }: Attestation): string => (by === '' ? t(m.unnamed) : by);

/** Whether receipts stand behind an entry, in a sentence. */
export function receiptText(receipt: EntryReceipt): string {
  if (receipt.state === 'unknown') return problemText(receipt.problem);
  if (receipt.state !== 'attested') return t(m[receipt.state]);
  const [first] = receipt.of;
  return first ? t(m.attested, { at: first.receipt.at, by: byOf(first) }) : '';
}

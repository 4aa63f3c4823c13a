import { ok, type Result } from '#core/kernel/problem.ts';
import { sha256 } from '#crdt/remote/appended.ts';
import { checkChain } from '#protocol/receipt-chain.ts';
import {
  lineHash,
  RECEIPTS_PAGE,
  START,
  type Head,
  type HeadDoubt,
  type Link,
  type Receipt,
  type ReceiptPage
} from '#protocol/receipts.ts';
import type { KnownHead } from './known-head.ts';

/** Asks the relay for the receipts after a number. */
export type AskPage = (after: number) => Promise<Result<ReceiptPage>>;

const nameOf = (map: string, key: string): string => `${map} ${key}`;

/**
 * One section's receipts as far as they were read: from the end that was checked before up to what
 * the relay has now, and from there down as far as somebody looks.
 */
export class SectionChain {
  /** What the rights that receipts name are called. */
  readonly names = new Map<string, string>();
  readonly #ask: AskPage;
  readonly #receipts = new Map<string, Receipt>();
  #low: Link | undefined;
  #high: Link | undefined;

  constructor(ask: AskPage) {
    this.#ask = ask;
  }

  find(map: string, key: string): Receipt | undefined {
    return this.#receipts.get(nameOf(map, key));
  }

  /** Read down to its first receipt. */
  get isWhole(): boolean {
    return this.#low?.seq === 0;
  }

  /** Reads what came since, through what is known; answers with the end it leads to, or a doubt. */
  async renew(known: KnownHead | undefined): Promise<Result<Head | HeadDoubt>> {
    const trusted = known?.doubt ? undefined : known;
    const after = this.#high?.seq ?? Math.max(0, (trusted?.checked.seq ?? 0) - 1);
    const read = await this.read(after);
    if (!read.ok) return read;
    const { lines, head } = read.value;
    const doubt = trusted && strange(head, lines, after, trusted);
    if (doubt) return ok(this.#lose(doubt));
    const from = this.#high ?? (after === 0 ? START : undefined);
    const { receipts, problems } = checkChain(lines, sha256, { from, to: head });
    if (problems.length > 0) return ok(this.#lose('broken'));
    this.#note(receipts);
    this.#low ??= below(receipts, from ?? head);
    this.#high = head;
    return ok(head);
  }

  /** Reads a page further down; answers with a doubt if there is one. */
  async deepen(): Promise<Result<HeadDoubt | undefined>> {
    const to = this.#low;
    if (!to || to.seq === 0) return ok(undefined);
    const after = Math.max(0, to.seq - RECEIPTS_PAGE);
    const page = await this.#ask(after);
    if (!page.ok) return page;
    const lines = page.value.lines.slice(0, to.seq - after);
    const from = after === 0 ? START : undefined;
    const { receipts, problems } = checkChain(lines, sha256, { from, to });
    if (problems.length > 0) return ok(this.#lose('broken'));
    this.#note(receipts, page.value.names);
    this.#low = below(receipts, to);
    return ok(undefined);
  }

  /** All lines after a number, with the end they lead to. */
  async read(after: number): Promise<Result<{ lines: string[]; head: Head }>> {
    const lines: string[] = [];
    for (let next = after; ;) {
      const page = await this.#ask(next);
      if (!page.ok) return page;
      const { head, names, next: further } = page.value;
      lines.push(...page.value.lines);
      this.#note([], names);
      // One that asks to be asked the same again would keep the page at it for ever.
      if (further === undefined || further <= next) return ok({ lines, head });
      next = further;
    }
  }

  #note(receipts: readonly Receipt[], names: Readonly<Record<string, string>> = {}) {
    for (const receipt of receipts) this.#receipts.set(nameOf(receipt.map, receipt.key), receipt);
    for (const [id, label] of Object.entries(names)) this.names.set(id, label);
  }

  /** What was read is not what the relay has: the next look begins anew. */
  #lose(doubt: HeadDoubt): HeadDoubt {
    this.#receipts.clear();
    this.#low = undefined;
    this.#high = undefined;
    return doubt;
  }
}

const below = ([first]: readonly Receipt[], otherwise: Link): Link =>
  first ? { seq: first.seq - 1, hash: first.prev } : otherwise;

/** Why a chain is not the one that was seen before, if it is not. */
function strange(head: Head, lines: readonly string[], after: number, known: KnownHead) {
  if (head.publicKey !== known.told.publicKey) return 'key';
  if (head.seq < known.seen.seq) return 'earlier';
  const passes = [known.checked, known.seen].every(({ seq, hash }) => {
    const line = lines[seq - after - 1];
    return line === undefined || lineHash(line, sha256) === hash;
  });
  return passes ? undefined : 'parted';
}

import { lineHash, readReceipt, START, type Link, type Receipt, type Sha256 } from './receipts.ts';

/** What is wrong with a chain, and where: at a receipt's number, or from it `to` another. */
export interface ChainProblem {
  readonly what:
    | 'unreadable'
    /** It stands before one that it follows. */
    | 'reordered'
    /** It is in no place of the chain. */
    | 'inserted'
    /** It is not the one that the next one, or the head, names. */
    | 'altered'
    | 'missing'
    /** The head knows more than there are. */
    | 'cut'
    /** There are more than the head knows. */
    | 'beyond';
  readonly seq: number;
  readonly to?: number;
  /** Counted from 1, where it is a line that is wrong. */
  readonly line?: number;
}

export interface ChainEnds {
  /** What the first line builds on; undefined when it is not known. */
  readonly from?: Link | undefined;
  /** What the last line is to be: a head, or what the first line of the next part names. */
  readonly to?: Link | undefined;
}

export interface CheckedChain {
  /** In their order; those that are wrong are among them. */
  readonly receipts: readonly Receipt[];
  readonly problems: readonly ChainProblem[];
  readonly end: Link;
}

interface Read extends Link {
  readonly receipt: Receipt;
  readonly line: number;
}

/** Checks lines of one chain; what is answered is the least that explains what does not fit. */
export function checkChain(
  lines: readonly string[],
  sha256: Sha256,
  ends: ChainEnds = { from: START }
): CheckedChain {
  const problems: ChainProblem[] = [];
  const read: Read[] = [];
  lines.forEach((line, i) => {
    const receipt = readReceipt(line);
    if (receipt)
      read.push({ seq: receipt.seq, hash: lineHash(line, sha256), receipt, line: i + 1 });
    else problems.push({ what: 'unreadable', seq: 0, line: i + 1 });
  });
  const chain = inOrder(onePerPlace(read, ends, problems), problems);
  gaps(chain, ends, problems);
  altered(chain, ends, problems);
  return {
    receipts: chain.map(({ receipt }) => receipt),
    problems,
    end: chain.at(-1) ?? ends.from ?? START
  };
}

/** Of several with one number, the one that what follows names. */
function onePerPlace(read: readonly Read[], { from, to }: ChainEnds, problems: ChainProblem[]) {
  const named = new Set(read.map(({ seq, receipt }) => `${seq - 1} ${receipt.prev}`));
  if (to) named.add(`${to.seq} ${to.hash}`);
  const isNamed = ({ seq, hash }: Link) => named.has(`${seq} ${hash}`);
  const chosen = new Map<number, Read>();
  for (const each of read) {
    const other = chosen.get(each.seq);
    if (!other || (!isNamed(other) && isNamed(each))) chosen.set(each.seq, each);
  }
  return read.filter((each) => {
    const fits = chosen.get(each.seq) === each && each.seq > (from?.seq ?? 0);
    if (!fits) problems.push({ what: 'inserted', seq: each.seq, line: each.line });
    return fits;
  });
}

function inOrder(read: readonly Read[], problems: ChainProblem[]): Read[] {
  let last = 0;
  for (const { seq, line } of read) {
    if (seq < last) problems.push({ what: 'reordered', seq, line });
    last = Math.max(last, seq);
  }
  return [...read].sort((a, b) => a.seq - b.seq);
}

function gaps(chain: readonly Read[], { from, to }: ChainEnds, problems: ChainProblem[]): void {
  let last = from?.seq ?? (chain[0]?.seq ?? 1) - 1;
  for (const { seq } of chain) {
    if (seq > last + 1) problems.push({ what: 'missing', seq: last + 1, to: seq - 1 });
    last = seq;
  }
  if (!to) return;
  if (to.seq > last) problems.push({ what: 'cut', seq: last + 1, to: to.seq });
  if (to.seq < last) problems.push({ what: 'beyond', seq: to.seq + 1, to: last });
}

/**
 * One that was altered is not what the next one names, and may name another before it. So of
 * neighbours that do not fit, the later explains the earlier.
 */
function altered(chain: readonly Read[], { from, to }: ChainEnds, problems: ChainProblem[]): void {
  const found = new Set<number>();
  const known = new Map<number, string>(chain.map(({ seq, hash }) => [seq, hash]));
  if (from) known.set(from.seq, from.hash);
  if (to && known.has(to.seq) && known.get(to.seq) !== to.hash)
    found.add(to.seq === from?.seq ? to.seq + 1 : to.seq);
  for (const { seq, receipt } of [...chain].reverse()) {
    const before = known.get(seq - 1);
    if (before === undefined || before === receipt.prev || found.has(seq)) continue;
    // What it builds on is known for sure, so it is itself that is another.
    found.add(seq - 1 === from?.seq ? seq : seq - 1);
  }
  for (const seq of [...found].sort((a, b) => a - b)) problems.push({ what: 'altered', seq });
}

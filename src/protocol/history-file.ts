import { storedJson, storedJsonHash } from './archive.ts';
import { checkChain, type ChainProblem } from './receipt-chain.ts';
import {
  readHead,
  signedText,
  START,
  type Head,
  type Sha256,
  type VerifySignature
} from './receipts.ts';
import { ROOM_SECTIONS, type RoomSection } from './sections.ts';

/**
 * An exported history is lines of JSON: a heading; then for each section the end of its chain, its
 * receipts as the relay wrote them, and everything that its append-only maps hold, as it is stored.
 */
const FORMAT = 1;

export interface HistoryHeading {
  readonly workspace: string;
  readonly name: string;
  /** When it was exported (epoch ms). */
  readonly at: number;
  /** The relay's. */
  readonly publicKey: string;
}

/** A stored value with the map and the key it stands under. */
export type StoredValue = readonly [map: string, key: string, value: unknown];

export interface HistorySection {
  readonly section: RoomSection;
  readonly head: Head;
  readonly lines: readonly string[];
  readonly values: Iterable<StoredValue>;
}

export function* writeHistory(
  heading: HistoryHeading,
  sections: Iterable<HistorySection>
): Generator<string> {
  yield JSON.stringify({ 'banyan-history': FORMAT, ...heading });
  for (const { section, head, lines, values } of sections) {
    yield JSON.stringify({ section, head });
    yield* lines;
    for (const [map, key, value] of values) yield JSON.stringify([map, key, storedJson(value)]);
  }
}

/** What is wrong with an exported history besides its chains. */
export interface ValueProblem {
  readonly what:
    /** The value is not the one that the receipt is of. */
    | 'differs'
    /** A receipt's value is not there. */
    | 'absent'
    /** A key stands there twice. */
    | 'twice';
  readonly key: string;
  readonly seq?: number;
}

export interface HeadProblem {
  readonly what: 'signature' | 'key';
}

export interface SectionReport {
  readonly section: RoomSection;
  readonly head: Head;
  readonly receipts: number;
  readonly values: number;
  /** Values that no receipt stands behind. */
  readonly without: readonly string[];
  readonly problems: readonly (ChainProblem | ValueProblem | HeadProblem)[];
  /** Whether the signature could be checked here. */
  readonly isSignatureChecked: boolean;
}

export interface HistoryReport {
  readonly heading: HistoryHeading | undefined;
  readonly sections: readonly SectionReport[];
  /** Lines that are none of a history, counted from 1. */
  readonly unreadable: readonly number[];
}

interface Open {
  readonly section: RoomSection;
  readonly head: Head;
  readonly lines: string[];
  /** The hashes of its values: the values themselves are let go as they are read. */
  readonly hashes: Map<string, string>;
  readonly twice: string[];
}

/** Checks an exported history line by line, with no network. */
export class HistoryCheck {
  readonly #sha256: Sha256;
  #heading: HistoryHeading | undefined;
  readonly #sections: Open[] = [];
  readonly #unreadable: number[] = [];
  #count = 0;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  take(line: string): void {
    this.#count++;
    if (!this.#read(line)) this.#unreadable.push(this.#count);
  }

  #read(line: string): boolean {
    let raw: unknown;
    try {
      raw = JSON.parse(line);
    } catch {
      return false;
    }
    if (!this.#heading) return (this.#heading = headingOf(raw)) !== undefined;
    const section = this.#sections.at(-1);
    if (!Array.isArray(raw)) return this.#begin(raw);
    if (!section) return false;
    if (typeof raw[0] !== 'number') return this.#value(section, raw);
    section.lines.push(line);
    return true;
  }

  #begin(raw: unknown): boolean {
    const { section: name, head: rawHead } = (raw ?? {}) as { section?: unknown; head?: unknown };
    const section = ROOM_SECTIONS.find((each) => each === name);
    const head = readHead(rawHead);
    if (!section || !head) return false;
    if (this.#sections.some((other) => other.section === section)) return false;
    this.#sections.push({ section, head, lines: [], hashes: new Map(), twice: [] });
    return true;
  }

  #value({ hashes, twice }: Open, raw: readonly unknown[]): boolean {
    const [map, key, value] = raw;
    if (raw.length !== 3 || typeof map !== 'string' || typeof key !== 'string') return false;
    const hash = storedJsonHash(value, this.#sha256);
    if (hash === undefined) return false;
    const name = nameOf(map, key);
    if (hashes.has(name)) twice.push(name);
    hashes.set(name, hash);
    return true;
  }

  /** `key` is the one that is known to be the relay's; without it, the one in the file is taken. */
  async finish(verify: VerifySignature, key?: string): Promise<HistoryReport> {
    const heading = this.#heading;
    const sections: SectionReport[] = [];
    if (heading)
      for (const open of this.#sections)
        sections.push(await this.#report(open, heading, key ?? heading.publicKey, verify));
    return { heading, sections, unreadable: this.#unreadable };
  }

  async #report(open: Open, heading: HistoryHeading, key: string, verify: VerifySignature) {
    const { section, head, lines, hashes, twice } = open;
    const { receipts, problems } = checkChain(lines, this.#sha256, { from: START, to: head });
    const found: SectionReport['problems'][number][] = [...problems];
    const text = signedText(heading.workspace, section, head);
    const signed = await verify(head.publicKey, text, head.signature);
    if (signed === false) found.push({ what: 'signature' });
    if (head.publicKey !== key) found.push({ what: 'key' });
    const attested = new Set<string>();
    for (const { seq, map, key: of, value } of receipts) {
      const name = nameOf(map, of);
      attested.add(name);
      const hash = hashes.get(name);
      if (hash === undefined) found.push({ what: 'absent', key: name, seq });
      else if (hash !== value) found.push({ what: 'differs', key: name, seq });
    }
    for (const name of twice) found.push({ what: 'twice', key: name });
    return {
      section,
      head,
      receipts: receipts.length,
      values: hashes.size,
      without: [...hashes.keys()].filter((name) => !attested.has(name)),
      problems: found,
      isSignatureChecked: signed !== undefined
    };
  }
}

const nameOf = (map: string, key: string): string => `${map} ${key}`;

function headingOf(raw: unknown): HistoryHeading | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const known = raw as Record<string, unknown>;
  if (known['banyan-history'] !== FORMAT) return undefined;
  const { workspace, name, at, publicKey } = known;
  if (typeof workspace !== 'string' || typeof publicKey !== 'string') return undefined;
  return {
    workspace,
    name: typeof name === 'string' ? name : '',
    at: typeof at === 'number' ? at : 0,
    publicKey
  };
}

import * as encoding from 'lib0/encoding';
import type { RoomSection } from './sections.ts';

/**
 * What the relay attests: one receipt for each key that is new in an append-only map, chained per
 * section of a workspace, the last one signed. A receipt is one line of JSON,
 * `[seq,at,grant,map,key,value,prev]`; its hash is SHA-256 over the line's UTF-8.
 */
export interface Receipt {
  /** Counts from 1, without a gap. */
  readonly seq: number;
  /** When the relay stored it (epoch ms), by its own clock. */
  readonly at: number;
  /** The right it came by. */
  readonly grant: string;
  readonly map: string;
  readonly key: string;
  /** SHA-256 (hex) of the stored value. */
  readonly value: string;
  /** The hash of the receipt before; empty for the first. */
  readonly prev: string;
}

/** A place in a chain: a receipt's number and hash. */
export interface Link {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first receipt. */
export const START: Link = { seq: 0, hash: '' };

/** The end of a chain as the relay signed it; key and signature are Ed25519's, in base64url. */
export interface Head extends Link {
  readonly signature: string;
  readonly publicKey: string;
}

/** A page of a chain, as `GET /api/workspaces/<id>/receipts/<section>?after=<seq>` answers it. */
export interface ReceiptPage {
  readonly lines: readonly string[];
  readonly head: Head;
  /** What the rights that these receipts name are called, by their ids. */
  readonly names: Readonly<Record<string, string>>;
  /** What to ask for next; absent with the last page. */
  readonly next?: number;
}

/** Receipts on one page, unless it is the last. */
export const RECEIPTS_PAGE = 1000;

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Whether a signature is a key's; undefined where that cannot be checked. */
export type VerifySignature = (
  publicKey: string,
  text: string,
  signature: string
) => Promise<boolean | undefined>;

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The hash of a stored value, the same for the relay and for every copy of the document. */
export const valueHash = (value: unknown, sha256: Sha256): string =>
  bytesHash(valueBytes(value), sha256);

/** What is hashed of a value: it as lib0 writes it. */
export const valueBytes = (value: unknown): Uint8Array =>
  encoding.encode((encoder) => encoding.writeAny(encoder, value as null));

export const bytesHash = (bytes: Uint8Array, sha256: Sha256): string => hex(sha256(bytes));

export const lineHash = (line: string, sha256: Sha256): string =>
  bytesHash(new TextEncoder().encode(line), sha256);

export const writeReceipt = ({ seq, at, grant, map, key, value, prev }: Receipt): string =>
  JSON.stringify([seq, at, grant, map, key, value, prev]);

/** A line as the receipt it is; undefined for whatever is written in no or another way. */
export function readReceipt(line: string): Receipt | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(raw)) return undefined;
  const [seq, at, ...texts] = raw as unknown[];
  if (!isCount(seq) || seq === 0 || !Number.isSafeInteger(at)) return undefined;
  if (texts.length !== 5 || !texts.every((text) => typeof text === 'string')) return undefined;
  const [grant = '', map = '', key = '', value = '', prev = ''] = texts;
  const receipt = { seq, at: at as number, grant, map, key, value, prev };
  return writeReceipt(receipt) === line ? receipt : undefined;
}

const isCount = (raw: unknown): raw is number => Number.isSafeInteger(raw) && (raw as number) >= 0;

/** What is stored or sent as a head, if it is one. */
export function readHead(raw: unknown): Head | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { seq, hash, signature, publicKey } = raw as Partial<Record<keyof Head, unknown>>;
  const texts = [hash, signature, publicKey];
  if (!isCount(seq) || !texts.every((text) => typeof text === 'string')) return undefined;
  const [hashText = '', signatureText = '', keyText = ''] = texts;
  return { seq, hash: hashText, signature: signatureText, publicKey: keyText };
}

/** What a head's signature is of: nothing else that is ever signed begins like it. */
export const signedText = (workspace: string, section: RoomSection, { seq, hash }: Link): string =>
  JSON.stringify(['banyan receipts 1', workspace, section, seq, hash]);

/** What a relay answers as a page, if it is one. */
export function readPage(raw: unknown): ReceiptPage | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { lines, head: rawHead, names, next } = raw as Partial<Record<keyof ReceiptPage, unknown>>;
  const head = readHead(rawHead);
  if (!head || !Array.isArray(lines) || typeof names !== 'object' || names === null)
    return undefined;
  if (!lines.every((line) => typeof line === 'string')) return undefined;
  const named = Object.entries(names).filter(
    (name): name is [string, string] => typeof name[1] === 'string'
  );
  const page = { lines, head, names: Object.fromEntries(named) };
  return isCount(next) ? { ...page, next } : page;
}

/** Why a relay's head does not follow the one that was seen before. */
export type HeadDoubt =
  /** Another key signs. */
  | 'key'
  /** The signature is not that key's. */
  | 'signature'
  /** There are fewer receipts than there were. */
  | 'earlier'
  /** As many, and others. */
  | 'other'
  /** More, and not those that were there before. */
  | 'parted'
  /** The receipts do not fit each other. */
  | 'broken';

/** How a head follows the one seen before it; whether a later one builds on it, the chain tells. */
export function compareHeads(seen: Head, told: Head): 'same' | 'later' | HeadDoubt {
  if (told.publicKey !== seen.publicKey) return 'key';
  if (told.seq < seen.seq) return 'earlier';
  if (told.seq > seen.seq) return 'later';
  return told.hash === seen.hash ? 'same' : 'other';
}

import { readReceipt, START, type Link } from '#protocol/receipts.ts';
import type { RoomSection } from '#protocol/sections.ts';
import type { RelayStorage } from '../storage/port.ts';

/** Receipts of one commit are one value. */
const COMMITS_AT_ONCE = 32;
const DIGITS = 16;

/** Keys under which a workspace's receipts are stored, to be removed with it. */
export const receiptsPrefix = (workspace: string): string => `receipt/${workspace}/`;

const prefixOf = (workspace: string, section: RoomSection) =>
  `${receiptsPrefix(workspace)}${section}/`;

/** A value is named by its last receipt, so that the first value from a number on has that one. */
export const receiptsKey = (workspace: string, section: RoomSection, last: number): string =>
  `${prefixOf(workspace, section)}${String(last).padStart(DIGITS, '0')}`;

/** It comes behind all receipts, as letters come behind digits. */
export const endKey = (workspace: string, section: RoomSection): string =>
  `${prefixOf(workspace, section)}end`;

/** The end of a stored chain. */
export async function endOf(
  storage: RelayStorage,
  workspace: string,
  section: RoomSection
): Promise<Link> {
  const stored = await storage.get(endKey(workspace, section));
  return stored ? (JSON.parse(Buffer.from(stored).toString()) as Link) : START;
}

/** So many lines of a chain after a number, up to another; only they and their commits are read. */
export async function linesIn(
  storage: RelayStorage,
  [workspace, section]: readonly [string, RoomSection],
  after: number,
  until: number
): Promise<string[]> {
  const lines: string[] = [];
  const end = endKey(workspace, section);
  for (let next = after + 1; next <= until;) {
    const from = receiptsKey(workspace, section, next);
    const values = await storage.range(from, end, COMMITS_AT_ONCE);
    if (values.size === 0) break;
    for (const [key, value] of values) {
      const last = Number(key.slice(-DIGITS));
      const found = Buffer.from(value).toString().split('\n');
      const skipped = next - 1 - (last - found.length);
      lines.push(...found.slice(skipped, skipped + until - next + 1));
      next = last + 1;
      if (next > until) break;
    }
  }
  return lines;
}

/** The rights that lines name. */
export const grantsOf = (lines: readonly string[]): Set<string> =>
  new Set(lines.flatMap((line) => readReceipt(line)?.grant ?? []));

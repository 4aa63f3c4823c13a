import type { Section } from '#core/kernel/kind.ts';
import { ok, type Result } from '#core/kernel/problem.ts';
import { appended, isStored } from '#crdt/remote/appended.ts';
import type { Doc } from '#crdt/update.ts';
import { ARCHIVED_MAP } from '#protocol/archive-names.ts';
import { writeHistory, type HistorySection, type StoredValue } from '#protocol/history-file.ts';
import { readReceipt } from '#protocol/receipts.ts';
import { breathe } from '../pace.ts';
import { relay } from '../relay-api.ts';
import type { ArchivedValues } from './archived-values.ts';
import { SectionChain } from './section-chain.ts';

/** How long what the relay has told may take to be in the documents (ms). */
const ARRIVAL_MS = 5000;

/**
 * Everything that was ever added to a workspace's history, as it is stored, with the receipts that
 * stand behind it: whoever has the relay's public key can check it with no network.
 */
export async function exportHistory(
  workspace: { readonly id: string; readonly name: string },
  secret: string,
  docs: ReadonlyMap<Section, Doc>,
  archived: ArchivedValues
): Promise<Result<Blob>> {
  const sections: HistorySection[] = [];
  for (const [section, doc] of docs) {
    const chain = new SectionChain((after) => relay.receipts(workspace.id, secret, section, after));
    const read = await chain.read(0);
    if (!read.ok) return read;
    await arrived(doc, read.value.lines);
    sections.push({
      section,
      ...read.value,
      values: [...appended(doc), ...left(doc, archived(section))]
    });
  }
  const publicKey = sections[0]?.head.publicKey ?? '';
  const heading = { workspace: workspace.id, name: workspace.name, at: Date.now(), publicKey };
  const parts: string[] = [];
  for (const line of writeHistory(heading, sections)) {
    parts.push(line, '\n');
    if (parts.length % 1000 === 0) await breathe();
  }
  return ok(new Blob(parts, { type: 'application/x-ndjson' }));
}

/** What left the document for an archive; two archives may hold one entry. */
function* left(doc: Doc, entries: ReadonlyMap<string, unknown>): Generator<StoredValue> {
  for (const [key, value] of entries)
    if (!isStored(doc, ARCHIVED_MAP, key)) yield [ARCHIVED_MAP, key, value];
}

/** What was committed a moment ago is answered before it is passed on. */
async function arrived(doc: Doc, lines: readonly string[]): Promise<void> {
  const last = readReceipt(lines.at(-1) ?? '');
  const until = Date.now() + ARRIVAL_MS;
  while (last && !isStored(doc, last.map, last.key) && Date.now() < until)
    await new Promise((next) => setTimeout(next, 50));
}

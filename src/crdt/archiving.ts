import { findingsOf } from '#core/account/findings.ts';
import { accountsByDepartment, strayDepartments } from '#core/account/home.ts';
import { Account } from '#core/account/model.ts';
import type { Conflict } from '#core/audit/conflict.ts';
import { rotatable } from '#core/audit/rotation.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, get } from '#core/kernel/table.ts';
import { KINDS } from '#core/kinds.ts';
import { Department } from '#core/org/model.ts';
import { writeArchive } from '#protocol/archive.ts';
import { ARCHIVE_NAMES, ARCHIVED_MAP } from '#protocol/archive-names.ts';
import type * as Y from 'yjs';
import type { SectionReader } from './section-reader.ts';
import { LOCAL } from './section-writer.ts';

/** How much history a document may hold before its oldest months leave it (bytes as stored). */
export const HISTORY_BYTES = 4 * 1024 * 1024;

/** A month of history that may leave a document, and the bytes of the archive it goes into. */
export interface Leaving {
  readonly month: string;
  readonly ids: readonly string[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** How many bytes of history a document holds. */
export function historyBytes(doc: Y.Doc): number {
  let bytes = 0;
  doc.getMap(ARCHIVED_MAP).forEach((value) => {
    bytes += typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
  });
  return bytes;
}

/** The months that may leave a section's document, oldest first; the same on every replica. */
export function* leavingOf(
  reader: SectionReader,
  state: State,
  conflicts: readonly Conflict[],
  now: number
): Generator<Leaving> {
  const { doc, log } = reader;
  const entries = log.ids().flatMap((id) => log.entry(id) ?? []);
  const told = toldBy(reader, state, conflicts);
  const months = rotatable({ entries, now, state, told });
  const map = doc.getMap(ARCHIVED_MAP);
  for (const [month, leaving] of months) {
    const ids = leaving.map(({ id }) => id);
    const text = writeArchive(ids.map((id) => [id, map.get(id)] as const));
    yield { month, ids, bytes: new TextEncoder().encode(text) };
  }
}

/**
 * Every entry that what is open is told by: the sides of conflicts and all that speaks of the
 * records in them, of fields that ever were written apart, of records that break a rule, and of
 * accounts whose department is not there.
 */
function toldBy(reader: SectionReader, state: State, conflicts: readonly Conflict[]): Set<string> {
  const { log } = reader;
  const found = new Set<string>();
  const all = (kind: string, ids: readonly string[]) => {
    if (KINDS.get(kind)?.section !== reader.section) return;
    for (const id of ids) for (const entry of log.mentions(kind, id)) found.add(entry);
  };
  for (const { key, kind, ids, sides } of conflicts) {
    for (const { entry } of sides) if (entry !== undefined) found.add(entry);
    for (const [id] of key.matchAll(/\d+\.[0-9A-Za-z]+/g)) found.add(id);
    all(kind, ids);
  }
  // What was settled is told by its key, and that by who wrote what.
  for (const { id } of reader.placements.conflicts()) all(Department.name, [id]);
  for (const { kind, id } of log.forks.all()) all(kind, [id]);
  for (const { kind, ids } of findingsOf(state)) all(kind, ids);
  const groups = accountsByDepartment(tableOf(state, Account));
  each(strayDepartments(groups, tableOf(state, Department)), ({ id }) =>
    all(Account.name, get(groups, id)?.members ?? [])
  );
  for (const { name } of reader.kinds) {
    const bringer = log.bringerOf(name);
    if (bringer !== undefined) found.add(bringer);
  }
  return found;
}

/**
 * Takes entries out of a document, in one transaction with the name of the archive that holds them:
 * which must be stored before.
 */
export function archive({ doc }: SectionReader, hash: string, { month, ids }: Leaving) {
  const [from = ''] = ids;
  const name = { month, from, to: ids.at(-1) ?? '', count: ids.length };
  const entries = doc.getMap(ARCHIVED_MAP);
  doc.transact(() => {
    doc.getMap(ARCHIVE_NAMES).set(hash, name);
    for (const id of ids) entries.delete(id);
  }, LOCAL);
}

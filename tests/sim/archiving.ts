import { archivesOf } from '#crdt/archives.ts';
import { archive, leavingOf } from '#crdt/archiving.ts';
import { sha256 } from '#crdt/remote/appended.ts';
import { readArchive, valueOfJson } from '#protocol/archive.ts';
import { bytesHash } from '#protocol/receipts.ts';
import { USED } from '../support/replicas.ts';
import * as checks from './checks.ts';
import type { Site } from './site.ts';

/** Archives as a relay stores them: before any document names them, and for good. */
export class Stored {
  readonly #blobs = new Map<string, Uint8Array>();

  /** The oldest month of each section leaves, whatever clocks say; answers with how many entries did. */
  archive(site: Site, now: number): number {
    const { replica } = site;
    const before = replica.state;
    const listed = checks.conflictsIn(replica);
    let left = 0;
    for (const section of USED) {
      const reader = replica.sections.get(section);
      const [month] = reader
        ? leavingOf(reader, replica.state, checks.listedConflicts(replica), now)
        : [];
      if (!reader || !month) continue;
      const hash = bytesHash(month.bytes, sha256);
      this.#blobs.set(hash, month.bytes);
      archive(reader, hash, month);
      left += month.ids.length;
    }
    checks.must(replica.state === before, () => 'archiving changed what is shown');
    const after = checks.conflictsIn(replica);
    checks.must(
      after === listed,
      () => `archiving changed the conflicts ${checks.differing(listed, after)}`
    );
    return left;
  }

  /** Reads every archive that a site's documents name. */
  read({ replica, docs }: Site) {
    for (const [section, doc] of docs)
      for (const { hash } of archivesOf(doc)) {
        const bytes = this.#blobs.get(hash);
        const lines = bytes && readArchive(new TextDecoder().decode(bytes));
        checks.must(lines !== undefined, () => `the archive ${hash} is not there`);
        const entries = [...(lines ?? [])].map(([id, json]) => [id, valueOfJson(json)] as const);
        replica.archived.take(section, hash, new Map(entries));
      }
  }
}

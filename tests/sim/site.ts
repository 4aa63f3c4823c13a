import * as Y from 'yjs';
import type { Section } from '#core/kernel/kind.ts';
import { Replica } from '#crdt/replica.ts';
import { LOCAL } from '#crdt/section-writer.ts';
import { USED } from '../support/replicas.ts';

/** What a device's disk holds of one section: rows as they were written, the first `saved` for good. */
interface Log {
  rows: Uint8Array[];
  saved: number;
}

export type Disk = ReadonlyMap<Section, Log>;

/** Rows beyond this are folded into one, as a page does when it is hidden. */
const FOLD = 24;

export const emptyDisk = (): Disk =>
  new Map(USED.map((section) => [section, { rows: [], saved: 0 }]));

/** A second image of what is saved for good, as another tab reads it. */
export const copied = (disk: Disk): Disk =>
  new Map(
    [...disk].map(([name, log]) => [name, { rows: log.rows.slice(0, log.saved), saved: log.saved }])
  );

/** Told of what a site itself wrote, transaction by transaction. */
export type Post = (from: Site, section: Section, update: Uint8Array) => void;

/** One open tab: a replica over documents that a disk keeps, and a clock that is wrong. */
export class Site {
  readonly device: string;
  readonly slot: string;
  readonly disk: Disk;
  /** Milliseconds by which this device's clock is off. */
  readonly skew: number;
  readonly replica: Replica;
  readonly docs: ReadonlyMap<Section, Y.Doc>;
  side = 0;

  constructor(device: string, slot: string, disk: Disk, skew: number, client: number, post: Post) {
    this.device = device;
    this.slot = slot;
    this.disk = disk;
    this.skew = skew;
    this.docs = new Map(USED.map((section) => [section, new Y.Doc({ guid: section })]));
    // Yjs draws its client ids and lets them decide; a history that can be repeated draws them itself.
    for (const doc of this.docs.values()) doc.clientID = client;
    for (const [section, doc] of this.docs)
      for (const row of disk.get(section)?.rows ?? []) Y.applyUpdate(doc, row);
    this.replica = new Replica(this.docs, { slot, device, name: device });
    for (const section of USED) for (const _ of this.replica.open(section));
    for (const [section, doc] of this.docs)
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        disk.get(section)?.rows.push(update);
        if (origin === LOCAL) post(this, section, update);
      });
  }

  doc(section: Section): Y.Doc {
    const doc = this.docs.get(section);
    if (!doc) throw new Error(`no ${section}`);
    return doc;
  }

  /** The browser says that everything so far is saved; a long log is folded. */
  flush() {
    for (const [section, log] of this.disk) {
      if (log.rows.length > FOLD) log.rows = [Y.encodeStateAsUpdate(this.doc(section))];
      log.saved = log.rows.length;
    }
  }

  /** The power goes: each section keeps what was saved and some of what was on its way, in order. */
  crash(some: (most: number) => number): Disk {
    const left = new Map<Section, Log>();
    for (const [section, { rows, saved }] of this.disk) {
      const kept = saved + some(rows.length - saved);
      left.set(section, { rows: rows.slice(0, kept), saved: kept });
    }
    this.replica.close();
    return left;
  }
}

import { forkKey, readForkKey, type ForkKey } from '#core/audit/conflict.ts';
import { EXISTENCE } from '#core/audit/changes.ts';
import { compareStamps, type Entry, type KindChanges } from '#core/audit/entry.ts';
import { positionsOf, positionsOfRows } from '#core/audit/positions.ts';
import { Undoings } from '#core/audit/undoings.ts';
import type { Row } from '#core/kernel/kind.ts';

/** What finding forks asks of the log it stands in. */
export interface ForkLog {
  has(id: string): boolean;
  entry(id: string): Entry | undefined;
  /** Ids of the entries that speak of a record, in order. */
  mentions(kind: string, id: string): readonly string[];
}

/** What an entry wrote into a field of a record. */
export interface Written {
  readonly after: string | undefined;
  /** Undefined also where a block holds it. */
  readonly to?: unknown;
  readonly born?: true;
}

/** A field of a record that several entries wrote, none of them knowing of all others. */
export interface Fork {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  /** Entries that nobody wrote after, in order; several also when they have been settled. */
  tips: readonly string[] | undefined;
}

/** One settling of a fork: by which entry, and whether it kept the tip in question. */
interface Settling {
  readonly by: string;
  readonly kept: boolean;
}

/**
 * The fields of one section that two changed apart. Who wrote after whom stands in the entries: a
 * log that was written in turn is one chain a field, and costs nothing here. A field is looked at
 * only when an entry does not follow the last writer known.
 */
export class Forks {
  readonly #log: ForkLog;
  /** By record, then field. */
  readonly #forks = new Map<string, Map<string, Fork>>();
  /** What settlings say of an entry, by kind, field and entry. */
  readonly #settled = new Map<string, Settling[]>();
  readonly #settlers = new Map<string, string[]>();
  readonly #undoings = new Undoings();
  /** Grows with whatever may open or settle a fork besides entries that write it. */
  #version = 0;

  constructor(log: ForkLog) {
    this.#log = log;
  }

  get isEmpty(): boolean {
    return this.#forks.size === 0;
  }

  get version(): number {
    return this.#version;
  }

  /** Takes note of an entry beside what it wrote: what it undoes and settles. */
  add({ id, undoes, settles }: Entry) {
    if (undoes !== undefined) {
      this.#undoings.note(id, undoes);
      this.#version++;
    }
    for (const key of settles ?? []) {
      pushTo(this.#settlers, key, id);
      this.#version++;
      const fork = readForkKey(key);
      if (!fork) continue;
      for (const tip of [fork.shown, ...fork.others])
        pushTo(this.#settled, `${fork.kind}/${fork.field}/${tip}`, {
          by: id,
          kept: tip === fork.shown
        });
    }
  }

  /** An entry wrote a field; `inTurn` when it followed the last writer known. */
  wrote(kind: string, id: string, field: string, inTurn: boolean) {
    if (inTurn && this.#forks.size === 0) return;
    const record = `${kind}/${id}`;
    let fields = this.#forks.get(record);
    if (!fields) {
      if (inTurn) return;
      this.#forks.set(record, (fields = new Map<string, Fork>()));
    }
    if (field === EXISTENCE) this.renew(kind, id);
    const fork = fields.get(field);
    if (fork) fork.tips = undefined;
    else if (!inTurn) fields.set(field, { kind, id, field, tips: undefined });
  }

  /** A record came or went: which of its values are past is looked at anew. */
  renew(kind: string, id: string) {
    for (const fork of this.#forks.get(`${kind}/${id}`)?.values() ?? []) fork.tips = undefined;
  }

  /** All fields with several tips; those that were only told out of order are let go of. */
  *all(): Generator<Fork> {
    for (const [record, fields] of this.#forks) {
      for (const [field, fork] of fields) {
        if (this.#tipsOf(fork).length > 1) yield fork;
        else fields.delete(field);
      }
      if (fields.size === 0) this.#forks.delete(record);
    }
  }

  at(kind: string, id: string, field: string): Fork | undefined {
    if (this.#forks.size === 0) return undefined;
    const fork = this.#forks.get(`${kind}/${id}`)?.get(field);
    return fork && this.#tipsOf(fork).length > 1 ? fork : undefined;
  }

  #tipsOf(fork: Fork): readonly string[] {
    return (fork.tips ??= this.#look(fork));
  }

  #look({ kind, id, field }: Fork): string[] {
    let writers: string[] = [];
    const followed = new Set<string>();
    // What was followed and is archived: it had all before it behind it, or they would be in conflict.
    let archived: string | undefined;
    for (const entryId of this.#log.mentions(kind, id)) {
      // Who adds a record anew gives it values of its own: what was written before is past.
      if (field !== EXISTENCE && this.#isAdded(entryId, kind, id)) writers = [];
      const written = this.written(entryId, kind, id, field);
      if (!written) continue;
      writers.push(entryId);
      // Only what is earlier can be followed, so that a log that lies cannot close a circle.
      const { after } = written;
      if (after === undefined || compareStamps(entryId, after) <= 0) continue;
      followed.add(after);
      if (!this.#log.has(after) && (archived === undefined || compareStamps(after, archived) > 0))
        archived = after;
    }
    const border = archived;
    return writers.filter(
      (writer) =>
        !followed.has(writer) && (border === undefined || compareStamps(writer, border) > 0)
    );
  }

  #isAdded(entryId: string, kind: string, id: string): boolean {
    const entry = this.#log.entry(entryId);
    return isNew(entry) && this.written(entryId, kind, id, EXISTENCE)?.born === true;
  }

  /** The tips that no settling has taken off. */
  heads(fork: Fork): readonly string[] {
    const tips = this.#tipsOf(fork);
    return tips.filter((tip) => !this.#isTakenOff(fork, tip));
  }

  #isTakenOff({ kind, id, field }: Fork, tip: string): boolean {
    const settlings = this.#settled.get(`${kind}/${field}/${tip}`) ?? [];
    return settlings.some(({ by, kept }) => {
      // Who wrote the field settled it where it was written, who wrote nothing settled it everywhere.
      if (this.written(by, kind, id, field))
        return by !== tip && !this.#isUndoneIn(by, { kind, id, field });
      return !kept && !this.#writes(by, kind, field) && !this.isUndone(by);
    });
  }

  #writes(entryId: string, kind: string, field: string): boolean {
    const changes = this.#log.entry(entryId)?.changes ?? [];
    return changes.some(
      (one) => one.kind === kind && one.fields.some((column) => column.field === field)
    );
  }

  #isUndoneIn(entryId: string, at: { kind: string; id: string; field: string }): boolean {
    return this.#undoings.isUndoneBy(
      entryId,
      (undoer) => this.written(undoer, at.kind, at.id, at.field) !== undefined
    );
  }

  /** Whether an entry was taken back, and taking it back was not. */
  isUndone(entryId: string): boolean {
    return this.#undoings.isUndone(entryId);
  }

  /** Entries that settle a conflict and stand. */
  settlersOf(key: string): readonly string[] {
    return (this.#settlers.get(key) ?? []).filter((entry) => !this.isUndone(entry));
  }

  *settlings(): Generator<{ readonly key: string; readonly entry: string }> {
    for (const key of this.#settlers.keys())
      for (const entry of this.settlersOf(key)) yield { key, entry };
  }

  written(entryId: string, kind: string, id: string, field: string): Written | undefined {
    for (const changes of this.#log.entry(entryId)?.changes ?? []) {
      if (changes.kind !== kind) continue;
      if (field === EXISTENCE) {
        const existence = existenceIn(changes, id);
        if (existence) return existence;
      }
      for (const column of changes.fields) {
        const at = column.field === field ? positionsOf(column.ids).get(id) : undefined;
        if (at !== undefined) return { after: column.after[at], to: column.to?.[at] };
      }
    }
    return undefined;
  }

  /** A record as an entry removed it. */
  removed(entryId: string, kind: string, id: string): Row | undefined {
    for (const { kind: name, died } of this.#log.entry(entryId)?.changes ?? []) {
      const at = name === kind ? positionsOfRows(died).get(id) : undefined;
      if (at !== undefined) return died[at];
    }
    return undefined;
  }

  /**
   * The entry whose value a tip stands for: behind an undoing, whoever wrote what it brought back;
   * undefined when that was before all the log knows.
   */
  origin(fork: Fork, tip: string): string | undefined {
    let at: string | undefined = tip;
    for (let steps = 0; at !== undefined && steps < 1000; steps++) {
      const undone: string | undefined = this.#log.entry(at)?.undoes;
      if (undone === undefined) return at;
      const before = this.written(undone, fork.kind, fork.id, fork.field);
      at = before?.after;
    }
    return undefined;
  }

  /** Whether a writer had `earlier` behind it, going back from entry to entry. */
  follows(fork: Fork, writer: string, earlier: string): boolean {
    let at: string | undefined = writer;
    while (at !== undefined && at !== earlier) {
      const after: string | undefined = this.written(at, fork.kind, fork.id, fork.field)?.after;
      at = after !== undefined && compareStamps(at, after) > 0 ? after : undefined;
    }
    return at !== undefined;
  }
}

/** Whether what an entry gives birth to was not there before: what is restored has its old values. */
export const isNew = (entry: Entry | undefined): boolean =>
  entry !== undefined && entry.undoes === undefined && entry.command !== RESTORE;

/** The command that brings back what two disagreed about removing. */
const RESTORE = 'conflict.restore';

export const keyOfFork = ({ kind, field }: Fork, shown: string, heads: readonly string[]): string =>
  forkKey({ kind, field, shown, others: heads.filter((head) => head !== shown) } satisfies ForkKey);

function existenceIn(changes: KindChanges, id: string): Written | undefined {
  const born = positionsOf(changes.bornIds).get(id);
  if (born !== undefined) return { after: changes.bornAfter[born], born: true };
  const died = positionsOfRows(changes.died).get(id);
  return died === undefined ? undefined : { after: changes.diedAfter[died] };
}

function pushTo<V>(map: Map<string, V[]>, key: string, value: V) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

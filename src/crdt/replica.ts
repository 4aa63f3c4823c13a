import { planUndo, type Log } from '#core/audit/undo.ts';
import { compareStamps, LAST_LAMPORT, type About, type Entry } from '#core/audit/entry.ts';
import { stacksOf, stepped, type Stacks } from '#core/audit/stack.ts';
import type { Command } from '#core/kernel/command.ts';
import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { Diff, State } from '#core/kernel/state.ts';
import { KINDS, noState } from '#core/kinds.ts';
import type * as Y from 'yjs';
import { SectionReader } from './section-reader.ts';
import {
  canHide,
  isBulk,
  lastWriter,
  LOCAL,
  pack,
  write,
  type Heading,
  type Packed
} from './section-writer.ts';

/** Who edits: the slot is random for every opened document and never shared by two tabs. */
export interface Author {
  readonly slot: string;
  readonly device: string;
  readonly name: string;
}

export interface RunOptions {
  readonly about?: About;
  readonly why?: string;
}

/** Told after each transaction, with the one diff it made. */
export type Listener = (diff: Diff, section: Section) => void;

/** What a command comes to: diffs by section, ready to be packed. */
interface Planned {
  readonly command: string;
  readonly args: string;
  readonly diff: Diff;
  readonly options: RunOptions & { readonly undoes?: string };
  readonly hides: ReadonlyMap<Section, string>;
}

/**
 * The documents of one workspace as one state. Commands go in and come back, like everybody
 * else's, as the diff of a transaction: there is no second, optimistic copy.
 */
export class Replica {
  readonly sections: ReadonlyMap<Section, SectionReader>;
  author: Author;
  /** Whether this person may write a section; a command that touches another is refused whole. */
  mayWrite: (section: Section) => boolean = () => true;
  #state: State = noState();
  readonly #listeners = new Set<Listener>();
  #stacks: Stacks | undefined;
  /** Commands written since Lamport time stands still. */
  #beyond = 0;

  constructor(docs: ReadonlyMap<Section, Y.Doc>, author: Author) {
    this.author = author;
    this.sections = new Map(
      SECTIONS.flatMap((section) => {
        const doc = docs.get(section);
        return doc ? [[section, new SectionReader(doc, section)] as const] : [];
      })
    );
  }

  get state(): State {
    return this.#state;
  }

  /** Some document is of a newer app: everything can be looked at, nothing is written. */
  get newer(): boolean {
    return [...this.sections.values()].some((reader) => reader.newer);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads a loaded section, a step a block; listeners hear of each. */
  *open(section: Section): Generator<Diff> {
    const reader = this.sections.get(section);
    if (!reader) return;
    for (const diff of reader.open()) {
      this.#adopt(reader, diff);
      yield diff;
    }
    reader.watch((diff, transaction) => {
      if (transaction.origin !== LOCAL) this.#stepElsewhere(reader, transaction);
      this.#adopt(reader, diff);
    });
  }

  close() {
    for (const reader of this.sections.values()) reader.close();
    this.#listeners.clear();
  }

  /** What another tab of this device did can be taken back here as well. */
  #stepElsewhere(reader: SectionReader, transaction: Y.Transaction) {
    for (const id of reader.entriesIn(transaction)) {
      const entry = this.#stacks && reader.log.entry(id);
      if (!this.#stacks || entry?.device !== this.author.device) continue;
      const { undo, redo } = this.#stacks;
      if (!undo.includes(id) && !redo.includes(id)) this.#stacks = stepped(this.#stacks, entry);
    }
  }

  #adopt(reader: SectionReader, diff: Diff) {
    if (diff.size > 0) this.#state = new Map([...this.#state, ...reader.tables]);
    for (const listener of [...this.#listeners]) listener(diff, reader.section);
  }

  /** Plans a command over the present state and writes it: one entry a section. */
  run<A>(command: Command<A>, args: A, now: number, options: RunOptions = {}): Result<string> {
    const result = command.plan(this.#state, args, { now });
    if (!result.ok) return result;
    return this.#commit(now, this.#planned(command, args, result.value, options));
  }

  /**
   * The same for a command of many records: packing breathes through `pause`, and when somebody
   * changed the state meanwhile the command is planned anew.
   */
  async runInSlices<A>(
    command: Command<A>,
    args: A,
    now: number,
    pause: () => Promise<void>,
    options: RunOptions = {}
  ): Promise<Result<string>> {
    for (let tries = 0; ; tries++) {
      const planned = this.#state;
      const result = command.plan(planned, args, { now });
      if (!result.ok) return result;
      const forbidden = this.#forbidden(result.value);
      if (forbidden) return forbidden;
      if (!isBulk(result.value) || tries > 2) return this.run(command, args, now, options);
      const what = this.#planned(command, args, result.value, options);
      const packing = this.#packing(now, what);
      let step = packing.next();
      for (; !step.done; step = packing.next()) await pause();
      if (this.#state === planned) return this.#write(step.value);
    }
  }

  #planned<A>(command: Command<A>, args: A, diff: Diff, options: RunOptions): Planned {
    return { command: command.name, args: digestOf(args), diff, options, hides: new Map() };
  }

  /** Refuses a diff that touches a section without the right, or without its document. */
  #forbidden(diff: Diff): Result<never> | undefined {
    if (this.newer) return refused({ code: 'workspace.newer', params: {} });
    for (const section of split(diff).keys())
      if (!this.sections.has(section) || !this.mayWrite(section))
        return refused({ code: 'workspace.noRight', params: { section } });
    return undefined;
  }

  #commit(now: number, planned: Planned): Result<string> {
    const forbidden = this.#forbidden(planned.diff) ?? this.#forbiddenHides(planned);
    if (forbidden) return forbidden;
    const packing = this.#packing(now, planned);
    let step = packing.next();
    while (!step.done) step = packing.next();
    return this.#write(step.value);
  }

  #forbiddenHides({ hides }: Planned): Result<never> | undefined {
    const section = [...hides.keys()].find((each) => !this.mayWrite(each));
    return section && refused({ code: 'workspace.noRight', params: { section } });
  }

  *#packing(now: number, planned: Planned): Generator<number, [SectionReader, Packed][]> {
    const bySection = split(planned.diff);
    for (const section of planned.hides.keys())
      if (!bySection.has(section)) bySection.set(section, new Map());
    const { device, name } = this.author;
    const heading: Heading = {
      id: this.#nextStamp(),
      at: now,
      device,
      name,
      command: planned.command,
      args: planned.args,
      ...planned.options,
      ...(bySection.size > 1 && { of: [...bySection.keys()] })
    };
    const packed: [SectionReader, Packed][] = [];
    for (const [section, diff] of bySection) {
      const reader = this.sections.get(section);
      if (!reader) continue;
      packed.push([reader, yield* pack(reader, heading, diff, planned.hides.get(section))]);
    }
    return packed;
  }

  #write(packed: readonly [SectionReader, Packed][]): Result<string> {
    const heading = packed[0]?.[1].heading;
    // A command that changes nothing leaves no entry.
    if (!heading) return ok('');
    this.#stacks = stepped(this.stacks(), heading);
    for (const [reader, part] of packed) write(reader, part);
    return ok(heading.id);
  }

  /**
   * The id of the next command. Somebody may have driven Lamport time to its end; then every
   * command gets a slot of its own, each after the one before.
   */
  #nextStamp(): string {
    const l = this.#maxLamport() + 1;
    const { slot } = this.author;
    if (l < LAST_LAMPORT) return `${l}.${slot}`;
    return `${LAST_LAMPORT}.${slot}${(this.#beyond++).toString(36).padStart(5, '0')}`;
  }

  #maxLamport(): number {
    return Math.max(0, ...[...this.sections.values()].map((reader) => reader.maxLamport));
  }

  /** An entry with its parts in all sections put together. */
  entry(id: string): Entry | undefined {
    const parts = this.#partsOf(id);
    const [first] = parts;
    if (!first || parts.length === 1) return first;
    return { ...first, changes: parts.flatMap((part) => part.changes) };
  }

  #partsOf(id: string): Entry[] {
    return [...this.sections.values()].flatMap((reader) => reader.log.entry(id) ?? []);
  }

  /**
   * Entries of this device that a crash left in only some of the sections they name: they are
   * taken back at the next open, so that a command is there whole or not at all.
   */
  unfinished(): string[] {
    return this.entryIds().filter((id) => {
      const entry = this.#partsOf(id)[0];
      if (entry?.device !== this.author.device) return false;
      return entry.of?.some((name) => {
        const reader = [...this.sections].find(([section]) => section === name)?.[1];
        return reader && !reader.log.has(id);
      });
    });
  }

  /** Ids of all entries, in the order every replica agrees on. */
  entryIds(): string[] {
    const ids = new Set<string>();
    for (const reader of this.sections.values()) for (const id of reader.log.ids()) ids.add(id);
    return [...ids].sort(compareStamps);
  }

  /** The entries that speak of a record, oldest first. */
  historyOf(kind: string, id: string): Entry[] {
    const section = KINDS.get(kind)?.section;
    const reader = section && this.sections.get(section);
    const ids = reader?.log.mentions(kind, id) ?? [];
    return ids.flatMap((entry) => this.entry(entry) ?? []);
  }

  /** The records that some entries made or changed, and those they removed. */
  touchedBy(entries: Iterable<string>): { touched: Set<string>; removed: Set<string> } {
    const touched = new Set<string>();
    const removed = new Set<string>();
    const log = this.#log();
    for (const entryId of entries)
      for (const { kind, bornIds, died, fields } of this.entry(entryId)?.changes ?? []) {
        for (const id of bornIds) touched.add(id);
        for (const id of log.bornInBlocks(entryId, kind)) touched.add(id);
        for (const { ids } of fields) for (const id of ids) touched.add(id);
        for (const { id } of died) removed.add(id);
      }
    return { touched, removed };
  }

  /** This device's undo and redo stacks, from the log, so that they survive a reload. */
  stacks(): Stacks {
    this.#stacks ??= stacksOf(
      this.entryIds()
        .flatMap((id) => this.#partsOf(id)[0] ?? [])
        .filter((entry) => entry.device === this.author.device)
    );
    return this.#stacks;
  }

  /** Takes an entry back as a new command, as far as it still holds; `partial` allows less than all. */
  undo(id: string, now: number, partial: boolean): Result<string> {
    const parts = this.#partsOf(id);
    const hides = this.#hiddenAgain(id);
    const result = planUndo(this.#state, parts, this.#log(), partial);
    if (!result.ok && hides.size === 0) return result;
    if (!result.ok && result.problems[0].code !== 'audit.nothingLeft') return result;
    const diff: Diff = result.ok ? result.value : new Map();
    for (const [section, part] of split(diff)) {
      const reader = this.sections.get(section);
      const entry = reader?.log.entry(id);
      if (reader && entry && canHide(reader, entry, part)) hides.set(section, id);
    }
    if (hides.size === 0 && diff.size === 0)
      return refused({ code: 'audit.nothingLeft', params: {} });
    const options = { undoes: id };
    return this.#commit(now, { command: UNDO, args: digestOf(id), diff, options, hides });
  }

  /** Sections in which an entry hid another command's blocks: taking it back hides the hiding. */
  #hiddenAgain(id: string): Map<Section, string> {
    const hides = new Map<Section, string>();
    for (const [section, reader] of this.sections)
      if (reader.blocks.hiddenBy(id) !== undefined && !reader.blocks.isHidden(id))
        hides.set(section, id);
    return hides;
  }

  #log(): Log {
    const readerOf = (kind: string) => {
      const section = KINDS.get(kind)?.section;
      return section && this.sections.get(section);
    };
    return {
      entry: (id) => this.entry(id),
      writerOf: (kind, id, field) => {
        const reader = readerOf(kind);
        return reader && lastWriter(reader, kind, id, field);
      },
      writtenFields: (kind, id) => readerOf(kind)?.log.writersOf(kind, id).keys() ?? [],
      dormant: (kind, id) => readerOf(kind)?.dormant.get(kind)?.get(id),
      bornInBlocks: (entryId, kind) => readerOf(kind)?.blocks.bornIn(entryId, kind) ?? []
    };
  }
}

/** The command that takes an entry back; undoing that one is redoing. */
export const UNDO = 'history.undo';

/** A diff by the section its kinds live in; derived kinds are not written. */
function split(diff: Diff): Map<Section, Diff> {
  const sections = new Map<Section, Map<string, ReadonlyMap<string, never>>>();
  for (const [name, rows] of diff) {
    const section = KINDS.get(name)?.section;
    if (!section || rows.size === 0) continue;
    const part = sections.get(section) ?? new Map<string, ReadonlyMap<string, never>>();
    part.set(name, rows as ReadonlyMap<string, never>);
    sections.set(section, part);
  }
  return sections;
}

/** A short digest of a command's arguments; of very large ones only the beginning counts. */
function digestOf(args: unknown): string {
  const text = JSON.stringify(args, (_, value: unknown) =>
    Array.isArray(value) && value.length > 1000
      ? [value.length, ...(value as unknown[]).slice(0, 3)]
      : value
  );
  let hash = 0x811c9dc5;
  for (let i = 0; i < Math.min(text.length, 100_000); i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

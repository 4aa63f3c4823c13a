import type { PastLog } from '#core/audit/as-of.ts';
import { planUndo, type Log } from '#core/audit/undo.ts';
import { compareStamps, LAST_LAMPORT, stampOf, type About, type Entry } from '#core/audit/entry.ts';
import { stacksOf, stepped, type Stacks } from '#core/audit/stack.ts';
import type { Command } from '#core/kernel/command.ts';
import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { Diff, State } from '#core/kernel/state.ts';
import { KINDS, noState } from '#core/kinds.ts';
import type { Wish } from '#core/org/placements.ts';
import type * as Y from 'yjs';
import { archivesOf, type Archive } from './archives.ts';
import { ArchivedHistory } from './archived-history.ts';
import { merged, MergedOrder } from './entry-order.ts';
import { overridden } from './overridden.ts';
import { planReopening } from './reopening.ts';
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
  /** Keys of conflicts that the command settles. */
  readonly settles?: readonly string[];
}

/** Told after each transaction, with the one diff it made. */
export type Listener = (diff: Diff, section: Section) => void;

/** What a command comes to: diffs by section, ready to be packed. */
export interface Planned {
  readonly command: string;
  readonly args: string;
  readonly diff: Diff;
  readonly options: RunOptions & { readonly undoes?: string };
  readonly hides?: ReadonlyMap<Section, string>;
  /** Sections that get an entry even when nothing changes there: it settles something. */
  readonly sections?: readonly Section[];
  /** Departments that are to stay where they are shown. */
  readonly pins?: readonly string[];
  /** Departments that want again what they had given up. */
  readonly wishes?: readonly Wish[];
}

const NO_HIDES: ReadonlyMap<Section, string> = new Map();

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
  /** Ids of entries, of the documents alone and with what was read of archives. */
  readonly #live = new MergedOrder();
  readonly #whole = new MergedOrder();
  readonly archived = new ArchivedHistory();
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
      if (reader.losesEntries(transaction)) this.#stacks = undefined;
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
    return this.commit(now, this.#planned(command, args, result.value, options));
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
    return { command: command.name, args: digestOf(args), diff, options };
  }

  /** Refuses a diff that touches a section without the right, or without its document. */
  #forbidden(diff: Diff): Result<never> | undefined {
    if (this.newer) return refused({ code: 'workspace.newer', params: {} });
    for (const section of split(diff).keys())
      if (!this.sections.has(section) || !this.mayWrite(section))
        return refused({ code: 'workspace.noRight', params: { section } });
    return undefined;
  }

  /** Writes what was planned over the present state: one entry a section. */
  commit(now: number, planned: Planned): Result<string> {
    const forbidden = this.#forbidden(planned.diff) ?? this.#forbiddenBeside(planned);
    if (forbidden) return forbidden;
    const packing = this.#packing(now, planned);
    let step = packing.next();
    while (!step.done) step = packing.next();
    return this.#write(step.value);
  }

  /** The same for sections that a command touches without changing a record there. */
  #forbiddenBeside({ hides = NO_HIDES, sections = [] }: Planned): Result<never> | undefined {
    const section = [...hides.keys(), ...sections].find((each) => !this.mayWrite(each));
    return section && refused({ code: 'workspace.noRight', params: { section } });
  }

  *#packing(now: number, planned: Planned): Generator<number, [SectionReader, Packed][]> {
    const { hides = NO_HIDES, sections = [], pins = [], wishes = [] } = planned;
    const bySection = split(planned.diff);
    for (const section of [...hides.keys(), ...sections])
      if (!bySection.has(section)) bySection.set(section, new Map());
    const settles = new Set(planned.options.settles);
    for (const key of overridden(this.sections, planned.diff)) settles.add(key);
    const { device, name } = this.author;
    const heading: Heading = {
      id: this.#nextStamp(),
      at: now,
      device,
      name,
      command: planned.command,
      args: planned.args,
      ...planned.options,
      ...(settles.size > 0 && { settles: [...settles] }),
      ...(bySection.size > 1 && { of: [...bySection.keys()] })
    };
    const packed: [SectionReader, Packed][] = [];
    for (const [section, diff] of bySection) {
      const reader = this.sections.get(section);
      if (!reader) continue;
      const part = yield* pack(reader, heading, diff, hides.get(section));
      packed.push([reader, section === 'org' ? { ...part, pins, wishes } : part]);
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

  /** An entry with its parts in all sections put together, also one that was read of an archive. */
  entry(id: string): Entry | undefined {
    const live = this.#partsOf(id);
    const parts = live.length > 0 ? live : this.archived.partsOf(id);
    const [first] = parts;
    if (!first || parts.length === 1) return first;
    return { ...first, changes: parts.flatMap((part) => part.changes) };
  }

  #partsOf(id: string): Entry[] {
    return [...this.sections.values()].flatMap((reader) => reader.log.entry(id) ?? []);
  }

  /**
   * Entries that a crash left in only some of the sections they name, written under slots that are
   * known to be this device's own: they are taken back at the next open, so that a command is there
   * whole or not at all.
   */
  unfinished(isOwn: (slot: string) => boolean): string[] {
    return this.#liveIds().filter((id) => {
      const entry = this.#partsOf(id)[0];
      if (!entry || !isOwn(stampOf(id)?.slot ?? '')) return false;
      return entry.of?.some((name) => {
        const reader = [...this.sections].find(([section]) => section === name)?.[1];
        return reader && !reader.log.has(id);
      });
    });
  }

  /**
   * Ids of all entries, in the order every replica agrees on, with those that were read of archives;
   * the same list until one comes.
   */
  entryIds(): readonly string[] {
    return this.#whole.of([this.#liveIds(), ...this.archived.orders]);
  }

  #liveIds(): readonly string[] {
    return this.#live.of([...this.sections.values()].map((reader) => reader.log.ids()));
  }

  /** The archives that nobody read here yet, the newest first. */
  unreadArchives(): (Archive & { readonly section: Section })[] {
    const all = [...this.sections].flatMap(([section, { doc }]) =>
      archivesOf(doc).map((archive) => ({ ...archive, section }))
    );
    return all
      .filter(({ hash }) => !this.archived.isRead(hash))
      .sort((a, b) => (a.month < b.month ? 1 : a.month > b.month ? -1 : compareStamps(b.to, a.to)));
  }

  /** Whether an entry stands in an archive, and in no document any more. */
  isArchived(id: string): boolean {
    return this.archived.has(id) && this.#partsOf(id).length === 0;
  }

  /** The last archived id: whether what is no later was changed since, nobody can tell any more. */
  #archivedUpTo(): string | undefined {
    const ends = [...this.sections.values()].flatMap(({ doc }) => archivesOf(doc).at(-1)?.to ?? []);
    return ends.sort(compareStamps).at(-1);
  }

  isUndone(id: string): boolean {
    const live = [...this.sections.values()].some((reader) => reader.log.isUndone(id));
    return live || this.archived.isUndone(id);
  }

  /** The entries that speak of a record, oldest first. */
  historyOf(kind: string, id: string): Entry[] {
    return this.#mentions(kind, id).flatMap((entry) => this.entry(entry) ?? []);
  }

  #mentions(kind: string, id: string): readonly string[] {
    const section = KINDS.get(kind)?.section;
    if (!section) return [];
    const live = this.sections.get(section)?.log.mentions(kind, id) ?? [];
    return merged([live, this.archived.mentions(section, kind, id)]);
  }

  /** The records that some entries made or changed, and those they removed. */
  touchedBy(entries: Iterable<string>): { touched: Set<string>; removed: Set<string> } {
    const touched = new Set<string>();
    const removed = new Set<string>();
    const log = this.log();
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
    if (this.#stacks) return this.#stacks;
    const border = this.#archivedUpTo();
    const own = this.#liveIds()
      .filter((id) => border === undefined || compareStamps(id, border) > 0)
      .flatMap((id) => this.#partsOf(id)[0] ?? [])
      .filter((entry) => entry.device === this.author.device);
    return (this.#stacks = stacksOf(own));
  }

  /** Takes an entry back as a new command, as far as it still holds; `partial` allows less than all. */
  undo(id: string, now: number, partial: boolean): Result<string> {
    const border = this.#archivedUpTo();
    if (border !== undefined && compareStamps(id, border) <= 0)
      return refused({ code: 'audit.archived', params: {} });
    const parts = this.#partsOf(id);
    const hides = this.#hiddenAgain(id);
    const { sections, wishes, pins } = planReopening(this.sections, id);
    const result = planUndo(this.#state, parts, this.log(), partial);
    if (!result.ok && hides.size + sections.length === 0) return result;
    if (!result.ok && result.problems[0].code !== 'audit.nothingLeft') return result;
    const diff: Diff = result.ok ? result.value : new Map();
    for (const [section, part] of split(diff)) {
      const reader = this.sections.get(section);
      const entry = reader?.log.entry(id);
      if (reader && entry && canHide(reader, entry, part)) hides.set(section, id);
    }
    if (hides.size + sections.length === 0 && diff.size === 0)
      return refused({ code: 'audit.nothingLeft', params: {} });
    const options = { undoes: id };
    const what = { command: UNDO, args: digestOf(id), diff, options, hides };
    return this.commit(now, { ...what, sections, wishes, pins });
  }

  /** Sections in which an entry hid another command's blocks: taking it back hides the hiding. */
  #hiddenAgain(id: string): Map<Section, string> {
    const hides = new Map<Section, string>();
    for (const [section, reader] of this.sections)
      if (reader.blocks.hiddenBy(id) !== undefined && !reader.blocks.isHidden(id))
        hides.set(section, id);
    return hides;
  }

  /** The log as time travel reads it. */
  pastLog(): PastLog {
    const readers = [...this.sections.values()];
    return {
      ids: this.entryIds(),
      entry: (id) => this.entry(id),
      mentions: (kind, id) => this.#mentions(kind, id),
      blocks: (id) => readers.flatMap((reader) => [...reader.blocks.writtenBy(id)])
    };
  }

  /** The ids that a command of very many records made and its entry does not name. */
  bornIn(entryId: string, kind: string): Iterable<string> {
    return this.#readerOf(kind)?.blocks.bornIn(entryId, kind) ?? [];
  }

  #readerOf(kind: string): SectionReader | undefined {
    const section = KINDS.get(kind)?.section;
    return section && this.sections.get(section);
  }

  /** The log as undoing reads it. */
  log(): Log {
    const readerOf = (kind: string) => this.#readerOf(kind);
    return {
      entry: (id) => this.entry(id),
      writerOf: (kind, id, field) => {
        const reader = readerOf(kind);
        return reader && lastWriter(reader, kind, id, field);
      },
      writtenFields: (kind, id) => readerOf(kind)?.log.writersOf(kind, id).keys() ?? [],
      dormant: (kind, id) => readerOf(kind)?.dormant.get(kind)?.get(id),
      bornInBlocks: (entryId, kind) => this.bornIn(entryId, kind)
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
export function digestOf(args: unknown): string {
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

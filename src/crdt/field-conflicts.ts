import type { Conflict, ConflictType, Side } from '#core/audit/conflict.ts';
import { EXISTENCE } from '#core/audit/changes.ts';
import { Account } from '#core/account/model.ts';
import type { Field } from '#core/kernel/field.ts';
import { fieldOf, type Kind, type Row, type Section } from '#core/kernel/kind.ts';
import { KINDS } from '#core/kinds.ts';
import type { AuditLog } from './audit-log.ts';
import { isNew, keyOfFork, type Fork } from './forks.ts';
import type { VisibleBlocks } from './visible-blocks.ts';

/** What is asked of the document the fields stand in. */
interface Reading {
  readonly section: Section;
  readonly log: AuditLog;
  readonly blocks: VisibleBlocks;
  row(kind: Kind, id: string): Row | undefined;
}

/** What a look at one fork came to, and what it was worked out from. */
interface Verdict extends Look {
  readonly row: Row | undefined;
  tips: readonly string[] | undefined;
  version: number;
  key?: string;
}

interface Look {
  readonly heads: readonly string[];
  /** The entries whose values the heads stand for: one that was undone may come after its undoing. */
  readonly origins: readonly string[];
  readonly shown: string;
  /** Heads whose value is not the shown one; none when there is nothing to settle. */
  readonly lost: readonly string[];
}

/** Columns of blocks that are kept decoded. */
const REMEMBERED = 16;

/**
 * The fields of one section that two changed apart, as conflicts. A look at a field is kept as long
 * as its record, its writers and what was settled stay the same.
 */
export class FieldConflicts {
  readonly #reader: Reading;
  readonly #verdicts = new WeakMap<Fork, Verdict>();
  readonly #columns = new Map<string, ReadonlyMap<string, unknown>>();
  #last: ReadonlyMap<string, { readonly looks: readonly Verdict[]; readonly conflict: Conflict }> =
    new Map();

  constructor(reader: Reading) {
    this.#reader = reader;
  }

  /** The entry whose value is shown, and the key under which a fork is settled, where there is one. */
  at(kind: string, id: string, field: string): { shown: string; key?: string } | undefined {
    const fork = this.#reader.log.forks.at(kind, id, field);
    if (!fork) return undefined;
    const { shown, heads } = this.#verdict(fork);
    return { shown, ...(heads.length > 1 && { key: keyOfFork(fork, shown, heads) }) };
  }

  /** The open ones, a slice a step. */
  *open(): Generator<number, Conflict[]> {
    const groups = new Map<string, { fork: Fork; look: Verdict }[]>();
    let n = 0;
    for (const fork of this.#reader.log.forks.all()) {
      if (++n % SLICE === 0) yield n;
      const verdict = this.#verdict(fork);
      if (verdict.lost.length === 0) continue;
      const key = (verdict.key ??= keyOfFork(fork, verdict.shown, verdict.heads));
      const group = groups.get(key);
      if (group) group.push({ fork, look: verdict });
      else groups.set(key, [{ fork, look: verdict }]);
    }
    const next = new Map<string, { looks: readonly Verdict[]; conflict: Conflict }>();
    for (const [key, group] of groups) {
      // Whatever came first here: the first record speaks for all of them, on every replica.
      group.sort((a, b) => (a.fork.id < b.fork.id ? -1 : 1));
      const forks = group.map(({ fork }) => fork);
      const looks = group.map(({ look }) => look);
      const before = this.#last.get(key);
      const same =
        before?.looks.length === looks.length && looks.every((look, i) => look === before.looks[i]);
      next.set(key, same ? before : { looks, conflict: this.#conflict(key, forks, looks) });
    }
    this.#last = next;
    return [...next.values()].map(({ conflict }) => conflict);
  }

  #verdict(fork: Fork): Verdict {
    const { forks } = this.#reader.log;
    const kind = KINDS.get(fork.kind);
    const row = kind && this.#reader.row(kind, fork.id);
    const known = this.#verdicts.get(fork);
    const current = fork.tips !== undefined && known?.tips === fork.tips;
    if (known?.row === row && current && known.version === forks.version) return known;
    const heads = forks.heads(fork);
    const origins = heads.map((head) => forks.origin(fork, head) ?? head);
    const found = { heads, origins, ...this.#judge(fork, row, heads) };
    // What nothing changed of stays the same object, so that a conflict of many is not made anew.
    if (known && known.row === row && sameLook(known, found)) {
      known.tips = fork.tips;
      known.version = forks.version;
      return known;
    }
    const verdict: Verdict = { ...found, row, tips: fork.tips, version: forks.version };
    this.#verdicts.set(fork, verdict);
    return verdict;
  }

  #judge(fork: Fork, row: Row | undefined, heads: readonly string[]) {
    const last = heads.at(-1) ?? '';
    if (fork.field === EXISTENCE)
      return { shown: last, lost: row ? this.#bornApart(fork, heads) : [] };
    const field = fieldNamed(fork.kind, fork.field);
    if (!row || !field) return { shown: last, lost: [] };
    const live = fieldOf(row, fork.field);
    const differs = (head: string) => !field.equal(field.read(this.#valueOf(fork, head)), live);
    const shown = heads.findLast((head) => !differs(head)) ?? '';
    const lost = heads.filter((head) => head !== shown && differs(head));
    return { shown, lost: lost.filter((head) => !this.#isStale(fork, head, shown)) };
  }

  /** Records that two added by hand; two files that bring the same one agree. */
  #bornApart(fork: Fork, heads: readonly string[]): string[] {
    const { log } = this.#reader;
    const births = heads.filter(
      (head) =>
        log.forks.written(head, fork.kind, fork.id, EXISTENCE)?.born &&
        isNew(log.entry(head)) &&
        log.entry(head)?.command !== 'organization.import'
    );
    return births.slice(0, -1);
  }

  /** An undoing that brought back what the shown one had behind it lost nothing. */
  #isStale(fork: Fork, head: string, shown: string): boolean {
    const { forks } = this.#reader.log;
    const origin = forks.origin(fork, head);
    return origin !== head && (origin === undefined || forks.follows(fork, shown, origin));
  }

  #valueOf({ kind, id, field }: Fork, entryId: string): unknown {
    const written = this.#reader.log.forks.written(entryId, kind, id, field);
    if (written?.to !== undefined) return written.to;
    return this.#column(entryId, kind, field).get(id);
  }

  /** The values a command of many records wrote into its blocks. */
  #column(entryId: string, kind: string, field: string): ReadonlyMap<string, unknown> {
    const key = `${entryId}/${kind}/${field}`;
    const known = this.#columns.get(key);
    if (known) return known;
    const column = new Map<string, unknown>();
    for (const block of this.#reader.blocks.blocksOf(entryId)) {
      const cells = block.kind === kind ? block.columns.get(field) : undefined;
      if (cells) block.ids.forEach((id, i) => column.set(id, cells[i] ?? undefined));
    }
    if (this.#columns.size >= REMEMBERED) this.#columns.clear();
    this.#columns.set(key, column);
    return column;
  }

  #conflict(key: string, forks: readonly Fork[], looks: readonly Verdict[]): Conflict {
    const [fork, look] = [forks[0], looks[0]];
    if (!fork || !look) throw new Error('a conflict of nothing');
    const lost = new Set(looks.flatMap((each) => each.lost));
    const heads = [look.shown, ...look.heads.filter((head) => lost.has(head)).reverse()];
    return {
      key,
      type: typeOf(fork),
      section: this.#reader.section,
      kind: fork.kind,
      ids: forks.map(({ id }) => id),
      ...(fork.field !== EXISTENCE && { field: fork.field }),
      sides: heads.map((head, i) => this.#side(forks, looks, head, i === 0))
    };
  }

  #side(forks: readonly Fork[], looks: readonly Verdict[], head: string, shown: boolean): Side {
    const [fork] = forks;
    const entry = (fork && head !== '' && this.#reader.log.forks.origin(fork, head)) || head;
    const side = { shown, ...(entry !== '' && { entry }) };
    if (!fork || fork.field === EXISTENCE) return side;
    const field = fieldNamed(fork.kind, fork.field);
    const values = new Map<string, unknown>();
    forks.forEach((each, i) => {
      const row = looks[i]?.row;
      const stored = shown ? row && fieldOf(row, each.field) : this.#valueOf(each, head);
      if (stored !== undefined) values.set(each.id, field?.read(stored));
    });
    return values.size > 0 ? { ...side, values } : side;
  }
}

/** Forks that are looked at in one go. */
const SLICE = 500;

const sameLook = (a: Look, b: Look): boolean =>
  a.shown === b.shown &&
  equal(a.heads, b.heads) &&
  equal(a.origins, b.origins) &&
  equal(a.lost, b.lost);

const equal = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i]);

function fieldNamed(kindName: string, name: string): Field<unknown> | undefined {
  const fields = KINDS.get(kindName)?.fields;
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function typeOf({ kind, field }: Fork): ConflictType {
  if (field === EXISTENCE) return 'added-twice';
  return kind === Account.name && field === 'departmentId' ? 'moved-twice' : 'field';
}

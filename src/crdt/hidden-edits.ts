import { EXISTENCE } from '#core/audit/changes.ts';
import { compareStamps } from '#core/audit/entry.ts';
import { fieldOf, readRow, withFields, type Kind, type Row } from '#core/kernel/kind.ts';
import { KINDS } from '#core/kinds.ts';
import type { AuditLog } from './audit-log.ts';
import type { VisibleBlocks } from './visible-blocks.ts';

/** What is asked of the document the records stood in. */
interface Reading {
  readonly log: AuditLog;
  readonly blocks: VisibleBlocks;
  readonly dormant: ReadonlyMap<string, ReadonlyMap<string, Row>>;
  row(kind: Kind, id: string): Row | undefined;
}

/** A record that an import brought, that went when the import was taken back, and was edited meanwhile. */
export interface HiddenEdit {
  readonly kind: Kind;
  readonly id: string;
  /** The entry that took the import back. */
  readonly removal: string;
  /** Fields that somebody gave another value than the import had. */
  readonly fields: readonly string[];
  /** The record as the import brought it, with what was edited. */
  readonly row: Row;
}

interface Look {
  readonly removal: string;
  readonly asleep: Row;
  readonly mentions: number;
  readonly found: HiddenEdit | undefined;
}

/** A record that may be one. */
interface Candidate {
  readonly key: string;
  readonly kind: Kind;
  readonly id: string;
  readonly asleep: Row;
  readonly commandId: string;
  readonly removal: string;
}

/** Records that are looked at in one go. */
const SLICE = 2000;

/**
 * Edits that met the taking back of a bulk import. Such a taking back names no record: it hides the
 * blocks, so what lies beneath is found by what those blocks hold and the log speaks of.
 */
export class HiddenEdits {
  readonly #reader: Reading;
  /** Ids that hidden commands gave birth to, by command; a block never changes. */
  readonly #born = new Map<string, ReadonlyMap<string, readonly string[]>>();
  readonly #looks = new Map<string, Look>();

  constructor(reader: Reading) {
    this.#reader = reader;
  }

  *all(): Generator<number, HiddenEdit[]> {
    const { blocks } = this.#reader;
    // A record that two imports brought went for good with the one that was taken back last.
    const latest = new Map<string, Candidate>();
    let n = 0;
    for (const { commandId, removal } of blocks.hidden())
      for (const [name, ids] of this.#bornIn(commandId))
        for (const id of ids) {
          if (++n % SLICE === 0) yield n;
          const [kind, asleep] = this.#edited(name, id);
          if (!kind || !asleep) continue;
          const key = `${name}/${id}`;
          const known = latest.get(key);
          if (!known || compareStamps(removal, known.removal) > 0)
            latest.set(key, { key, kind, id, asleep, commandId, removal });
        }
    yield* this.#lookAnew([...latest.values()].filter((each) => !this.#isKnown(each)));
    return [...latest.keys()].flatMap((key) => this.#looks.get(key)?.found ?? []);
  }

  #bornIn(commandId: string): ReadonlyMap<string, readonly string[]> {
    let born = this.#born.get(commandId);
    if (!born) {
      const kinds = new Map<string, string[]>();
      for (const { op, kind, ids } of this.#reader.blocks.blocksOf(commandId))
        if (op === 'birth') kinds.set(kind, [...(kinds.get(kind) ?? []), ...ids]);
      this.#born.set(commandId, (born = kinds));
    }
    return born;
  }

  /** Whoever wrote a birth or a death of it by hand has said what there is to say. */
  #edited(name: string, id: string): [kind?: Kind, asleep?: Row | undefined] {
    const { log, dormant } = this.#reader;
    const writers = log.writersOf(name, id);
    const kind = writers.size === 0 || writers.has(EXISTENCE) ? undefined : KINDS.get(name);
    return kind && !this.#reader.row(kind, id) ? [kind, dormant.get(name)?.get(id)] : [];
  }

  #isKnown({ key, kind, id, asleep, removal }: Candidate): boolean {
    const known = this.#looks.get(key);
    const mentions = this.#reader.log.mentionCount(kind.name, id);
    return known?.removal === removal && known.asleep === asleep && known.mentions === mentions;
  }

  /** Every block is opened once, however many of its records were edited. */
  *#lookAnew(candidates: readonly Candidate[]): Generator<number> {
    const byKey = new Map(candidates.map((each) => [each.key, each]));
    for (const wanted of new Set(candidates.map(({ commandId }) => commandId)))
      for (const { op, kind, ids, columns } of this.#reader.blocks.blocksOf(wanted)) {
        if (op !== 'birth') continue;
        ids.forEach((id, at) => {
          const candidate = byKey.get(`${kind}/${id}`);
          if (candidate?.commandId === wanted)
            this.#look(candidate, (field) => columns.get(field)?.[at] ?? undefined);
        });
        yield ids.length;
      }
  }

  #look({ key, kind, id, removal, asleep }: Candidate, stored: (field: string) => unknown) {
    const { log } = this.#reader;
    const brought = readRow(kind, id, stored);
    const fields = [...log.writersOf(kind.name, id).keys()].sort().filter((name) => {
      const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
      return field && !field.placed && !field.equal(fieldOf(brought, name), fieldOf(asleep, name));
    });
    const edited = Object.fromEntries(fields.map((name) => [name, fieldOf(asleep, name)]));
    const row = withFields(kind, brought, edited as Partial<Row>);
    const found = fields.length > 0 ? { kind, id, removal, fields, row } : undefined;
    this.#looks.set(key, { removal, asleep, mentions: log.mentionCount(kind.name, id), found });
  }
}

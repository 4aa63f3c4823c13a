import { EXISTENCE } from '#core/audit/changes.ts';
import { readRow, withFields, type Kind, type Row } from '#core/kernel/kind.ts';
import { KINDS } from '#core/kinds.ts';
import { Department, FormerDepartment } from '#core/org/model.ts';
import type { Placements } from '#core/org/placements.ts';
import type { Field } from '#core/kernel/field.ts';
import type { Block } from './block.ts';
import type { VisibleBlocks } from './visible-blocks.ts';

/** What pending rows are worked out from. */
interface Reading {
  readonly kinds: readonly Kind[];
  readonly blocks: VisibleBlocks;
  readonly placements: Placements;
  readonly dormant: ReadonlyMap<string, ReadonlyMap<string, Row>>;
  row(kind: Kind, id: string): Row | undefined;
  keysOfRecord(kind: Kind, id: string): Keys;
}

interface Draft {
  row: Row;
  alive: boolean;
}

type Keys = ReadonlyMap<string, unknown>;

/** The rows one transaction (or one block of the first reading) changes, until they are settled. */
export class Pending {
  readonly #reader: Reading;
  readonly #drafts = new Map<string, Map<string, Draft>>();
  readonly #reread = new Map<string, Set<string>>();
  readonly #unborns = new Map<Kind, Row>();
  readonly #overlaid: { block: Block; ids: Set<string> }[] = [];

  constructor(reader: Reading) {
    this.#reader = reader;
  }

  #draft(kind: Kind, id: string): Draft {
    let drafts = this.#drafts.get(kind.name);
    if (!drafts) this.#drafts.set(kind.name, (drafts = new Map<string, Draft>()));
    let draft = drafts.get(id);
    if (!draft) {
      const row = this.#reader.row(kind, id);
      const known = row ?? this.#reader.dormant.get(kind.name)?.get(id);
      draft = { row: known ?? this.#unborn(kind, id), alive: row !== undefined };
      drafts.set(id, draft);
    }
    return draft;
  }

  /** A record nothing is known of yet. */
  #unborn(kind: Kind, id: string): Row {
    let unborn = this.#unborns.get(kind);
    if (!unborn) this.#unborns.set(kind, (unborn = readRow(kind, '', () => undefined)));
    return Object.freeze({ ...unborn, id });
  }

  /** Lays a block over what is there; the keys of a record keep what they say. */
  overlay(block: Block, keysOf: (id: string) => Keys | undefined) {
    const kind = this.#reader.kinds.find((each) => each.name === block.kind);
    if (!kind) return;
    this.#overlaid.push({ block, ids: new Set(block.ids) });
    const columns = columnsOf(kind, block);
    block.ids.forEach((id, i) => {
      const draft = this.#draft(kind, id);
      const keys = keysOf(id);
      const keyed = keys?.get(EXISTENCE);
      draft.row = overlaid(draft.row, columns, i, keys);
      if (keyed !== undefined) draft.alive = keyed === 1;
      else if (block.op !== 'change') draft.alive = block.op !== 'death';
    });
  }

  setKeys(kind: Kind, id: string, keys: Keys) {
    const draft = this.#draft(kind, id);
    const values: Record<string, unknown> = {};
    for (const [name, value] of keys) {
      const field = storedField(kind, name);
      if (name === EXISTENCE) draft.alive = value === 1;
      else if (field) values[name] = field.read(value);
    }
    draft.row = withFields(kind, draft.row, values as Partial<Row>);
  }

  /** A key that is gone: what the blocks say shows again, unless one of now already said it. */
  dropKey(kind: Kind, id: string, field: string) {
    const said = this.#overlaid.some(
      ({ block, ids }) =>
        block.kind === kind.name &&
        ids.has(id) &&
        (field === EXISTENCE ? block.op !== 'change' : block.columns.has(field))
    );
    if (!said) this.reread(kind.name, [id]);
  }

  /** Reads records anew from all visible blocks and keys. */
  reread(kindName: string, ids: Iterable<string>) {
    let set = this.#reread.get(kindName);
    if (!set) this.#reread.set(kindName, (set = new Set<string>()));
    for (const id of ids) set.add(id);
  }

  /** A department whose place changed. */
  place(id: string) {
    this.#draft(Department, id);
  }

  /** The rows as they are to stand, and the diff that leads there. */
  settle(): {
    alive: Map<string, Map<string, Row | undefined>>;
    dormant: Map<string, Map<string, Row>>;
  } {
    for (const [name, ids] of this.#reread) {
      const kind = KINDS.get(name);
      if (kind && this.#reader.kinds.includes(kind)) this.#resolve(kind, ids);
    }
    const alive = new Map<string, Map<string, Row | undefined>>();
    const dormant = new Map<string, Map<string, Row>>();
    for (const [name, drafts] of this.#drafts) {
      const rows = new Map<string, Row | undefined>();
      const sleeping = new Map<string, Row>();
      for (const [id, draft] of drafts) {
        if (name === Department.name) this.#settlePlace(id, draft, alive);
        rows.set(id, draft.alive ? draft.row : undefined);
        if (!draft.alive) sleeping.set(id, draft.row);
      }
      alive.set(name, rows);
      dormant.set(name, sleeping);
    }
    return { alive, dormant };
  }

  #settlePlace(id: string, draft: Draft, alive: Map<string, Map<string, Row | undefined>>) {
    const { placements } = this.#reader;
    const shown = placements.shown(id);
    draft.alive = shown !== undefined;
    if (shown) draft.row = withFields(Department, draft.row as Department, shown);
    const winner = shown ? undefined : placements.winner(id);
    const former = winner && {
      id,
      name: (draft.row as Department).name,
      parentId: winner.parentId
    };
    let rows = alive.get(FormerDepartment.name);
    if (!rows) alive.set(FormerDepartment.name, (rows = new Map<string, Row | undefined>()));
    rows.set(id, former && Object.freeze(former));
  }

  #resolve(kind: Kind, ids: ReadonlySet<string>) {
    const drafts = new Map<string, Draft>();
    for (const id of ids) drafts.set(id, { row: this.#unborn(kind, id), alive: false });
    const { blocks } = this.#reader;
    for (const commandId of blocks.commands())
      for (const block of blocks.blocksOf(commandId)) {
        if (block.kind !== kind.name) continue;
        const columns = columnsOf(kind, block);
        block.ids.forEach((id, i) => {
          const draft = drafts.get(id);
          if (!draft) return;
          draft.row = overlaid(draft.row, columns, i, undefined);
          if (block.op !== 'change') draft.alive = block.op !== 'death';
        });
      }
    for (const [id, draft] of drafts) {
      Object.assign(this.#draft(kind, id), draft);
      this.setKeys(kind, id, this.#reader.keysOfRecord(kind, id));
    }
  }
}

/** A field that is stored under its own key or column; a department's place is not. */
function storedField(kind: Kind, name: string) {
  const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
  return field && !field.placed ? field : undefined;
}

interface Column {
  readonly name: string;
  readonly field: Field<unknown>;
  readonly values: readonly unknown[];
}

/** The columns of a block that its kind stores; looked up once a block, not once a cell. */
const columnsOf = (kind: Kind, block: Block): Column[] =>
  [...block.columns].flatMap(([name, values]) => {
    const field = storedField(kind, name);
    return field ? [{ name, field, values }] : [];
  });

/** A row with what one line of a block says, but for the fields that have keys. */
function overlaid(row: Row, columns: readonly Column[], at: number, keys: Keys | undefined): Row {
  const next: Record<string, unknown> & Row = { ...row };
  for (const { name, field, values } of columns) {
    const keyed = keys?.get(name);
    if (keyed !== undefined) next[name] = field.read(keyed);
    else next[name] = values[at] == null ? field.initial : field.read(values[at]);
  }
  return Object.freeze(next);
}

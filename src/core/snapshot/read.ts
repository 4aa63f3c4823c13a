import { Account } from '#core/account/model.ts';
import { compareStamps, readEntry, type Entry } from '#core/audit/entry.ts';
import { readRow, type Kind, type RecordOf, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { applyDiff, type State } from '#core/kernel/state.ts';
import { noState } from '#core/kinds.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { MAX_DEPTH } from '#core/org/tree.ts';
import { FORMAT, VERSION, type SnapshotMeta } from './meta.ts';
import { readMoney, type MoneyShown } from './money.ts';
import {
  DEPTHS,
  MONEY_GRAINS,
  shownFields,
  type Layers,
  type Scope,
  type ShownKind
} from './scope.ts';

/** A snapshot as it is looked at. */
export interface Snapshot {
  readonly meta: SnapshotMeta;
  readonly state: State;
  /** In order, oldest first. */
  readonly entries: readonly Entry[];
  /** Bills by the ids of their records. */
  readonly bills: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

type Unread = Readonly<Record<string, unknown>>;

/** No id, title or label of ours is longer. */
const TEXT_LIMIT = 4096;

/**
 * Reads a snapshot whatever the text holds. Nothing is taken on trust: only the fields that its
 * layers allow are read, each by its own field, and what is no forest is no organization.
 */
export function readSnapshot(text: string): Result<Snapshot> {
  const raw = parsed(text);
  if (!raw || own(raw, 'format') !== FORMAT) return malformed('format');
  const version = own(raw, 'version');
  if (typeof version !== 'number' || !(version >= 1)) return malformed('version');
  if (version > VERSION) return refused({ code: 'snapshot.newer', params: {} });
  const meta = readMeta(raw);
  if (!meta) return malformed('scope');
  const rows = own(raw, 'rows');
  if (!isObject(rows)) return malformed('rows');
  const { layers } = meta.scope;
  const [organization] = readRows(rows, 'organization', Organization, layers);
  if (organization?.id !== ROOT) return malformed('organization');
  const departments = readRows(rows, 'department', Department, layers);
  if (!isForest(departments)) return malformed('department');
  const accounts = readRows(rows, 'account', Account, layers);
  const told = meta.scope.money !== 'none';
  const money = told ? readMoney(own(raw, 'bills'), own(raw, 'rates')) : NO_MONEY;
  if (!money.ok) return money;
  const state = stateOf([
    [Organization.name, [organization]],
    [Department.name, departments],
    [Account.name, accounts],
    ...money.value.rows
  ]);
  const entries = layers.history ? readHistory(own(raw, 'history')) : [];
  return ok({ meta, state, entries, bills: money.value.bills });
}

const NO_MONEY: Result<MoneyShown> = ok({ bills: new Map(), rows: [] });

const stateOf = (rows: readonly (readonly [kind: string, rows: readonly Row[]])[]): State =>
  applyDiff(noState(), new Map(rows.map(([kind, own]) => [kind, byId(own)])));

const byId = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

const malformed = (detail: string) => refused({ code: 'snapshot.malformed', params: { detail } });

function parsed(text: string): Unread | undefined {
  try {
    const raw: unknown = JSON.parse(text);
    return isObject(raw) ? raw : undefined;
  } catch {
    return undefined;
  }
}

function readMeta(raw: Unread): SnapshotMeta | undefined {
  const scope = readScope(own(raw, 'scope'));
  const at = own(raw, 'at');
  if (!scope || typeof at !== 'number' || !(Math.abs(at) <= 8.64e15)) return undefined;
  return { title: textAt(raw, 'title'), at, by: textAt(raw, 'by'), scope };
}

function readScope(raw: unknown): Scope | undefined {
  if (!isObject(raw)) return undefined;
  const layers = own(raw, 'layers');
  const money = MONEY_GRAINS.find((one) => one === own(raw, 'money')) ?? 'none';
  const depth = DEPTHS.find((one) => one === own(raw, 'depth'));
  const top = textAt(raw, 'top');
  if (top === '' || depth === undefined || !isObject(layers)) return undefined;
  const shows = (layer: keyof Layers) => own(layers, layer) === true;
  return {
    top,
    depth,
    layers: { people: shows('people'), tags: shows('tags'), history: shows('history') },
    money
  };
}

/** The rows of a kind, one an id. */
function readRows<K extends Kind>(
  rows: Unread,
  name: ShownKind,
  kind: K,
  layers: Layers
): RecordOf<K>[] {
  const fields = new Set(shownFields(name, layers));
  const found = new Map<string, RecordOf<K>>();
  const list = own(rows, name);
  for (const raw of Array.isArray(list) ? (list as unknown[]) : []) {
    const id = isObject(raw) ? textAt(raw, 'id') : '';
    if (!isObject(raw) || id === '' || (id === ROOT) !== (name === 'organization')) continue;
    const stored = (field: string) => (fields.has(field) ? own(raw, field) : undefined);
    found.set(id, readRow(kind, id, stored));
  }
  return [...found.values()];
}

/** Whether every department reaches the root within the allowed levels. */
function isForest(departments: readonly Department[]): boolean {
  const parents = new Map(departments.map((row) => [row.id, row.parentId]));
  return departments.every(({ id }) => {
    let at: string | undefined = id;
    for (let steps = 0; at !== undefined && at !== ROOT && steps < MAX_DEPTH; steps++)
      at = parents.get(at);
    return at === ROOT;
  });
}

function readHistory(raw: unknown): Entry[] {
  const list: unknown[] = Array.isArray(raw) ? raw : [];
  const entries = list.flatMap((pair): Entry[] => {
    const [id, text] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof id !== 'string' || typeof text !== 'string') return [];
    const entry = readEntry(id, text);
    return entry ? [entry] : [];
  });
  return entries.sort((a, b) => compareStamps(a.id, b.id));
}

const isObject = (raw: unknown): raw is Unread =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

const own = (raw: Unread, key: string): unknown => (Object.hasOwn(raw, key) ? raw[key] : undefined);

function textAt(raw: Unread, key: string): string {
  const value = own(raw, key);
  return typeof value === 'string' ? value.slice(0, TEXT_LIMIT).toWellFormed() : '';
}

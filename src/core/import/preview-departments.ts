import { readRow, withFields } from '#core/kernel/kind.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { ordersBetween } from '#core/org/order.ts';
import { recordKey } from '#core/org/provider.ts';
import { childrenOf, MAX_DEPTH } from '#core/org/tree.ts';
import type { AccountRow, DepartmentRow, Origin, ParentRef, Refusal } from './source.ts';
import { hashOf } from './hash.ts';
import { stated, taken, type Taken } from './taken.ts';

/** A department an import would make or change, with where the file says so. */
export interface PlannedDepartment {
  readonly origin: Origin;
  readonly row: Department;
}

/**
 * The departments of an import laid over the state: who is who, who stands where. What would
 * close a circle, stand deeper than allowed or hang from nothing is refused with its reason.
 */
export class PlannedDepartments {
  readonly planned = new Map<string, PlannedDepartment>();
  readonly refusals: Refusal[] = [];
  readonly #state: State;
  readonly #target: string;
  readonly #rows: Map<string, Taken<DepartmentRow>>;
  readonly #byPath = new Map<string, string>();

  /** `members` are those whose departments may be named by a path alone, and are made for them. */
  constructor(
    state: State,
    target: string,
    rows: readonly DepartmentRow[],
    members: readonly AccountRow[]
  ) {
    this.#state = state;
    this.#target = target;
    this.#rows = taken(rows, (row) => this.#idOf(row), this.refusals);
    for (const { row, id } of this.#rows.values()) this.#plan(id, row);
    for (const { department, origin } of members)
      if (department?.by === 'path') this.idOfPath(department.path, origin);
    this.#refuseUnplaceable();
    this.#putInOrder();
  }

  /** The id a row's department is kept under. */
  #idOf(row: DepartmentRow): string {
    if (row.key !== undefined) return row.key;
    if (row.externalId !== undefined) return recordKey(row.provider, row.externalId);
    const parent = row.parent?.by === 'path' ? row.parent.path : [];
    return this.idOfPath([...parent, row.name ?? ''], row.origin);
  }

  /**
   * The department that names lead to, from the target down. Those on the way that are nowhere are
   * planned, under ids made from their path, so that two people importing one file meet.
   */
  idOfPath(path: readonly string[], origin: Origin): string {
    let at = this.#target;
    path.forEach((name, i) => {
      const key = JSON.stringify(path.slice(0, i + 1));
      at =
        this.#byPath.get(key) ?? this.#childNamed(at, name) ?? this.#invent(at, name, key, origin);
      this.#byPath.set(key, at);
    });
    return at;
  }

  #childNamed(parent: string, name: string): string | undefined {
    return childrenOf(this.#state, parent).find(
      (id) => rowOf(this.#state, Department, id)?.name === name
    );
  }

  #invent(parentId: string, name: string, key: string, origin: Origin): string {
    const id = `path:${hashOf(`${this.#target}\n${key}`)}`;
    const existing = rowOf(this.#state, Department, id);
    const row = existing
      ? withFields(Department, existing, { name, parentId })
      : this.#birth(
          id,
          new Map<string, unknown>([
            ['name', name],
            ['parentId', parentId]
          ])
        );
    this.planned.set(id, { origin, row });
    return id;
  }

  #birth(id: string, values: ReadonlyMap<string, unknown>): Department {
    return readRow(Department, id, (field) => values.get(field));
  }

  #plan(id: string, row: DepartmentRow) {
    const { origin, provider, externalId, name, owner, remark, tags } = row;
    const parentId = this.#parentOf(row, origin);
    const said = stated({ name, owner, remark, tags, parentId });
    const existing = this.planned.get(id)?.row ?? rowOf(this.#state, Department, id);
    const next = existing
      ? withFields(Department, existing, readable(said))
      : this.#birth(
          id,
          new Map<string, unknown>(
            Object.entries(stated({ provider, externalId, parentId: this.#target, ...said }))
          )
        );
    this.planned.set(id, { origin, row: next });
  }

  #parentOf(row: DepartmentRow, origin: Origin): string | undefined {
    return row.parent && this.idOfRef(row.parent, row.provider, origin);
  }

  /** The id a reference leads to, whether or not a department is there. */
  idOfRef(ref: ParentRef, provider: DepartmentRow['provider'], origin: Origin): string {
    if (ref.by === 'root') return this.#target;
    if (ref.by === 'key') return ref.key === ROOT ? this.#target : ref.key;
    if (ref.by === 'id') return recordKey(provider, ref.id);
    return this.idOfPath(ref.path, origin);
  }

  parentIn(id: string): string | undefined {
    return (this.planned.get(id)?.row ?? rowOf(this.#state, Department, id))?.parentId;
  }

  /** Refuses what cannot stand where its file puts it, until all that is left can. */
  #refuseUnplaceable() {
    for (let found = true; found;) {
      found = false;
      for (const [id, { row, origin }] of this.planned) {
        const problem = this.#placeProblem(id, row);
        if (!problem) continue;
        this.#refuse(id, row, origin, problem);
        found = true;
      }
      for (const id of this.#existingTooDeep()) {
        found = true;
        const planned = this.planned.get(id);
        if (planned) this.#refuse(id, planned.row, planned.origin, this.#tooDeep(planned.row));
      }
    }
  }

  #refuse(id: string, row: Department, origin: Origin, problem: Problem) {
    this.planned.delete(id);
    this.refusals.push({ origin, problem, excerpt: row.name || row.externalId || id });
  }

  #placeProblem(id: string, row: Department): Problem | undefined {
    if (row.name.trim() === '')
      return { code: 'import.departmentNameMissing', params: { id: row.externalId || id } };
    const above = this.#wayUp(id);
    if (above === 'circle') return { code: 'import.circle', params: { name: row.name } };
    const top = above.at(-1) ?? id;
    const missing = this.parentIn(top);
    if (missing !== ROOT)
      return {
        code: 'import.parentMissing',
        params: { name: row.name, parent: (missing ?? '').replace(/^[a-z]+:/, '') }
      };
    return above.length + 1 > MAX_DEPTH ? this.#tooDeep(row) : undefined;
  }

  #tooDeep(row: Department): Problem {
    const above = this.#wayUp(row.id);
    const names = above === 'circle' ? [] : above.map((id) => this.#nameOf(id)).reverse();
    const path = [...names, row.name].join(' / ');
    return { code: 'import.tooDeep', params: { path, max: MAX_DEPTH } };
  }

  #nameOf(id: string): string {
    return (this.planned.get(id)?.row ?? rowOf(this.#state, Department, id))?.name ?? id;
  }

  /** The departments above one, nearest first, as far as they are there. */
  #wayUp(id: string): string[] | 'circle' {
    const above: string[] = [];
    const seen = new Set([id]);
    for (let at = this.parentIn(id); at !== undefined && at !== ROOT; at = this.parentIn(at)) {
      if (seen.has(at)) return 'circle';
      if (this.parentIn(at) === undefined) break;
      seen.add(at);
      above.push(at);
    }
    return above;
  }

  /** The moved departments that would push departments the files do not name below the last level. */
  #existingTooDeep(): string[] {
    const moved = [...this.planned].filter(([id, { row }]) => {
      const before = rowOf(this.#state, Department, id);
      return before && before.parentId !== row.parentId;
    });
    if (moved.length === 0) return [];
    const blamed = new Set<string>();
    each(tableOf(this.#state, Department), (_, id) => {
      if (this.planned.has(id)) return;
      const above = this.#wayUp(id);
      const deep = above === 'circle' || above.length + 1 > MAX_DEPTH;
      const mover = deep && above !== 'circle' && above.find((at) => moved.some(([m]) => m === at));
      if (typeof mover === 'string') blamed.add(mover);
    });
    return [...blamed];
  }

  /** New and moved departments come last among their siblings, in the order of the file. */
  #putInOrder() {
    const arrivals = new Map<string, string[]>();
    for (const [id, { row }] of this.planned) {
      const before = rowOf(this.#state, Department, id);
      if (before?.parentId === row.parentId) continue;
      arrivals.set(row.parentId, [...(arrivals.get(row.parentId) ?? []), id]);
    }
    for (const [parent, ids] of arrivals) {
      const last = childrenOf(this.#state, parent).at(-1);
      const after = last === undefined ? undefined : rowOf(this.#state, Department, last)?.order;
      const orders = ordersBetween(after, undefined, ids.length);
      ids.forEach((id, i) => {
        const planned = this.planned.get(id);
        if (!planned) return;
        const row = withFields(Department, planned.row, { order: orders[i] ?? '' });
        this.planned.set(id, { ...planned, row });
      });
    }
  }
}

/** What a file says, as the fields read it. */
function readable(said: Partial<Omit<Department, 'id'>>): Partial<Omit<Department, 'id'>> {
  const fields: Readonly<Record<string, { read(raw: unknown): unknown }>> = Department.fields;
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, fields[name]?.read(value)])
  );
}

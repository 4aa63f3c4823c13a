import type { MatrixCounts, TagMatrix } from '#core/account/tag-matrix.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import { childrenOf } from '#core/org/tree.ts';

/** A row of the matrix: a department with all beneath it, or the accounts in the department itself. */
export interface MatrixRow {
  readonly key: string;
  readonly department: string;
  readonly name: string;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly direct: boolean;
  /** Undefined for what has nothing beneath it. */
  readonly expanded?: boolean;
  readonly counts: readonly number[];
}

const sum = (counts: readonly number[]) => counts.reduce((all, n) => all + n, 0);

/** The rows in sight. Below an open department the parts add up to it. */
export function matrixRows(
  state: State,
  { counts }: TagMatrix,
  expanded: ReadonlySet<string>
): MatrixRow[] {
  const found: MatrixRow[] = [];
  const walk = (id: string, level: number, position: number, siblings: number) => {
    const at: MatrixCounts | undefined = counts.get(id);
    if (!at) return;
    const children = childrenOf(state, id);
    const open = expanded.has(id);
    const row = id === ROOT ? rowOf(state, Organization, ROOT) : rowOf(state, Department, id);
    const name = row?.name ?? id;
    found.push({
      key: id,
      department: id,
      name,
      level,
      position,
      siblings,
      direct: false,
      ...(children.length > 0 && { expanded: open }),
      counts: at.all
    });
    if (!open || children.length === 0) return;
    const own = sum(at.own) > 0;
    const among = children.length + Number(own);
    children.forEach((child, i) => walk(child, level + 1, i + 1, among));
    if (own)
      found.push({
        key: `own/${id}`,
        department: id,
        name,
        level: level + 1,
        position: among,
        siblings: among,
        direct: true,
        counts: at.own
      });
  };
  walk(ROOT, 0, 1, 1);
  return found;
}

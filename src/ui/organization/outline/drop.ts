import { Account } from '#core/account/model.ts';
import { homeOf } from '#core/account/home.ts';
import type { Outline, OutlineRow } from '#core/account/outline.ts';
import type { Selection } from '#core/account/selection.ts';
import type { Tags } from '#core/kernel/field.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { nextSibling, refusalOf, standsThere, type Place } from '../moving.ts';

/** What a drop onto the value of a tag does to accounts. */
export interface TagChange {
  readonly set: Tags;
  readonly remove: readonly string[];
}

/** What a drag points at: a line to go onto, or the gap above or below one. */
interface Aim {
  readonly index: number;
  readonly where: 'onto' | 'above' | 'below';
  /** The level the moved would have, to indent the line that shows it. */
  readonly level: number;
  readonly problem: Problem | undefined;
}

export interface PlaceDrop extends Aim {
  readonly place: Place;
}

/** Where accounts are arranged by tags, what it does to theirs. */
export interface TagDrop extends Aim {
  readonly tags: TagChange;
}

export type Drop = PlaceDrop | TagDrop;

/** The part of a row's height at its edges that means "between", not "into". */
const EDGE = 0.28;

/** Where a drag over a line leads; nothing when all would stay where it is. */
export function dropAt(
  state: State,
  outline: Outline,
  dragged: Selection,
  at: { readonly index: number; readonly fraction: number }
): PlaceDrop | undefined {
  const line = outline.at(at.index);
  if (!line) return undefined;
  const between = dragged.departments.length > 0 ? gapAt(state, line, at.fraction) : undefined;
  const place = between?.place ?? { parentId: departmentOf(state, line) };
  if (standsThere(state, dragged, place)) return undefined;
  const problem = refusalOf(state, dragged, place.parentId);
  if (between) return { ...between, index: at.index, level: line.level, problem };
  const index =
    line.kind === 'account' || line.kind === 'rest' ? outline.indexOf(place.parentId) : at.index;
  return { place, index, where: 'onto', level: line.level, problem };
}

function gapAt(state: State, line: OutlineRow, fraction: number) {
  if (line.kind !== 'department') return undefined;
  const parentId = rowOf(state, Department, line.id)?.parentId ?? ROOT;
  if (fraction < EDGE) return { place: { parentId, before: line.id }, where: 'above' as const };
  // Below an open department stands its first child: that gap belongs to the child's own line.
  if (fraction <= 1 - EDGE || line.expanded) return undefined;
  const before = nextSibling(state, line.id);
  return { place: { parentId, ...(before !== undefined && { before }) }, where: 'below' as const };
}

function departmentOf(state: State, line: OutlineRow): string {
  const account = line.kind === 'account' ? rowOf(state, Account, line.id) : undefined;
  return account ? homeOf(state, account) : line.id;
}

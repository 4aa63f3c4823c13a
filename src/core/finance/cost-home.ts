import { get, type Table } from '#core/kernel/table.ts';
import { ROOT, type Department } from '#core/org/model.ts';

/** Where the cost of accounts stands that bills name and the organization lacks. */
export const OUTSIDE = '*outside';

/**
 * All accounts of a place together, where they are not told apart: stands in a batch instead of an
 * account. No record has such a key, because a key has no star.
 */
export const together = (place: string): string => `*${place}`;

/** The place whose accounts an id stands for, undefined for the id of one account. */
export const placeTogether = (id: string): string | undefined =>
  id.startsWith('*') ? id.slice(1) : undefined;

/** Where the cost of what is no account of the organization stands. */
export function homeBeyond(id: string, departments: Table<Department>): string {
  const place = placeTogether(id);
  return place === ROOT || (place !== undefined && get(departments, place)) ? place : OUTSIDE;
}

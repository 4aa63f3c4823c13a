/**
 * An immutable table: id → row. Every id gets a seat, a small integer, the first time it is seen;
 * rows lie in pages of 256 seats. A change copies the touched pages and the list of pages, nothing
 * else, so every old table stays readable and any two of one lineage compare page by page.
 * Iteration order means nothing (first seen): sort what is shown.
 */
export interface Table<R> {
  /** Only grows, and is shared by all tables of a lineage: live, plans, snapshots, the past. */
  readonly seats: Seats;
  readonly pages: readonly Page<R>[];
  readonly size: number;
}

export interface Seats {
  readonly byId: Map<string, number>;
  readonly ids: string[];
}

export type Page<R> = readonly (R | undefined)[];

const BITS = 8;
const PAGE_SIZE = 1 << BITS;
const MASK = PAGE_SIZE - 1;

export function emptyTable<R>(): Table<R> {
  return { seats: { byId: new Map(), ids: [] }, pages: [], size: 0 };
}

export function get<R>(table: Table<R>, id: string): R | undefined {
  const seat = table.seats.byId.get(id);
  return seat === undefined ? undefined : table.pages[seat >> BITS]?.[seat & MASK];
}

/** The row of a seat: what is kept by seat needs no look-up of its id. */
export const rowAt = <R>(table: Table<R>, seat: number): R | undefined =>
  table.pages[seat >> BITS]?.[seat & MASK];

/** The seat of an id that was seen in this lineage. */
export const seatOfId = <R>({ seats }: Table<R>, id: string): number | undefined =>
  seats.byId.get(id);

export const idAt = <R>({ seats }: Table<R>, seat: number): string => seats.ids[seat] ?? '';

/** How many seats the pages of a table have room for. */
export const seatCount = <R>({ pages }: Table<R>): number => pages.length << BITS;

/** Sets or, with `undefined`, removes rows. The same table comes back when nothing differs. */
export function put<R>(
  table: Table<R>,
  entries: Iterable<readonly [id: string, row: R | undefined]>
): Table<R> {
  const { seats } = table;
  const touched = new Map<number, (R | undefined)[]>();
  let size = table.size;
  for (const [id, row] of entries) {
    const seat = row === undefined ? seats.byId.get(id) : seatOf(seats, id);
    if (seat === undefined) continue;
    const at = seat >> BITS;
    const page = touched.get(at) ?? table.pages[at];
    const before = page?.[seat & MASK];
    if (before === row) continue;
    size += Number(row !== undefined) - Number(before !== undefined);
    let copy = touched.get(at);
    if (!copy) touched.set(at, (copy = page ? page.slice() : new Array<R | undefined>(PAGE_SIZE)));
    copy[seat & MASK] = row;
  }
  if (touched.size === 0) return table;
  const pages = table.pages.slice();
  for (const [at, page] of touched) {
    while (pages.length < at) pages.push([]);
    pages[at] = page;
  }
  return { seats, pages, size };
}

function seatOf(seats: Seats, id: string): number {
  let seat = seats.byId.get(id);
  if (seat === undefined) {
    seat = seats.ids.length;
    seats.ids.push(id);
    seats.byId.set(id, seat);
  }
  return seat;
}

/** Calls back for each id whose row is another object in `b` than in `a`. */
export function changes<R>(
  a: Table<R>,
  b: Table<R>,
  fn: (id: string, before: R | undefined, after: R | undefined) => void
): void {
  if (a === b) return;
  if (a.seats !== b.seats) return changesById(a, b, fn);
  const count = Math.max(a.pages.length, b.pages.length);
  for (let at = 0; at < count; at++) {
    const before = a.pages[at];
    const after = b.pages[at];
    if (before === after) continue;
    for (let slot = 0; slot < PAGE_SIZE; slot++) {
      const was = before?.[slot];
      const is = after?.[slot];
      if (was !== is) fn(a.seats.ids[(at << BITS) | slot] ?? '', was, is);
    }
  }
}

/** Two tables that never shared their seats: a snapshot from a file against live. */
function changesById<R>(
  a: Table<R>,
  b: Table<R>,
  fn: (id: string, before: R | undefined, after: R | undefined) => void
): void {
  each(a, (row, id) => {
    const after = get(b, id);
    if (after !== row) fn(id, row, after);
  });
  each(b, (row, id) => {
    if (get(a, id) === undefined) fn(id, undefined, row);
  });
}

export function each<R>(table: Table<R>, fn: (row: R, id: string) => void): void {
  table.pages.forEach((page, at) => {
    page.forEach((row, slot) => {
      if (row !== undefined) fn(row, table.seats.ids[(at << BITS) | slot] ?? '');
    });
  });
}

export function* rows<R>(table: Table<R>): Generator<R> {
  for (const page of table.pages) for (const row of page) if (row !== undefined) yield row;
}

/** In how many pages two tables differ: a cheap measure of how far apart they are. */
export function distance<R>(a: Table<R>, b: Table<R>): number {
  if (a === b) return 0;
  if (a.seats !== b.seats) return Infinity;
  let n = Math.abs(a.pages.length - b.pages.length);
  const count = Math.min(a.pages.length, b.pages.length);
  for (let at = 0; at < count; at++) if (a.pages[at] !== b.pages[at]) n++;
  return n;
}

import type { BillScope } from './fact.ts';
import { shareWithin, sizeOf, type RowSketch } from './row-sketch.ts';

/** What a batch says of one month: the thing that counts or does not. */
export interface BillSource {
  /** The batch's hash. */
  readonly id: string;
  readonly scope: BillScope;
  readonly format: string;
  readonly month: string;
  readonly sketch: RowSketch;
  /** When it was imported, a claim of whoever did; decides only between bills of the same lines. */
  readonly importedAt: number;
}

/** A source that does not count, and the one that stands in its way. */
export interface Outdone<S> {
  readonly source: S;
  readonly by: S;
}

/** Which sources count. Nothing else is ever added. */
export interface Settled<S> {
  readonly counted: readonly S[];
  /** Its lines stand in another one: an older day of a cumulative file, a bill not yet final. */
  readonly replaced: readonly Outdone<S>[];
  /** Overlaps one that counts, or tells the same month in another format: kept to compare. */
  readonly aside: readonly Outdone<S>[];
}

/** One of these holds another's lines when it has this share of them. */
const WITHIN = 0.5;
/** Parts of one export share no lines; this leaves room for lines that look alike. */
const APART = 0.02;

/** What is settled by itself: a month's bill of one payer in one currency. */
export const periodKey = ({ scope, month }: Pick<BillSource, 'scope' | 'month'>): string =>
  JSON.stringify([scope.provider, scope.payer, scope.currency, month]);

/**
 * Settles which sources count, whatever order they came in and however often: of bills with the
 * same lines the fullest, then the latest; parts of one export together; `chosen` of a period
 * instead of all that. A bill that does not say its payer never counts beside one that does.
 */
export function settled<S extends BillSource>(
  sources: readonly S[],
  chosen: ReadonlyMap<string, ReadonlySet<string>> = new Map()
): Settled<S> {
  const groups = new Map<string, S[]>();
  for (const source of sources) {
    const { provider, currency } = source.scope;
    const key = JSON.stringify([provider, currency, source.month]);
    const group = groups.get(key);
    if (!group) groups.set(key, [source]);
    else if (!group.some(({ id, scope }) => id === source.id && scope.payer === source.scope.payer))
      group.push(source);
  }
  const result = { counted: [] as S[], replaced: [] as Outdone<S>[], aside: [] as Outdone<S>[] };
  for (const group of groups.values()) settleMonth(group.sort(byWeight), chosen, result);
  return result;
}

function byWeight(a: BillSource, b: BillSource): number {
  const payers = Number(b.scope.payer !== '') - Number(a.scope.payer !== '');
  const sizes = payers || sizeOf(b.sketch) - sizeOf(a.sketch) || b.importedAt - a.importedAt;
  return sizes || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function settleMonth<S extends BillSource>(
  group: readonly S[],
  chosen: ReadonlyMap<string, ReadonlySet<string>>,
  result: { counted: S[]; replaced: Outdone<S>[]; aside: Outdone<S>[] }
): void {
  const isChosen = (source: S) => chosen.get(periodKey(source))?.has(source.id);
  const counted = group.filter((source) => isChosen(source) === true);
  for (const source of group) {
    const choice = isChosen(source);
    if (choice === true) continue;
    const rivals = counted.filter(({ scope }) => {
      const { payer } = source.scope;
      return scope.payer === payer || scope.payer === '' || payer === '';
    });
    const holder = rivals.find((rival) => holds(rival, source));
    const rival = choice === false ? rivals[0] : rivals.find((each) => !isApart(each, source));
    if (holder) result.replaced.push({ source, by: holder });
    else if (rival) result.aside.push({ source, by: rival });
    else counted.push(source);
  }
  result.counted.push(...counted);
}

const sameSort = (a: BillSource, b: BillSource) =>
  a.format === b.format && a.scope.payer === b.scope.payer;

const holds = (a: BillSource, b: BillSource) =>
  sameSort(a, b) && shareWithin(b.sketch, a.sketch) >= WITHIN;

/** What says nothing of its lines may have any: it is never added to another. */
const isApart = (a: BillSource, b: BillSource) =>
  sameSort(a, b) &&
  a.sketch.length > 0 &&
  b.sketch.length > 0 &&
  shareWithin(a.sketch, b.sketch) <= APART &&
  shareWithin(b.sketch, a.sketch) <= APART;

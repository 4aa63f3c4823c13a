import { Account } from '#core/account/model.ts';
import { FinancialPolicy } from '#core/finance/model.ts';
import { fieldOf } from '#core/kernel/kind.ts';
import type { Formats } from '#core/kernel/message.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, FormerDepartment, ROOT } from '#core/org/model.ts';
import type { Entry, KindChanges } from './entry.ts';
import { entrySentence } from './sentence.ts';

/** Which entries of the log are asked for; what is not said does not matter. */
export interface HistoryFilter {
  /** A device: what stands behind a name that anybody can choose. */
  readonly person?: string;
  readonly command?: string;
  /** A department: what concerns it or anything beneath it. */
  readonly within?: string;
  /** Epoch milliseconds, from and before. */
  readonly since?: number;
  readonly until?: number;
  /** Words of the sentence, of the name or of the reason given. */
  readonly text?: string;
}

/** What a filter needs beyond the state. */
export interface HistoryReading {
  readonly formats: Formats;
  readonly entryOf: (id: string) => Entry | undefined;
  /** The ids a command of very many records made, which its entry does not name. */
  readonly bornIn: (entryId: string, kind: string) => Iterable<string>;
}

/** Whether an entry is asked for; made once for many entries. */
export function historyMatcher(
  state: State,
  filter: HistoryFilter,
  reading: HistoryReading
): (entry: Entry) => boolean {
  const { person, command, within, since, until } = filter;
  const text = filter.text?.trim().toLowerCase() ?? '';
  const concerns = within === undefined || within === ROOT ? undefined : nearness(state, within);
  return (entry) =>
    (person === undefined || entry.device === person) &&
    (command === undefined || entry.command === command) &&
    (since === undefined || entry.at >= since) &&
    (until === undefined || entry.at < until) &&
    (concerns === undefined || isAbout(entry, concerns, reading)) &&
    (text === '' || saidIn(entry, state, reading).includes(text));
}

function saidIn(entry: Entry, state: State, { formats, entryOf }: HistoryReading): string {
  const sentence = entrySentence(entry, state, formats, entryOf);
  return `${entry.name}\n${sentence}\n${entry.why ?? ''}`.toLowerCase();
}

interface Nearness {
  /** Whether a department is the one asked for, or stands or stood beneath it. */
  readonly department: (id: unknown) => boolean;
  readonly account: (id: string) => boolean;
}

function nearness(state: State, within: string): Nearness {
  const known = new Map<string, boolean>();
  const department = (id: unknown): boolean => {
    if (typeof id !== 'string') return false;
    let inside = known.get(id);
    if (inside === undefined) known.set(id, (inside = reaches(state, id, within)));
    return inside;
  };
  return { department, account: (id) => department(rowOf(state, Account, id)?.departmentId) };
}

function reaches(state: State, id: string, above: string): boolean {
  let at: string | undefined = id;
  for (let steps = 0; at !== undefined && at !== ROOT && steps < 64; steps++) {
    if (at === above) return true;
    at = (rowOf(state, Department, at) ?? rowOf(state, FormerDepartment, at))?.parentId;
  }
  return false;
}

const isAbout = (entry: Entry, near: Nearness, { bornIn }: HistoryReading): boolean =>
  entry.changes.some((changes) => {
    if (changes.kind === Department.name)
      return speaksOf(changes, near.department, 'parentId', near) || bornNear(near.department);
    if (changes.kind === Account.name || changes.kind === FinancialPolicy.name)
      return speaksOf(changes, near.account, 'departmentId', near) || bornNear(near.account);
    return false;

    function bornNear(inside: (id: string) => boolean): boolean {
      if (changes.born <= changes.bornIds.length) return false;
      for (const id of bornIn(entry.id, changes.kind)) if (inside(id)) return true;
      return false;
    }
  });

/** Whether changes name a record that is near, or a place that is: what left counts as well. */
function speaksOf(
  { bornIds, died, fields }: KindChanges,
  inside: (id: string) => boolean,
  place: 'parentId' | 'departmentId',
  { department }: Nearness
): boolean {
  return (
    bornIds.some(inside) ||
    died.some((row) => inside(row.id) || department(fieldOf(row, place))) ||
    fields.some(
      ({ field, ids, from, to }) =>
        ids.some(inside) || (field === place && (from.some(department) || to?.some(department)))
    )
  );
}

import type { HistoryFilter } from '#core/audit/history-filter.ts';

/** Which of the page's two lists is shown. */
export type AuditTab = 'history' | 'conflicts';

export interface AuditAddress {
  readonly tab: AuditTab;
  readonly filter: HistoryFilter;
  /** The entry that is open. */
  readonly entry: string | undefined;
}

/** Dates stand in the address as days of this device's calendar. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The beginning of a day, or of a later one; undefined for what is no day. */
export function dayStart(day: string, later = 0): number | undefined {
  const match = DAY.exec(day);
  if (!match) return undefined;
  const at = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + later).getTime();
  return Number.isNaN(at) ? undefined : at;
}

export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last day before an end. */
export const lastDay = (until: number): string => dayOf(until - 1);

export function readAuditAddress(params: URLSearchParams): AuditAddress {
  const text = (key: string) => params.get(key) ?? '';
  const [person, command, within, q] = ['by', 'command', 'in', 'q'].map(text);
  const since = dayStart(text('since'));
  const until = dayStart(text('until'), 1);
  return {
    tab: text('tab') === 'conflicts' ? 'conflicts' : 'history',
    filter: {
      ...(person && { person }),
      ...(command && { command }),
      ...(within && { within }),
      ...(q && { text: q }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until })
    },
    entry: params.get('entry') ?? undefined
  };
}

export function writeAuditAddress({ tab, filter, entry }: AuditAddress): string {
  const params = new URLSearchParams();
  const put = (key: string, value: string | undefined) => {
    if (value !== undefined && value !== '') params.set(key, value);
  };
  put('tab', tab === 'conflicts' ? tab : undefined);
  put('by', filter.person);
  put('command', filter.command);
  put('in', filter.within);
  put('since', filter.since === undefined ? undefined : dayOf(filter.since));
  put('until', filter.until === undefined ? undefined : lastDay(filter.until));
  put('q', filter.text);
  put('entry', entry);
  return params.toString();
}

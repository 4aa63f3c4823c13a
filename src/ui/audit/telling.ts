import { timeOf, type Entry } from '#core/audit/entry.ts';
import { settings, t } from '#workspace/settings.svelte.ts';
import { auditMessages as m } from './messages.ts';

/** Hours and minutes, as both languages write them here. */
export function clockOf(entry: Entry): string {
  const date = new Date(timeOf(entry));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The day an entry is told under: "Today, 22 November 2026". */
export function dayTitle(at: number, now: number): string {
  const day = new Date(at).toDateString();
  const date = settings.formats.date(at);
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  const near =
    day === new Date(now).toDateString()
      ? t(m.today)
      : day === yesterday.toDateString()
        ? t(m.yesterday)
        : '';
  return near === '' ? date : t(m.dayNear, { near, date });
}

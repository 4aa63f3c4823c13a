const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The month of a day, from its text and never by a clock: `2024-09-01 00:00:00`, `2024-09`,
 * `202409`, `2024/9/1`, `2024年9月`, `9/21/2023`, `4/1/25`. Slashed days have the month first, as
 * Azure writes them; where the text says a period's start, one that is only so a first of a month
 * has the day first. A start in UTC on the evening of a month's last day is the first of the next
 * month in the provider's zone.
 */
export function monthOf(text: string, start: boolean): string | undefined {
  const iso =
    /^(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?月?(?:[T ](\d{1,2}):\d{2}[^Z]*(Z)?)?$/.exec(
      text
    );
  if (!iso) return slashedMonth(text, start);
  const [year, month, day] = [Number(iso[1]), Number(iso[2]), Number(iso[3] ?? 1)];
  if (!isDay(year, month, day)) return undefined;
  const evening = start && iso[5] === 'Z' && Number(iso[4]) >= 10 && day === daysOf(year, month);
  if (!evening) return monthText(year, month);
  return month === 12 ? monthText(year + 1, 1) : monthText(year, month + 1);
}

function slashedMonth(text: string, start: boolean): string | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?: .*)?$/.exec(text);
  if (!found) return undefined;
  const [first, second] = [Number(found[1]), Number(found[2])];
  const year = Number(found[3]) + (found[3]?.length === 2 ? 2000 : 0);
  if (start && first === 1 && second !== 1 && isDay(year, second, 1))
    return monthText(year, second);
  return isDay(year, first, second) ? monthText(year, first) : undefined;
}

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysOf = (year: number, month: number) =>
  month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);

const isDay = (year: number, month: number, day: number) =>
  year >= 1990 && year < 2200 && day >= 1 && day <= daysOf(year, month);

const monthText = (year: number, month: number) => `${year}-${String(month).padStart(2, '0')}`;

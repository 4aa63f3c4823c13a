/** Months are texts, `2026-01`, and are counted from year zero. */
export const monthNumber = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

export const monthOf = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;

export const monthsLater = (month: string, by: number): string => monthOf(monthNumber(month) + by);

/** Every month from the first to the last. */
export const monthsFrom = (first: string, last: string): string[] =>
  Array.from({ length: Math.max(0, monthNumber(last) - monthNumber(first) + 1) }, (_, i) =>
    monthsLater(first, i)
  );

/** The three months of the quarter that a month stands in. */
export const quarterOf = (month: string): string[] => {
  const first = Math.floor(monthNumber(month) / 3) * 3;
  return [0, 1, 2].map((i) => monthOf(first + i));
};

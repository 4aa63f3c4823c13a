/** Which rows of a long list are in sight, with some on either side so that scrolling never shows a gap. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  beyond = 8
): { readonly from: number; readonly to: number } {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const inSight = Math.ceil(height / rowHeight) + 1;
  return {
    from: Math.max(0, Math.min(first, count) - beyond),
    to: Math.min(count, first + inSight + beyond)
  };
}

/** Where to scroll so that a row is wholly in sight; undefined when it is already. */
export function scrollTo(
  index: number,
  scrollTop: number,
  height: number,
  rowHeight: number
): number | undefined {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : undefined;
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that one page moves by. */
  readonly page: number;
  /** The row one level up, -1 at the top. */
  readonly parent: number;
}

type KeyLike = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Where a key leads in a tree-grid whose cells take the focus, after the W3C pattern; column 0 is
 * the tree. `expanded` is that of the row the key was pressed in.
 */
export function gridStep(
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyLike,
  at: Cell,
  expanded: boolean | undefined,
  { rows, columns, page, parent }: Extent
): Cell | 'toggle' | undefined {
  if (altKey || shiftKey) return undefined;
  const far = ctrlKey || metaKey;
  const to = (row: number, column: number): Cell => ({
    row: Math.max(0, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1))
  });
  const { row, column } = at;
  switch (key) {
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowUp':
      return to(row - 1, column);
    case 'PageDown':
      return to(row + page, column);
    case 'PageUp':
      return to(row - page, column);
    case 'Home':
      return to(far ? 0 : row, 0);
    case 'End':
      return to(far ? rows - 1 : row, columns - 1);
    case 'ArrowRight':
      return column === 0 && expanded === false ? 'toggle' : to(row, column + 1);
    case 'ArrowLeft':
      if (column > 0) return to(row, column - 1);
      if (expanded) return 'toggle';
      return parent < 0 ? undefined : to(parent, 0);
    case 'Enter':
    case ' ':
      return column === 0 && expanded !== undefined ? 'toggle' : undefined;
    default:
      return undefined;
  }
}

import type { Outline, OutlineRow } from '#core/account/outline.ts';
import { keyOf } from './lines.ts';

/** A line as a row draws it. */
interface DrawnLine {
  readonly key: string;
  readonly index: number;
  readonly line: OutlineRow;
}

export type DrawnLines = ReadonlyMap<string, DrawnLine>;

/**
 * The lines of a window and one more, by key. A line that stands as it stood stays the same object,
 * so that an edit draws the rows it changed and not all of them.
 */
export function drawnLines(
  outline: Outline,
  from: number,
  to: number,
  more: number,
  before: DrawnLines
): DrawnLines {
  const drawn = new Map<string, DrawnLine>();
  const draw = (index: number) => {
    const line = outline.at(index);
    if (!line) return;
    const key = line.kind + keyOf(line);
    const kept = before.get(key);
    const stands = kept?.index === index && sameLine(kept.line, line);
    drawn.set(key, stands ? kept : { key, index, line });
  };
  for (let index = from; index < to; index++) draw(index);
  if (more < from || more >= to) draw(more);
  return drawn;
}

const sameLine = (a: OutlineRow, b: OutlineRow): boolean =>
  a.level === b.level &&
  a.position === b.position &&
  a.siblings === b.siblings &&
  a.expanded === b.expanded &&
  a.more === b.more &&
  a.group?.members === b.group?.members;

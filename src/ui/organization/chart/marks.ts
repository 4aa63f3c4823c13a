import type { Mark } from '#ui/charts/TreeChart.svelte';
import type { WorkspaceView } from '#workspace/current.ts';

/** Where others are, by what is shown of the records they look at or have selected. */
export function marksOf(
  people: WorkspaceView['sharing']['people'],
  shownFor: (id: string) => string | undefined
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { name, label, colour, at, selected } of people)
    for (const id of at === undefined ? selected : [...selected, at]) {
      const shown = shownFor(id);
      if (shown !== undefined) marks.set(shown, { name: name || label, colour });
    }
  return marks;
}

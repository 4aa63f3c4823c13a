import { untrack } from 'svelte';

export type Unfinished = 'import' | 'unsaved';

let held = $state.raw<readonly { readonly what: Unfinished }[]>([]);

/** What a reload of this tab would lose now. */
export const unfinished = (): Unfinished | undefined => held[0]?.what;

/** Says so for as long as it holds; the answer ends it. An effect that says so does not hear it. */
export function holdUnfinished(what: Unfinished): () => void {
  const entry = { what };
  untrack(() => (held = [...held, entry]));
  return () => untrack(() => (held = held.filter((each) => each !== entry)));
}

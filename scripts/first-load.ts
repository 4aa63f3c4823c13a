import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the bundler tells of a module while it puts modules into files. */
interface Graph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importedIds: string[] } | null;
}

/** Where a workspace's first page begins: all that these import without waiting is needed at once. */
const ROOTS = [
  'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
  '.svelte-kit/generated/client-optimized/app.js',
  'src/routes/+layout.svelte',
  'src/routes/+layout.ts',
  'src/routes/w/[workspace]/+layout.svelte',
  'src/routes/w/[workspace]/organization/+page.svelte'
] as const;

/**
 * Puts what a workspace's first page needs into one file: forty small ones cost a round and some
 * work of the browser each, and weigh more, because none can be packed with the words of the others.
 */
export function firstLoadGroup() {
  let first: Set<string> | undefined;
  return {
    name: (id: string, graph: Graph) => {
      first ??= reachable(graph);
      return first.has(id) ? 'first' : null;
    }
  };
}

function reachable(graph: Graph): Set<string> {
  // The build for the server, which SvelteKit makes first, has no such page; on a new machine what
  // it generates is not even there yet.
  if (!ROOTS.every((root) => existsSync(root))) return new Set();
  const roots = ROOTS.map((root) => realpathSync(resolve(root)));
  if (!roots.every((root) => graph.getModuleInfo(root))) return new Set();
  const all = new Set(roots);
  for (const id of all)
    for (const next of graph.getModuleInfo(id)?.importedIds ?? []) all.add(next);
  // Entries stay files of their own: the page and the router name them.
  return new Set([...all].filter((id) => graph.getModuleInfo(id)?.isEntry === false));
}

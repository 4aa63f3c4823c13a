import { exportTccli } from '#core/export/tccli.ts';
import type { State } from '#core/kernel/state.ts';

/** The departments and members of a state as `tccli` gives them, fifty a page, as [name, content]. */
export function memberPages(state: State): [string, string][] {
  const [nodes, members] = JSON.parse(exportTccli(state)) as [Page, Page];
  const pages: [string, string][] = [];
  for (const [what, { Items, Total }] of [
    ['nodes', nodes],
    ['members', members]
  ] as const)
    for (let at = 0; at < Items.length; at += 50) {
      const page = { Response: { Items: Items.slice(at, at + 50), Total } };
      const number = String(at / 50 + 1).padStart(4, '0');
      pages.push([`${what}-${number}.json`, JSON.stringify(page)]);
    }
  return pages;
}

interface Page {
  readonly Items: readonly unknown[];
  readonly Total: number;
}

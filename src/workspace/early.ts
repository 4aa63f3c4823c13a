import { openWorkspace, type Workspace } from './workspace.svelte.ts';

let early: Workspace | undefined;

/** Opens the workspace of an address, `/w/<id>/…`, before there is anything to show it. */
export function openEarly(path: string) {
  const id = /^\/w\/([^/]+)/.exec(path)?.[1];
  if (id !== undefined) early = openWorkspace(id);
}

/** The workspace that was opened early, once; any other is opened now. */
export function takeWorkspace(id: string): Workspace {
  const opened = early;
  early = undefined;
  if (opened?.id === id) return opened;
  void opened?.close();
  return openWorkspace(id);
}

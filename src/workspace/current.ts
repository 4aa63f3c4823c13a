import { createContext } from 'svelte';
import type { Workspace } from './workspace.svelte.ts';

/** The workspace the page stands in. */
export const [getWorkspace, setWorkspace] = createContext<Workspace>();

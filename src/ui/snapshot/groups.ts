/** What can have happened to a record between two states, in the order it is told. */
export const GROUPS = ['added', 'removed', 'moved', 'edited'] as const;
export type Group = (typeof GROUPS)[number];

/** Colour is never the only carrier. */
export const SIGNS = { added: '+', removed: '−', moved: '→', edited: '±' } as const;

/**
 * The sections a right can be given for: one room at the relay each. The relay knows their names
 * and nothing of what lies in them.
 */
export const ROOM_SECTIONS = ['org', 'accounts', 'finance', 'access', 'sharing'] as const;
export type RoomSection = (typeof ROOM_SECTIONS)[number];

export const sectionNamed = (name: string | undefined): RoomSection | undefined =>
  ROOM_SECTIONS.find((section) => section === name);

/** A room's address below `/ws/`: the workspace's id and the section. */
export const roomName = (workspace: string, section: RoomSection): string =>
  `${workspace}/${section}`;

/** Ids of workspaces, grants and snapshots are made by the caller: base 36, as `newId` makes them. */
export const isId = (text: string): boolean => /^[0-9a-z]{8,40}$/.test(text);

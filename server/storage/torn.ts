import type { RelayStorage } from './port.ts';

/** Keys of what could not be read of a workspace's rooms, or of one of them. */
export const tornPrefix = (workspaceOrRoom: string): string => `torn/${workspaceOrRoom}/`;

/** How many updates of a room could not be read and were set aside. */
export const tornIn = async (storage: RelayStorage, room: string): Promise<number> =>
  (await storage.list(tornPrefix(room))).size;

import { burst, manyRooms, oneRoom } from './fan-out.ts';
import type { Figures, Scale } from './figures.ts';
import { kills, stoppedReader, withheld } from './hostile.ts';
import { cold, firstSyncs, upToDate } from './large-document.ts';
import { idle, rooms } from './memory.ts';
import type { Peer } from './peers.ts';

/** What a driver can be asked to run, by name. */
export const SCENARIOS = {
  burst,
  oneRoom,
  manyRooms,
  idle,
  rooms,
  firstSync: firstSyncs,
  upToDate,
  cold,
  stoppedReader,
  withheld,
  kills
} as const satisfies Readonly<Record<string, (peer: Peer, scale: Scale) => Promise<Figures>>>;

export type Scenario = keyof typeof SCENARIOS;

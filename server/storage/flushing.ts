import { log } from '../log.ts';
import type { RelayStorage, StoredRoom } from './port.ts';

const LOST = 'a flush failed before: nobody knows what outlasts the power, so nothing is written';

/**
 * A storage whose every promise is kept only once what it wrote outlasts the machine's power. A
 * system that failed to flush once may answer the next time that all is well and still have dropped
 * what it had: from then on nothing is written, and a room is read only as it was promised, until
 * the process is started anew and reads what is really there.
 */
export function flushing(storage: RelayStorage): RelayStorage {
  let failed = false;
  /** The first update of each room that was committed and never promised. */
  const unpromised = new Map<string, number>();
  const flush = async () => {
    try {
      await storage.flush();
    } catch (error) {
      if (!failed) log.error({ err: error }, 'a flush failed: nothing is written until a restart');
      failed = true;
      throw error;
    }
    // Another's flush may have failed meanwhile, and ours would not know what it lost.
    if (failed) throw new Error(LOST);
  };
  const whole = () => {
    if (failed) throw new Error(LOST);
  };
  const flushed = async <T>(write: () => Promise<T>): Promise<T> => {
    whole();
    const answer = await write();
    await flush();
    return answer;
  };
  return {
    ...storage,
    loadRoom: async (room) => asPromised(await storage.loadRoom(room), unpromised.get(room)),
    append: async (room, update, also) => {
      whole();
      const seq = await storage.append(room, update, also);
      unpromised.set(room, Math.min(seq, unpromised.get(room) ?? seq));
      await flush();
      if ((unpromised.get(room) ?? 0) <= seq) unpromised.delete(room);
      return seq;
    },
    compact: (room, through, snapshot) => flushed(() => storage.compact(room, through, snapshot)),
    write: (changes, drop) => flushed(() => storage.write(changes, drop)),
    flush
  };
}

/** A room without its updates from a number on. */
function asPromised({ snapshot, seq, log }: StoredRoom, from = seq + 1): StoredRoom {
  const kept = Math.max(0, log.length - (seq - from + 1));
  return { snapshot, seq: Math.min(seq, from - 1), log: log.slice(0, kept) };
}

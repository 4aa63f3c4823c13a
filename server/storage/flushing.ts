import type { RelayStorage } from './port.ts';

/** A storage whose every promise is kept only once what it wrote outlasts the machine's power. */
export function flushing(storage: RelayStorage): RelayStorage {
  const flushed = async <T>(write: Promise<T>): Promise<T> => {
    const answer = await write;
    await storage.flush();
    return answer;
  };
  return {
    ...storage,
    append: (room, update, also) => flushed(storage.append(room, update, also)),
    compact: (room, through, snapshot) => flushed(storage.compact(room, through, snapshot)),
    write: (changes, drop) => flushed(storage.write(changes, drop))
  };
}

import type { Changes, RelayStorage } from './port.ts';

interface MemoryRoom {
  snapshot: Uint8Array | undefined;
  /** The number of the last update in the snapshot. */
  through: number;
  seq: number;
  log: { readonly seq: number; readonly update: Uint8Array }[];
}

/** What a process that is gone would have left on disk; opening it again is the next process. */
export interface Memory {
  readonly rooms: Map<string, MemoryRoom>;
  readonly values: Map<string, Uint8Array>;
}

export const newMemory = (): Memory => ({ rooms: new Map(), values: new Map() });

/** For tests and trials: as lasting as the object it is given. */
export function memoryStorage(memory: Memory = newMemory()): RelayStorage {
  const room = (name: string): MemoryRoom =>
    memory.rooms.get(name) ?? { snapshot: undefined, through: 0, seq: 0, log: [] };
  const change = (changes: Changes) => {
    for (const [key, value] of changes)
      if (value) memory.values.set(key, value);
      else memory.values.delete(key);
  };
  return {
    rooms: async () => Promise.resolve([...memory.rooms.keys()].sort()),
    loadRoom: async (name) => {
      const { snapshot, seq, log } = room(name);
      return Promise.resolve({ snapshot, seq, log: log.map(({ update }) => update) });
    },
    append: async (name, update, also = new Map()) => {
      change(also);
      const found = room(name);
      const seq = found.seq + 1;
      memory.rooms.set(name, { ...found, seq, log: [...found.log, { seq, update }] });
      return Promise.resolve(seq);
    },
    compact: async (name, through, snapshot) => {
      const found = room(name);
      if (found.through > through) return Promise.resolve();
      const log = found.log.filter(({ seq }) => seq > through);
      memory.rooms.set(name, { ...found, snapshot, through, log });
      return Promise.resolve();
    },
    get: async (key) => Promise.resolve(memory.values.get(key)),
    list: async (prefix) =>
      Promise.resolve(new Map([...memory.values].filter(([key]) => key.startsWith(prefix)).sort())),
    range: async (from, before, most) => {
      const found = [...memory.values].filter(([key]) => key >= from && key < before);
      found.sort(([a], [b]) => (a < b ? -1 : 1));
      return Promise.resolve(new Map(found.slice(0, most)));
    },
    write: async (changes, drop = []) => {
      change(changes);
      for (const name of drop) memory.rooms.delete(name);
      return Promise.resolve();
    },
    flush: async () => Promise.resolve(),
    close: async () => Promise.resolve()
  };
}

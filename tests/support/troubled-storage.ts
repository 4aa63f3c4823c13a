import { memoryStorage, newMemory } from '../../server/storage/memory.ts';
import type { Memory } from '../../server/storage/memory.ts';
import type { RelayStorage } from '../../server/storage/port.ts';

type Call = 'append' | 'compact' | 'write' | 'flush';

/** A door that calls wait at while it is shut. */
export class Gate {
  #open: () => void = () => undefined;
  #passed: Promise<void> = Promise.resolve();
  /** How many stand before it. */
  waiting = 0;

  shut(): void {
    this.#passed = new Promise((open) => (this.#open = open));
  }

  open(): void {
    this.#open();
  }

  async pass(): Promise<void> {
    this.waiting++;
    await this.#passed;
    this.waiting--;
  }
}

/** A storage in memory whose disk is slow, full or broken when a test says so. */
export class Troubled {
  readonly memory: Memory;
  readonly calls: Record<Call, number> = { append: 0, compact: 0, write: 0, flush: 0 };
  readonly gates: Record<Call, Gate> = {
    append: new Gate(),
    compact: new Gate(),
    write: new Gate(),
    flush: new Gate()
  };
  /** Calls that fail, before anything of them is done. */
  readonly failing = new Set<Call>();
  readonly storage: RelayStorage;

  constructor(memory = newMemory()) {
    this.memory = memory;
    const inner = memoryStorage(memory);
    const through = async <T>(call: Call, act: () => Promise<T>): Promise<T> => {
      await this.gates[call].pass();
      if (this.failing.has(call)) throw new Error('ENOSPC: no space left on device');
      const answer = await act();
      this.calls[call]++;
      return answer;
    };
    this.storage = {
      ...inner,
      append: (...args) => through('append', () => inner.append(...args)),
      compact: (...args) => through('compact', () => inner.compact(...args)),
      write: (...args) => through('write', () => inner.write(...args)),
      flush: () => through('flush', () => inner.flush())
    };
  }
}

type Held = (lock: { name: string } | null) => unknown;

/** What a browser's lock manager does, which Node lacks: one holds a lock, others queue or steal it. */
export class Locks {
  readonly #locks = new Map<string, OneLock>();

  request(name: string, options: LockOptions, held: Held): Promise<unknown> {
    const lock = this.#locks.get(name) ?? new OneLock(name);
    this.#locks.set(name, lock);
    return lock.request(options, held);
  }
}

class OneLock {
  readonly #name: string;
  #holder: { readonly reject: (why: unknown) => void } | undefined;
  readonly #queue: (() => void)[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  request(options: LockOptions, held: Held): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = () => {
        const holder = { reject };
        this.#holder = holder;
        void Promise.resolve(held({ name: this.#name })).then(() => {
          resolve(undefined);
          if (this.#holder !== holder) return;
          this.#holder = undefined;
          this.#queue.shift()?.();
        });
      };
      if (options.steal) {
        this.#holder?.reject(new Error('stolen'));
        grant();
      } else if (!this.#holder) grant();
      else if (options.ifAvailable) resolve(held(null));
      else {
        this.#queue.push(grant);
        options.signal?.addEventListener('abort', () => {
          const at = this.#queue.indexOf(grant);
          if (at >= 0) this.#queue.splice(at, 1);
          reject(new Error('aborted'));
        });
      }
    });
  }
}

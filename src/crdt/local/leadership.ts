export interface LeadershipEvents {
  /** This tab leads from now on: the one before it is gone. */
  readonly onGranted: () => void;
  /** It was taken away, because this tab did not answer. */
  readonly onLost: () => void;
}

/** Whether tabs can know of each other; elsewhere (an insecure origin) every tab leads itself. */
export const tabsMeet = (): boolean =>
  typeof BroadcastChannel !== 'undefined' && 'locks' in navigator;

/**
 * Which of the tabs that have one store open leads: the one that holds its Web Lock. The others
 * queue for it, so that the browser itself names the next one, however the leader ended.
 */
export class Leadership {
  readonly #name: string;
  readonly #events: LeadershipEvents;
  #leading = false;
  #queued: AbortController | undefined;
  #release: (() => void) | undefined;
  #closed = false;

  constructor(store: string, events: LeadershipEvents) {
    this.#name = `banyan:${store}`;
    this.#events = events;
  }

  get leading(): boolean {
    return this.#leading;
  }

  /** Takes the lead if nobody has it, or queues for it. */
  async begin(): Promise<boolean> {
    if (!tabsMeet()) this.#leading = true;
    else await this.#request({ ifAvailable: true }, () => undefined);
    if (!this.#leading) this.#queue();
    return this.#leading;
  }

  /** Takes the lead from a leader that does not answer. */
  async take(): Promise<void> {
    if (this.#leading || this.#closed) return;
    this.#queued?.abort();
    await this.#request({ steal: true }, this.#events.onGranted);
  }

  #queue() {
    this.#queued = new AbortController();
    void this.#request({ signal: this.#queued.signal }, this.#events.onGranted);
  }

  /** Resolves when the lock is held, or was not to be had; it is held until released. */
  #request(options: LockOptions, granted: () => void): Promise<void> {
    return new Promise((resolve) => {
      const held = (lock: Lock | null) => {
        if (!lock || this.#closed) {
          resolve();
          return undefined;
        }
        this.#leading = true;
        resolve();
        granted();
        return new Promise<void>((release) => (this.#release = release));
      };
      navigator.locks.request(this.#name, options, held).catch(() => {
        // Aborted while waiting, or taken while held.
        resolve();
        if (this.#leading && !options.signal?.aborted) this.#lost();
      });
    });
  }

  #lost() {
    this.#leading = false;
    this.#release = undefined;
    this.#queue();
    this.#events.onLost();
  }

  close() {
    this.#closed = true;
    this.#leading = false;
    this.#queued?.abort();
    this.#release?.();
  }
}

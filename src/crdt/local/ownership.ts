/** What tabs of one workspace tell each other. Only the owner sends updates. */
export type TabMessage =
  | { readonly type: 'update'; readonly section: string; readonly update: Uint8Array }
  | { readonly type: 'hand-over' };

export interface OwnershipEvents {
  /** This tab owns the workspace from now on. */
  readonly onGranted: () => void;
  /** Another tab wants it: store everything and let go of the documents. */
  readonly onAsked: () => Promise<void>;
  /** It was taken away without asking, because this tab did not answer. */
  readonly onLost: () => void;
  readonly onUpdate: (section: string, update: Uint8Array) => void;
}

/** How long an owner may take to hand over before it is taken for dead. */
const ANSWER_MS = 1500;

/**
 * Which tab of this browser owns a workspace: one holds a Web Lock and writes, the others read.
 * Without Web Locks (an insecure origin, an old browser) every tab is an owner: the documents
 * merge, only the writing is done twice.
 */
export class Ownership {
  readonly #name: string;
  readonly #events: OwnershipEvents;
  readonly #channel: BroadcastChannel | undefined;
  #release: (() => void) | undefined;
  #owner = false;

  constructor(workspaceId: string, events: OwnershipEvents) {
    this.#name = `banyan:${workspaceId}`;
    this.#events = events;
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => void this.#hear(data);
  }

  get owner(): boolean {
    return this.#owner;
  }

  /** Takes the workspace if no other tab has it. */
  async tryAcquire(): Promise<boolean> {
    if (!('locks' in navigator)) this.#owner = true;
    else await this.#request({ ifAvailable: true });
    return this.#owner;
  }

  /** Asks the owner to hand over; takes the workspace without an answer if none comes. */
  async takeOver(): Promise<void> {
    if (this.#owner || !('locks' in navigator)) return;
    this.#tell({ type: 'hand-over' });
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), ANSWER_MS);
    await this.#request({ signal: patience.signal });
    clearTimeout(timer);
    if (!this.owner) await this.#request({ steal: true });
    this.#events.onGranted();
  }

  /** Resolves when the lock is held, or was not to be had; the lock itself is held until released. */
  #request(options: LockOptions): Promise<void> {
    return new Promise((resolve) => {
      navigator.locks
        .request(this.#name, options, (lock) => {
          if (!lock) return resolve();
          this.#owner = true;
          resolve();
          return new Promise<void>((release) => (this.#release = release));
        })
        .catch(() => {
          // Aborted while waiting, or stolen while held.
          if (this.#owner) {
            this.#owner = false;
            this.#events.onLost();
          }
          resolve();
        });
    });
  }

  async #hear(message: TabMessage) {
    if (message.type === 'update') {
      if (!this.#owner) this.#events.onUpdate(message.section, message.update);
    } else if (this.#owner) {
      await this.#events.onAsked();
      this.release();
    }
  }

  /** Tells the reading tabs of a change. */
  publish(section: string, update: Uint8Array) {
    if (this.#owner) this.#tell({ type: 'update', section, update });
  }

  #tell(message: TabMessage) {
    this.#channel?.postMessage(message);
  }

  release() {
    this.#owner = false;
    this.#release?.();
    this.#release = undefined;
  }

  close() {
    this.release();
    this.#channel?.close();
  }
}

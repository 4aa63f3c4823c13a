/**
 * `ready`: a newer version can start here · `elsewhere`: another tab started it · `broken`: a part
 * of this one could not be fetched.
 */
export type UpdateOffer = 'ready' | 'elsewhere' | 'broken';

interface Running {
  readonly version: string;
  /** Asks the server, for browsers without a service worker. */
  readonly isNewer: () => Promise<boolean>;
}

const HOUR = 3_600_000;

/** How long a newer version may take to arrive before the page is loaded anew without it (ms). */
const ARRIVAL_MS = 10_000;

/** Fetches a newer version if there is one, and starts it: for somebody who cannot go on without. */
export async function updateNow(): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await container?.getRegistration().catch(() => undefined);
  await registration?.update().catch(() => undefined);
  const coming = registration?.waiting ?? registration?.installing;
  if (!coming) {
    location.reload();
    return;
  }
  container?.addEventListener('controllerchange', () => location.reload());
  setTimeout(() => location.reload(), ARRIVAL_MS);
  const start = () => coming.state === 'installed' && coming.postMessage('skipWaiting');
  coming.addEventListener('statechange', start);
  start();
}

/** Keeps the app for offline use, and offers its updates; it reloads only when it is asked to. */
export class AppUpdate {
  readonly #running: Running;
  readonly #ending = new AbortController();
  #registration: ServiceWorkerRegistration | undefined;
  #offer = $state.raw<UpdateOffer>();
  #accepted = false;

  constructor(running: Running) {
    this.#running = running;
  }

  get offer(): UpdateOffer | undefined {
    return this.#offer;
  }

  /** Answers how to end it. */
  start(): () => void {
    const { signal } = this.#ending;
    const timer = setInterval(() => void this.#check(), HOUR);
    signal.addEventListener('abort', () => clearInterval(timer));
    addEventListener('vite:preloadError', () => (this.#offer ??= 'broken'), { signal });
    document.addEventListener(
      'visibilitychange',
      () => document.visibilityState === 'visible' && void this.#check(),
      { signal }
    );
    void this.#register().then(() => this.#check());
    return () => this.#ending.abort();
  }

  /** A newer version offers itself again. */
  later() {
    this.#offer = undefined;
  }

  accept() {
    this.#accepted = true;
    const waiting = this.#registration?.waiting;
    if (this.#offer === 'ready' && waiting) waiting.postMessage('skipWaiting');
    else location.reload();
  }

  async #register(): Promise<void> {
    // Only secure origins have it, whatever the types say.
    const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (!container) return;
    const { signal } = this.#ending;
    container.addEventListener('controllerchange', () => this.#onController(container), { signal });
    container.addEventListener('message', (event) => this.#onVersion(event), { signal });
    container.startMessages();
    try {
      const registration = await container.register('/service-worker.js');
      registration.addEventListener('updatefound', () => this.#follow(registration), { signal });
      this.#registration = registration;
      this.#follow(registration);
      this.#holdVersion();
    } catch {
      // A browser that forbids workers opens the app from the network, as before.
    }
  }

  #follow(registration: ServiceWorkerRegistration) {
    const offer = () => {
      if (registration.waiting && registration.active) this.#offer = 'ready';
    };
    registration.installing?.addEventListener('statechange', offer, {
      signal: this.#ending.signal
    });
    offer();
  }

  #onController(container: ServiceWorkerContainer) {
    if (this.#accepted) location.reload();
    else container.controller?.postMessage('version');
  }

  #onVersion({ data }: MessageEvent<{ version?: unknown }>) {
    if (typeof data.version === 'string' && data.version !== this.#running.version)
      this.#offer = 'elsewhere';
  }

  /** Tells the worker which version's files are still needed, for as long as the tab lives. */
  #holdVersion() {
    const name = `banyan-${this.#running.version}`;
    const { signal } = this.#ending;
    const held = () => new Promise<void>((end) => signal.addEventListener('abort', () => end()));
    navigator.locks.request(name, { mode: 'shared' }, held).catch(() => undefined);
  }

  async #check(): Promise<void> {
    try {
      if (!this.#registration) {
        if (await this.#running.isNewer()) this.#offer = 'ready';
        return;
      }
      await this.#registration.update();
    } catch {
      // Offline or between two deployments; the next look will tell.
    }
  }
}

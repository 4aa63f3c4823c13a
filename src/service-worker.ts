/// <reference lib="webworker" />
import { build, files, version } from '$service-worker';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'banyan-';
const CACHE = PREFIX + version;
const SHELL = '/200.html';
const IMMUTABLE = '/_app/immutable/';
/** What the server answers anew each time. */
const LIVE = /^\/(api|ws|healthz|service-worker\.js|_app\/(?!immutable\/))/;
const OURS = new Set([...build, ...files]);

worker.addEventListener('install', (event) => event.waitUntil(precache()));
worker.addEventListener('activate', (event) =>
  event.waitUntil(dropOldCaches().finally(() => worker.clients.claim()))
);
worker.addEventListener('message', (event) => {
  if (event.data === 'skipWaiting') event.waitUntil(worker.skipWaiting());
  if (event.data === 'version') event.source?.postMessage({ version });
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin || LIVE.test(pathname)) return;
  if (OURS.has(pathname) || pathname.startsWith(IMMUTABLE))
    event.respondWith(file(pathname, request));
  else if (request.mode === 'navigate') event.respondWith(file(SHELL, request));
});

/** All of a version or nothing of it: a failed install leaves the old worker in charge. */
async function precache(): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll(files.map((path) => new Request(path, { cache: 'no-cache' })));
    const kept = await Promise.all(build.map((path) => keepAgain(cache, path)));
    await cache.addAll(build.filter((_, at) => !kept[at]));
    await keepShell(cache);
  } catch (error) {
    await caches.delete(CACHE).catch(() => false);
    throw error;
  }
}

/** A file that an older version has under the same hash need not be fetched. */
async function keepAgain(cache: Cache, path: string): Promise<boolean> {
  const known = await caches.match(path, { ignoreVary: true });
  if (known) await cache.put(path, known);
  return known !== undefined;
}

/** A shell of another version, deployed since this worker was fetched, would lack its files. */
async function keepShell(cache: Cache): Promise<void> {
  const shell = await fetch(SHELL, { cache: 'no-cache' });
  const named = (await shell.clone().text()).match(/\/_app\/immutable\/[\w./-]+/g) ?? [];
  if (!shell.ok || named.length === 0 || !named.every((path) => OURS.has(path)))
    throw new Error('The shell is not of this version.');
  await cache.put(SHELL, shell);
}

/**
 * The version before stays for tabs that are just opening, and any other for as long as a tab holds
 * its lock; later ones belong to workers that wait.
 */
async function dropOldCaches(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const older = names.slice(0, Math.max(0, names.indexOf(CACHE)));
  const { held = [] } = await worker.navigator.locks.query();
  const inUse = new Set(held.map((lock) => lock.name));
  const dropped = older.slice(0, -1).filter((name) => !inUse.has(name));
  await Promise.all(dropped.map((name) => caches.delete(name)));
}

async function file(path: string, request: Request): Promise<Response> {
  return (await stored(path)) ?? fetch(request);
}

/** A tab of an older version finds its files in the cache of that version. */
async function stored(path: string): Promise<Response | undefined> {
  try {
    const own = await caches.match(path, { cacheName: CACHE, ignoreVary: true });
    if (own || !path.startsWith(IMMUTABLE)) return own;
    return await caches.match(path, { ignoreVary: true });
  } catch {
    // A browser whose storage fails is served by the network.
    return undefined;
  }
}

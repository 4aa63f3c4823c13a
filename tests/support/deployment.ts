import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { folderDisk } from '../../server/blobs/folder-disk.ts';
import { createApp } from '../../server/app.ts';
import { readAssets } from '../../server/assets.ts';
import { openRelay, type Relay } from '../../server/relay.ts';
import { memoryStorage } from '../../server/storage/memory.ts';

export const BUILT = 'build/client';

/** A server of the test's own, on a free port, that can change to another build as it runs. */
export async function deployment() {
  const blobs = mkdtempSync(join(tmpdir(), 'banyan-blobs-'));
  const relay = await openRelay({
    storage: memoryStorage(),
    blobs: folderDisk(blobs),
    host: '127.0.0.1',
    trustProxy: 0,
    setupToken: 'unused'
  });
  let app = appOf(BUILT, relay);
  const server = createServer((request, response) => app.emit('request', request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deploy: (folder: string, without?: RegExp) => void (app = appOf(folder, relay, without)),
    close: async () => {
      server.closeAllConnections();
      await relay.stop();
      rmSync(blobs, { recursive: true });
      return new Promise<void>((done) => server.close(() => done()));
    }
  };
}

/** Nothing is left to the browser's HTTP cache, which would hide what the worker does not keep. */
function appOf(folder: string, relay: Relay, without?: RegExp) {
  const files = [...readAssets(folder)].filter(([path]) => !without?.test(path));
  return createApp(
    new Map(files.map(([at, file]) => [at, { ...file, cacheControl: 'no-store' }])),
    relay
  );
}

/** The build again as if every file of it had changed: other names, another version. */
export function newerBuild(mark: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-build-'));
  cpSync(BUILT, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const { version } = JSON.parse(readFileSync(join(folder, '_app/version.json'), 'utf8')) as {
    version: string;
  };
  const renamed = new Map(
    paths
      .filter((path) => path.includes('/immutable/'))
      .map((path) => [basename(path), named(path)])
  );
  const remade = (text: string) =>
    text
      .replace(/[\w.-]+\.(?:js|css)\b/g, (name) => renamed.get(name) ?? name)
      .replaceAll(version, `${version}-${mark}`);
  for (const path of paths) {
    if (!/\.(js|css|json|html)$/.test(path)) continue;
    const text = remade(readFileSync(path, 'utf8'));
    rmSync(path);
    const name = renamed.get(basename(path)) ?? basename(path);
    writeFileSync(join(path, '..', name), path.endsWith('.html') ? allowed(text) : text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };

  function named(path: string): string {
    const type = extname(path);
    return `${basename(path, type)}-${mark}${type}`;
  }
}

/** The page's policy names its inline script by its hash. */
function allowed(html: string): string {
  const script = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(script).digest('base64');
  return html.replace(/(script-src 'self' 'sha256-)[^']+/, `$1${hash}`);
}

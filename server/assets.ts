import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One file of the built app, held in memory with the compressed forms the build wrote beside it. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  readonly body: Buffer;
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

export type Assets = ReadonlyMap<string, Asset>;

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.csv', 'text/csv; charset=utf-8'],
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.webmanifest', 'application/manifest+json'],
  ['.woff2', 'font/woff2']
]);

/**
 * Reads the built app, by URL path. It is read once: a build that replaces the folder later cannot
 * mix two versions in one page, and no request touches the disk.
 */
export function readAssets(folder: string): Assets {
  const files = new Map(readFolder(folder));
  const compressed = (path: string) => /\.(br|gz)$/.test(path) && files.has(path.slice(0, -3));
  return new Map(
    [...files]
      .filter(([path]) => !compressed(path))
      .map(([path, body]) => [
        path,
        {
          type: TYPES.get(extname(path)) ?? 'application/octet-stream',
          etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
          cacheControl: path.startsWith('/_app/immutable/')
            ? 'public, max-age=31536000, immutable'
            : 'no-cache',
          body,
          brotli: files.get(`${path}.br`),
          gzip: files.get(`${path}.gz`)
        }
      ])
  );
}

function readFolder(folder: string): [string, Buffer][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [`/${relative(folder, file).split(sep).join('/')}`, readFileSync(file)]);
}

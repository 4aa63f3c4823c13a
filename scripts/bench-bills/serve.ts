import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm'
};

/** Serves folders by the first part of the path, '' for the rest; and bytes by their path. */
export function serve(
  folders: Readonly<Record<string, string>>,
  held: ReadonlyMap<string, Uint8Array>
): Promise<{ url: string; stop: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    const path = pathname === '/' ? '/index.html' : pathname;
    const bytes = held.get(path);
    const [, first = '', ...rest] = path.split('/');
    const folder = rest.length > 0 ? folders[first] : undefined;
    const file = folder ? join(folder, ...rest) : join(folders[''] ?? '', path);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    if (bytes) response.writeHead(200, { 'Content-Type': type }).end(bytes);
    else if (existsSync(file))
      createReadStream(file).pipe(response.writeHead(200, { 'Content-Type': type }));
    else response.writeHead(404).end();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, stop: () => server.close() });
    });
  });
}

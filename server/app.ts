import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { Asset, Assets } from './assets.ts';
import { isForApi, isForRooms } from './relay.ts';
import type { Relay } from './relay.ts';

/** What a page's own policy cannot say in its `<meta>`, or must hold for every answer. */
const SECURITY_HEADERS = {
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff'
};
const SHELL = '/200.html';

/** The one process: the app's files, its shell for every page, the relay, and what it tells of itself. */
export function createApp(assets: Assets, relay: Relay): Server {
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (isForApi(request.url ?? '')) return relay.handle(request, response);
    const path = requestedPath(request.url ?? '');
    if (path === undefined) return sendText(request, response, 400, 'This address is malformed.');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return sendText(request, response, 405, 'Only GET and HEAD are answered here.');
    }
    if (path === '/healthz') return sendText(request, response, 200, 'ok');
    if (path === '/readyz' || path === '/metrics') {
      void (path === '/readyz' ? sendReady : sendMetrics)(request, response, relay);
      return;
    }
    const asset = assets.get(path) ?? (isPage(path, request) ? assets.get(SHELL) : undefined);
    if (!asset) return sendText(request, response, 404, 'There is nothing at this address.');
    sendAsset(request, response, asset);
  });
  server.on('upgrade', (request, socket, head) => {
    if (isForRooms(request.url ?? '')) relay.upgrade(request, socket, head);
    else socket.destroy();
  });
  return server;
}

async function sendReady(request: IncomingMessage, response: ServerResponse, relay: Relay) {
  const problem = await relay.ready();
  sendText(request, response, problem === undefined ? 200 : 503, problem ?? 'ready');
}

async function sendMetrics(request: IncomingMessage, response: ServerResponse, relay: Relay) {
  const metrics = relay.metrics(request);
  if (!metrics) {
    sendText(request, response, 403, 'This takes METRICS_TOKEN.');
    return;
  }
  response.setHeader('Cache-Control', 'no-store');
  send(request, response, 200, metrics.type, Buffer.from(await metrics.text()));
}

/** The decoded path, or nothing for one that no link of ours can have. */
function requestedPath(url: string): string | undefined {
  if (!url.startsWith('/')) return undefined;
  try {
    const path = decodeURIComponent(url.split('?', 1)[0] ?? '');
    const forbidden = path.includes('\\') || path.includes('\0') || path.split('/').includes('..');
    return forbidden ? undefined : path;
  } catch {
    return undefined;
  }
}

/** Ids in links may hold dots, so a browser that asks for a page gets one whatever its address. */
function isPage(path: string, request: IncomingMessage): boolean {
  if (path.startsWith('/_app/')) return false;
  return extname(path) === '' || (request.headers.accept ?? '').includes('text/html');
}

function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const [encoding, body] = encoded(asset, String(request.headers['accept-encoding']));
  response.setHeader('Cache-Control', asset.cacheControl);
  response.setHeader('ETag', asset.etag);
  response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === asset.etag) {
    response.writeHead(304).end();
    return;
  }
  if (encoding) response.setHeader('Content-Encoding', encoding);
  send(request, response, 200, asset.type, body);
}

function encoded(asset: Asset, accepted: string): [string | undefined, Buffer] {
  if (asset.brotli && /\bbr\b/.test(accepted)) return ['br', asset.brotli];
  if (asset.gzip && /\bgzip\b/.test(accepted)) return ['gzip', asset.gzip];
  return [undefined, asset.body];
}

function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string
): void {
  response.setHeader('Cache-Control', 'no-store');
  send(request, response, status, 'text/plain; charset=utf-8', Buffer.from(`${text}\n`));
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: Buffer
): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

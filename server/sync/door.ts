import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { CLOSE_CODES } from '#protocol/close-codes.ts';
import type { CloseName } from '#protocol/close-codes.ts';
import { isSecret } from '#protocol/grants.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RelayProblem } from '#protocol/problems.ts';
import { sectionNamed } from '#protocol/sections.ts';
import type { RoomSection } from '#protocol/sections.ts';
import { SUBPROTOCOL } from '#protocol/wire.ts';
import type { Grant, GrantBook } from '../rights/grant-book.ts';
import { clientAddress, isSameOrigin } from '../rights/origin.ts';
import type { RateLimit } from '../rights/rate.ts';
import type { Metrics } from '../metrics.ts';
import type { Hub } from './hub.ts';

/** Sockets one right may have open: some pages with a socket a section. */
const SOCKETS = 200;

const CLOSES: Partial<Record<RelayProblem, CloseName>> = {
  'relay.unauthorized': 'unauthorized',
  'relay.expired': 'expired',
  'relay.revoked': 'forbidden',
  'relay.notFound': 'gone'
};

/** Made once: one that was made for each socket would keep its request, with all headers. */
function destroyIt(this: Duplex): void {
  this.destroy();
}

function terminateIt(this: WebSocket): void {
  this.terminate();
}

interface DoorParts {
  readonly book: GrantBook;
  readonly hub: Hub;
  readonly failures: RateLimit;
  readonly metrics: Metrics;
  readonly trustProxy: number;
}

/**
 * Lets connections in. A page cannot see why an upgrade was refused, so everybody of our own origin
 * is let in and told by the code of the close.
 */
export class Door {
  readonly #parts: DoorParts;
  #isOpen = true;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // Above what is allowed, so that a frame too large is answered with our code and its sentence.
    maxPayload: 4 * LIMITS.frame,
    handleProtocols: (offered) => [...offered].find((name) => /^banyan\.\d+$/.test(name)) ?? false
  });

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  close(): void {
    this.#isOpen = false;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroyIt);
    if (!this.#isOpen || !isSameOrigin(request)) {
      const status = this.#isOpen ? '403 Forbidden' : '503 Service Unavailable';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', terminateIt);
      const refused = this.#admit(ws, request, socket);
      if (!refused) return;
      this.#parts.metrics.closes.inc({ reason: refused });
      ws.close(CLOSE_CODES[refused].code, refused);
      const timer = setTimeout(() => ws.terminate(), 1000).unref();
      ws.once('close', () => clearTimeout(timer));
    });
  }

  #admit(ws: WebSocket, request: IncomingMessage, line: Duplex): CloseName | undefined {
    const { book, hub, failures, trustProxy } = this.#parts;
    const now = Date.now();
    const address = clientAddress(request, trustProxy);
    const [workspace, section] = roomOf(request.url ?? '');
    if (failures.isSpent(address, now)) return 'tooMany';
    if (ws.protocol !== SUBPROTOCOL) return 'version';
    if (!workspace || !section) return 'gone';
    const secret = secretOf(request);
    const grant = isSecret(secret) ? book.find(workspace, secret, now) : 'relay.unauthorized';
    if (typeof grant === 'string') {
      if (grant === 'relay.unauthorized') failures.spend(address, now);
      return CLOSES[grant] ?? 'unauthorized';
    }
    if (grant.roles[section] === 'none') return 'forbidden';
    if (hub.online(grant.id) >= SOCKETS) return 'tooMany';
    hub.enter(ws, { ...admissionOf(grant, section), address }, section, line);
    return undefined;
  }
}

const admissionOf = (grant: Grant, section: RoomSection) => ({
  badge: { id: grant.id, label: grant.label, owner: grant.owner },
  workspace: grant.workspace,
  mayWrite: grant.roles[section] === 'write',
  expiresAt: grant.expiresAt
});

function roomOf(url: string): [string?, RoomSection?] {
  const match = /^\/ws\/([0-9a-z]{8,40})\/(\w+)(?:\?|$)/.exec(url);
  const section = sectionNamed(match?.[2]);
  return match?.[1] && section ? [match[1], section] : [];
}

function secretOf(request: IncomingMessage): string {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  return offered[1]?.trim() ?? '';
}

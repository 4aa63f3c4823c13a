import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { hashOf } from './secrets.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

const PROXIED: ReadonlySet<string> = new Set(['forwarded', 'via', 'x-real-ip']);

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Whether a request can only come from a person at this machine: not through a proxy, and not from
 * a page of a name that somebody pointed at this machine.
 */
export function isLocal(request: IncomingMessage, listensOn: string, proxies: number): boolean {
  if (proxies > 0) return false;
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  const forwarded = Object.keys(request.headers).some(
    (header) => PROXIED.has(header) || header.startsWith('x-forwarded-')
  );
  return isLoopback(listensOn) && isLoopback(name) && !forwarded;
}

/** Whether a request carries a secret that this process was given. */
export function holds(request: IncomingMessage, secret: string | undefined): boolean {
  const offered = /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1];
  return secret !== undefined && offered !== undefined && hashOf(offered) === hashOf(secret);
}

/** A browser says which page asks; only our own may. Programs say nothing. */
export function isSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  try {
    return withoutUsualPort(new URL(origin).host) === withoutUsualPort(host ?? '');
  } catch {
    return false;
  }
}

/** Some proxies name the port that goes without saying. */
const withoutUsualPort = (host: string): string => host.replace(/:(80|443)$/, '');

/** Whom to count a request for: the client before so many proxies; for IPv6 its network. */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '');
  const hops = forwarded.split(',').map((hop) => hop.trim());
  const direct = request.socket.remoteAddress ?? '';
  const address = (proxies > 0 && hops.at(-proxies)) || direct;
  return isIPv6(address) ? networkOf(address.replace(/%.*$/, '')) : address;
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { MAX_BYTES } from '#core/snapshot/pack.ts';
import { fromBase64url, joined, sha256Hex } from './bytes.ts';

/** What stands around a snapshot, readable without a key. Lengths are of bytes. */
export type Head = PlainHead | LinkHead | PassphraseHead;

interface PlainHead {
  readonly form: 'plain';
}
interface LinkHead {
  readonly form: 'link';
  readonly id: string;
  /** Epoch milliseconds. */
  readonly expires: number;
  readonly iv: string;
}
interface PassphraseHead {
  readonly form: 'passphrase';
  readonly iv: string;
  readonly salt: string;
  /** Of PBKDF2 with SHA-256. */
  readonly iterations: number;
  /** The random key, locked by the passphrase. */
  readonly keyIv: string;
  readonly key: string;
}

const MAGIC = '{"banyan-snapshot":';
const VERSION = 1;
/** A head is a line; a longer one is none. */
const HEAD_LIMIT = 4096;
const DIGEST_LENGTH = 64;
/** Fewer are too easy to guess through, more only make the page stand still. */
export const ITERATIONS = { least: 600_000, most: 5_000_000 } as const;
export const SIZES = { key: 32, iv: 12, salt: 16, tag: 16 } as const;

export interface Envelope {
  readonly head: Head;
  /** The head as it was written: what a sealed body is bound to. */
  readonly headBytes: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A head as the line that a sealed body is bound to, before the body is known. */
export const writeHead = (head: Head): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`${JSON.stringify({ 'banyan-snapshot': VERSION, ...head })}\n`);

/**
 * Three parts: the head, a line of the body's length and the digest of head and body, and the
 * body. Length and digest tell what was cut or damaged on its way from what a wrong key gives.
 */
export async function writeEnvelope(
  headBytes: Uint8Array<ArrayBuffer>,
  body: Uint8Array
): Promise<Uint8Array<ArrayBuffer>> {
  const digest = await sha256Hex(joined(headBytes, body));
  const check = new TextEncoder().encode(`${digest} ${body.length}\n`);
  return joined(headBytes, check, body);
}

export async function readEnvelope(bytes: Uint8Array<ArrayBuffer>): Promise<Result<Envelope>> {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    return MAGIC.startsWith(magic) && magic !== '' ? no('truncated') : no('notOurs');
  const headEnd = lineEnd(bytes, 0);
  const checkEnd = headEnd === undefined ? undefined : lineEnd(bytes, headEnd);
  if (headEnd === undefined || checkEnd === undefined)
    return bytes.length < HEAD_LIMIT ? no('truncated') : no('tampered');
  const headBytes = bytes.slice(0, headEnd);
  const raw = parsed(headBytes);
  const version = raw?.['banyan-snapshot'];
  if (typeof version === 'number' && version > VERSION) return no('newer');
  const check = new TextDecoder().decode(bytes.subarray(headEnd, checkEnd - 1));
  const [digest = '', length = ''] = check.split(' ');
  if (digest.length !== DIGEST_LENGTH || !/^\d{1,9}$/.test(length)) return no('tampered');
  const body = bytes.slice(checkEnd);
  if (body.length < Number(length)) return no('truncated');
  if (Number(length) > MAX_BYTES)
    return refused({ code: 'snapshot.tooLarge', params: { most: MAX_BYTES } });
  const head = raw && readHead(raw);
  if (body.length > Number(length)) return no('tampered');
  if (!head || digest !== (await sha256Hex(joined(headBytes, body)))) return no('tampered');
  return ok({ head, headBytes, body });
}

export const no = (reason: 'truncated' | 'tampered' | 'notOurs' | 'newer' | 'wrongPassphrase') =>
  refused({ code: `snapshot.${reason}`, params: {} });

/** The index behind the line that begins at `from`. */
function lineEnd(bytes: Uint8Array, from: number): number | undefined {
  const end = bytes.subarray(from, from + HEAD_LIMIT).indexOf(10);
  return end < 0 ? undefined : from + end + 1;
}

type Unread = Readonly<Record<string, unknown>>;

function parsed(line: Uint8Array): Unread | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(line)) as Unread;
  } catch {
    return undefined;
  }
}

function readHead(raw: Unread): Head | undefined {
  const { form, id, expires, iterations } = raw;
  const bytesAt = (name: string, length: number) => {
    const text = raw[name];
    return typeof text === 'string' && fromBase64url(text, length) ? text : undefined;
  };
  if (form === 'plain') return { form };
  const iv = bytesAt('iv', SIZES.iv);
  if (iv === undefined) return undefined;
  if (form === 'link' && typeof id === 'string' && typeof expires === 'number')
    return { form, id, expires, iv };
  const salt = bytesAt('salt', SIZES.salt);
  const keyIv = bytesAt('keyIv', SIZES.iv);
  const key = bytesAt('key', SIZES.key + SIZES.tag);
  const known = salt !== undefined && keyIv !== undefined && key !== undefined;
  if (form !== 'passphrase' || !known || typeof iterations !== 'number') return undefined;
  const bounded = iterations >= ITERATIONS.least && iterations <= ITERATIONS.most;
  return bounded ? { form, iv, salt, iterations, keyIv, key } : undefined;
}

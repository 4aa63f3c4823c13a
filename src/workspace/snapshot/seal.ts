import { ok, refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { pack, unpack } from '#core/snapshot/pack.ts';
import { readSnapshot, type Snapshot } from '#core/snapshot/read.ts';
import { fromBase64url, randomBytes, toBase64url } from './bytes.ts';
import {
  ITERATIONS,
  no,
  readEnvelope,
  SIZES,
  writeEnvelope,
  writeHead,
  type Envelope
} from './envelope.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A snapshot with the text it was read from, which a copy of it is written from. */
export interface Opened {
  readonly text: string;
  readonly snapshot: Snapshot;
}

/** What opens a sealed snapshot: the key of a link, or a passphrase. */
export type Secret = { readonly key: Bytes; readonly id: string } | { readonly passphrase: string };

/** Browsers keep encryption from pages that anybody on the way could have changed. */
export const canSeal = (): boolean => 'subtle' in crypto;

export const INSECURE: Problem = { code: 'snapshot.insecure', params: {} };

/** As a file that whoever has it can read. */
export const sealPlain = (text: string): Promise<Bytes> =>
  writeEnvelope(writeHead({ form: 'plain' }), pack(text));

/** For the relay: bound to its id and expiry, and readable only with the key, which stays here. */
export async function sealForLink(
  text: string,
  id: string,
  expires: number,
  key: Bytes
): Promise<Bytes> {
  const iv = randomBytes(SIZES.iv);
  const head = writeHead({ form: 'link', id, expires, iv: toBase64url(iv) });
  return writeEnvelope(head, await encrypt(await aesKey(key), iv, head, pack(text)));
}

/**
 * As a file that a passphrase opens: it locks a random key and not the content, so that a wrong
 * passphrase is told from altered content.
 */
export async function sealWithPassphrase(text: string, passphrase: string): Promise<Bytes> {
  const [key, iv, keyIv, salt] = [SIZES.key, SIZES.iv, SIZES.iv, SIZES.salt].map(randomBytes) as [
    Bytes,
    Bytes,
    Bytes,
    Bytes
  ];
  const iterations = ITERATIONS.least;
  const wrapping = await keyFrom(passphrase, salt, iterations);
  const wrapped = await encrypt(wrapping, keyIv, WRAPPED, key);
  const head = writeHead({
    form: 'passphrase',
    iv: toBase64url(iv),
    salt: toBase64url(salt),
    iterations,
    keyIv: toBase64url(keyIv),
    key: toBase64url(wrapped)
  });
  return writeEnvelope(head, await encrypt(await aesKey(key), iv, head, pack(text)));
}

/** Whether a file asks for a passphrase; refused when it is none of ours or damaged. */
export async function needsPassphrase(bytes: Bytes): Promise<Result<boolean>> {
  if (!canSeal()) return refused(INSECURE);
  const read = await readEnvelope(bytes);
  return read.ok ? ok(read.value.head.form === 'passphrase') : read;
}

export async function openSnapshot(bytes: Bytes, secret?: Secret): Promise<Result<Opened>> {
  if (!canSeal()) return refused(INSECURE);
  const envelope = await readEnvelope(bytes);
  if (!envelope.ok) return envelope;
  const packed = await unlock(envelope.value, secret);
  if (!packed.ok) return packed;
  const text = unpack(packed.value);
  if (!text.ok) return text;
  const snapshot = readSnapshot(text.value);
  return snapshot.ok ? ok({ text: text.value, snapshot: snapshot.value }) : snapshot;
}

async function unlock(
  { head, headBytes, body }: Envelope,
  secret?: Secret
): Promise<Result<Bytes>> {
  if (head.form === 'plain') return secret && 'key' in secret ? no('tampered') : ok(body);
  if (!secret) return no('wrongPassphrase');
  const iv = fromBase64url(head.iv, SIZES.iv);
  if (!iv) return no('tampered');
  let key: Bytes | undefined;
  if (head.form === 'link') {
    // The relay answered with another snapshot than the link names.
    if (!('key' in secret) || secret.id !== head.id) return no('tampered');
    key = secret.key;
  } else {
    if (!('passphrase' in secret)) return no('tampered');
    const [salt, keyIv] = [
      fromBase64url(head.salt, SIZES.salt),
      fromBase64url(head.keyIv, SIZES.iv)
    ];
    const wrapped = fromBase64url(head.key, SIZES.key + SIZES.tag);
    if (!salt || !keyIv || !wrapped) return no('tampered');
    const wrapping = await keyFrom(secret.passphrase, salt, head.iterations);
    key = await decrypt(wrapping, keyIv, WRAPPED, wrapped);
    if (!key) return no('wrongPassphrase');
  }
  const packed = await decrypt(await aesKey(key), iv, headBytes, body);
  return packed ? ok(packed) : no('tampered');
}

/** What a wrapped key is bound to. */
const WRAPPED: Bytes = new TextEncoder().encode('banyan-snapshot/1/key');

const aesKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

async function keyFrom(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  // One passphrase, however a keyboard composes it.
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt']
  );
}

async function encrypt(
  key: CryptoKey,
  iv: Bytes,
  additionalData: Bytes,
  plain: Bytes
): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain)
  );
}

/** Undefined when key, head or content are not those that were sealed together. */
async function decrypt(
  key: CryptoKey,
  iv: Bytes,
  additionalData: Bytes,
  sealed: Bytes
): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed)
    );
  } catch {
    return undefined;
  }
}

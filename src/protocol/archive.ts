import * as buffer from 'lib0/buffer';
import * as decoding from 'lib0/decoding';
import { bytesHash, valueBytes, valueHash, type Sha256 } from './receipts.ts';

/** A stored value as JSON: text as it is, anything else as lib0 writes it. */
export type StoredJson = string | { readonly any: string };

export const storedJson = (value: unknown): StoredJson =>
  typeof value === 'string' ? value : { any: buffer.toBase64(valueBytes(value)) };

/** The hash of the value that such JSON stands for; undefined when it stands for none. */
export function storedJsonHash(raw: unknown, sha256: Sha256): string | undefined {
  if (typeof raw === 'string') return valueHash(raw, sha256);
  const bytes = anyBytes(raw);
  return bytes && bytesHash(bytes, sha256);
}

function anyBytes(raw: unknown): Uint8Array | undefined {
  const { any } = (raw ?? {}) as { any?: unknown };
  if (typeof any !== 'string') return undefined;
  try {
    return buffer.fromBase64(any);
  } catch {
    return undefined;
  }
}

/**
 * An archive is a blob with entries that left a section's history: lines of JSON, `[key, value]`, in
 * the order of the entries and each once, the values as they were stored. It is named in the root
 * map `archive`, in the very update that takes the entries out of the document, and never unnamed.
 */
export const writeArchive = (entries: Iterable<readonly [key: string, value: unknown]>): string => {
  const lines: string[] = [];
  for (const [key, value] of entries) lines.push(JSON.stringify([key, storedJson(value)]));
  return lines.join('\n');
};

/** What an archive holds, by key, each value as its JSON; undefined for whatever is no archive. */
export function readArchive(text: string): ReadonlyMap<string, StoredJson> | undefined {
  const entries = new Map<string, StoredJson>();
  for (const line of text.split('\n')) {
    const [key, value] = pairOf(line) ?? [];
    if (key === undefined || value === undefined || entries.has(key)) return undefined;
    entries.set(key, value);
  }
  return entries;
}

function pairOf(line: string): [string, StoredJson] | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(raw) || raw.length !== 2 || typeof raw[0] !== 'string') return undefined;
  const value: unknown = raw[1];
  const isOne = typeof value === 'string' || anyBytes(value) !== undefined;
  return isOne ? [raw[0], value as StoredJson] : undefined;
}

/** The stored value itself; undefined where the bytes are none. */
export function valueOfJson(json: StoredJson): unknown {
  if (typeof json === 'string') return json;
  const bytes = anyBytes(json);
  try {
    return bytes && decoding.readAny(decoding.createDecoder(bytes));
  } catch {
    return undefined;
  }
}

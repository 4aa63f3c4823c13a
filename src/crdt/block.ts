import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

/**
 * A block: deflated columns of up to 2,000 records of one kind, written by one command.
 * `birth` makes records (all fields), `change` sets some fields, `death` and `revival` are ids only.
 */
export interface Block {
  readonly kind: string;
  readonly op: 'birth' | 'change' | 'death' | 'revival';
  readonly ids: readonly string[];
  readonly columns: ReadonlyMap<string, readonly unknown[]>;
}

/** No honest block inflates to more; the length in front is checked before anything is inflated. */
const MAX_INFLATED = 16 * 1024 * 1024;

/** What people write deflates to a twentieth at best; what claims far more is made to fill memory. */
const MOST_PER_BYTE = 100;
/** Small texts may be as uniform as they like. */
const SMALL = 256 * 1024;

/** Deflates text behind its length in four bytes, so that reading can be bounded. */
export function deflateText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = strToU8(text);
  const packed = deflateSync(bytes);
  const framed = new Uint8Array(packed.length + 4);
  new DataView(framed.buffer).setUint32(0, bytes.length);
  framed.set(packed, 4);
  return framed;
}

/** Undefined for whatever is no deflated text of an honest size. */
export function inflateText(framed: Uint8Array): string | undefined {
  if (framed.length < 4) return undefined;
  const length = new DataView(framed.buffer, framed.byteOffset, 4).getUint32(0);
  if (length > Math.min(MAX_INFLATED, Math.max(SMALL, framed.length * MOST_PER_BYTE)))
    return undefined;
  try {
    const text = inflateSync(framed.subarray(4), { out: new Uint8Array(length) });
    return text.length === length ? strFromU8(text) : undefined;
  } catch {
    return undefined;
  }
}

export function writeBlock({ kind, op, ids, columns }: Block): Uint8Array<ArrayBuffer> {
  return deflateText(JSON.stringify({ kind, op, ids, columns: Object.fromEntries(columns) }));
}

const OPS: ReadonlySet<unknown> = new Set(['birth', 'change', 'death', 'revival']);

/** Undefined for whatever is no block: such bytes are passed over, the same everywhere. */
export function readBlock(stored: unknown): Block | undefined {
  const text = stored instanceof Uint8Array ? inflateText(stored) : undefined;
  if (text === undefined) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { kind, op, ids, columns } = raw as Partial<Record<keyof Block, unknown>>;
  if (typeof kind !== 'string' || !OPS.has(op) || !Array.isArray(ids)) return undefined;
  if (!ids.every((id) => typeof id === 'string' && id !== '' && !id.includes('/')))
    return undefined;
  if (typeof columns !== 'object' || columns === null) return undefined;
  const fields = Object.entries(columns).filter(
    (column): column is [string, unknown[]] =>
      Array.isArray(column[1]) && column[1].length === ids.length
  );
  return { kind, op: op as Block['op'], ids: ids as string[], columns: new Map(fields) };
}

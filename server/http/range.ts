/** A stretch of bytes; `to` is the first that does not belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The one stretch that a `Range` header asks for. What cannot be read, or asks for several, asks for
 * everything, as HTTP has it.
 */
export function rangeOf(header: string | undefined, bytes: number): Span | 'all' | 'outside' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '') {
    const wanted = Math.min(Number(last), bytes);
    return wanted === 0 ? 'outside' : { from: bytes - wanted, to: bytes };
  }
  const from = Number(first);
  const to = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  if (last !== '' && Number(last) < from) return 'all';
  return from >= bytes ? 'outside' : { from, to };
}

/** Where in a whole of `total` bytes a body stands, by its `Content-Range`. */
export interface Placed {
  /** Undefined without a `Content-Range`: the body is all of it. */
  readonly from: number | undefined;
  readonly bytes: number;
  readonly total: number;
}

export function placeOf(range: string | undefined, length: string | undefined): Placed | undefined {
  const bytes = /^\d{1,15}$/.test(length ?? '') ? Number(length) : 0;
  if (bytes === 0) return undefined;
  if (range === undefined) return { from: undefined, bytes, total: bytes };
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(range);
  const [from, last, total] = (match ?? []).slice(1).map(Number);
  if (from === undefined || last === undefined || total === undefined) return undefined;
  return last - from + 1 === bytes && last < total ? { from, bytes, total } : undefined;
}

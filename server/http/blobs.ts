import type { IncomingMessage } from 'node:http';
import { UPLOAD_COMPLETE, UPLOAD_OFFSET } from '#protocol/blobs.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RelayProblem } from '#protocol/problems.ts';
import { sectionNamed } from '#protocol/sections.ts';
import type { Blob, BlobStore, Uploaded } from '../blobs/blob-store.ts';
import type { GrantBook } from '../rights/grant-book.ts';
import type { RateLimit } from '../rights/rate.ts';
import { DOWNLOAD, refusal } from './answers.ts';
import type { Answer } from './answers.ts';
import { placeOf, rangeOf } from './range.ts';
import { holderOf } from './route.ts';
import type { Call, Route } from './route.ts';

/** How long an upload may say nothing (ms), so that nobody waits behind a line that is dead. */
const SILENCE_MS = 30_000;

interface BlobParts {
  readonly store: BlobStore;
  readonly book: GrantBook;
  readonly puts: RateLimit;
}

/** Blobs over HTTP; see `src/protocol/blobs.ts`. */
export class BlobRoutes {
  readonly #parts: BlobParts;
  readonly routes: readonly Route[];

  constructor(parts: BlobParts) {
    this.#parts = parts;
    const path = /^\/api\/workspaces\/(\w+)\/blobs\/(\w+)\/([0-9a-f]{64})$/;
    this.routes = [
      ['PUT', path, (call) => this.#put(call)],
      ['HEAD', path, (call) => this.#progress(call)],
      ['GET', path, (call) => this.#get(call)]
    ];
  }

  async #put(call: Call): Promise<Answer> {
    const blob = this.#blob(call, 'write');
    if (typeof blob === 'string') return blob;
    const { puts, store } = this.#parts;
    const { request, address, now } = call;
    if (puts.isSpent(address, now)) return 'relay.tooMany';
    puts.spend(address, now);
    const { 'content-range': range, 'content-length': length } = request.headers;
    const place = placeOf(range, length);
    if (!place) return 'relay.malformed';
    if (place.total > LIMITS.blob) return 'relay.tooLarge';
    const isAllowed = () => typeof this.#blob({ ...call, now: Date.now() }, 'write') !== 'string';
    return told(await store.put(blob, { ...place, body: bodyOf(request), isAllowed }));
  }

  async #progress(call: Call): Promise<Answer> {
    const blob = this.#blob(call, 'write');
    if (typeof blob === 'string') return blob;
    const { offset, whole } = await this.#parts.store.progress(blob);
    const headers = { [UPLOAD_OFFSET]: String(offset), [UPLOAD_COMPLETE]: whole ? '?1' : '?0' };
    return { status: 200, headers };
  }

  async #get(call: Call): Promise<Answer> {
    const blob = this.#blob(call, 'read');
    if (blob === 'relay.otherPart') return 'blob.notFound';
    if (typeof blob === 'string') return blob;
    const file = await this.#parts.store.open(blob);
    if (!file) return 'blob.notFound';
    const { range, 'if-range': ifRange, 'if-none-match': known = '' } = call.request.headers;
    const etag = `"${blob.hash}"`;
    const asked = ifRange === undefined || ifRange === etag ? range : undefined;
    const span = rangeOf(asked, file.bytes);
    const headers = {
      ...DOWNLOAD,
      ETag: etag,
      'Accept-Ranges': 'bytes',
      // What one right fetched must not be what the same browser is given under another.
      Vary: 'Authorization',
      'Cache-Control': 'private, max-age=31536000, immutable'
    };
    if (known.includes(etag) || span === 'outside') {
      await file.close();
      if (span !== 'outside') return { status: 304, headers };
      return refusal('blob.range', { 'Content-Range': `bytes */${file.bytes}` });
    }
    const { from, to } = span === 'all' ? { from: 0, to: file.bytes } : span;
    const stream = file.read(from, to);
    if (span === 'all') return { status: 200, stream, bytes: to, headers };
    const place = { 'Content-Range': `bytes ${from}-${to - 1}/${file.bytes}` };
    return { status: 206, stream, bytes: to - from, headers: { ...headers, ...place } };
  }

  /** What a call is about, if its right reaches so far. */
  #blob(call: Call, role: 'read' | 'write'): Blob | RelayProblem {
    const grant = holderOf(this.#parts.book, call, call.now);
    if (typeof grant === 'string') return grant;
    const [workspace = '', name, hash = ''] = call.ids;
    const section = sectionNamed(name);
    const has = section ? grant.roles[section] : 'none';
    if (!section || has === 'none' || (role === 'write' && has === 'read'))
      return 'relay.otherPart';
    return { workspace, section, hash };
  }
}

/** The body, which is not cut off when no more of it is wanted: its sender must hear why. */
async function* bodyOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  request.setTimeout(SILENCE_MS);
  const chunks = request.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) yield chunk as Uint8Array;
}

function told(uploaded: Uploaded): Answer {
  switch (uploaded.state) {
    case 'there':
      return { status: 200, json: {} };
    case 'stored':
      return { status: 201, json: {} };
    case 'more':
      return { status: 202, json: {}, headers: { [UPLOAD_OFFSET]: String(uploaded.offset) } };
    case 'misplaced':
      return refusal('blob.offset', { [UPLOAD_OFFSET]: String(uploaded.offset) });
    case 'mismatch':
      return 'blob.mismatch';
    case 'quota':
      return 'blob.quota';
    case 'forbidden':
      return 'relay.otherPart';
  }
}

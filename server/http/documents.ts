import { roomName, sectionNamed } from '#protocol/sections.ts';
import type { GrantBook } from '../rights/grant-book.ts';
import type { RateLimit } from '../rights/rate.ts';
import type { Encoding, WholeDocuments } from '../sync/whole-documents.ts';
import { DOWNLOAD } from './answers.ts';
import type { Answer } from './answers.ts';
import { holderOf } from './route.ts';
import type { Call, Route } from './route.ts';

interface DocumentParts {
  readonly documents: WholeDocuments;
  readonly book: GrantBook;
  readonly reads: RateLimit;
}

/** Whole documents over HTTP; see `src/protocol/documents.ts`. */
export class DocumentRoutes {
  readonly #parts: DocumentParts;
  readonly routes: readonly Route[];

  constructor(parts: DocumentParts) {
    this.#parts = parts;
    const path = /^\/api\/workspaces\/(\w+)\/documents\/(\w+)$/;
    this.routes = [['GET', path, (call) => this.#get(call)]];
  }

  async #get(call: Call): Promise<Answer> {
    const { book, documents, reads } = this.#parts;
    const grant = holderOf(book, call, call.now);
    if (typeof grant === 'string') return grant;
    const section = sectionNamed(call.ids[1]);
    if (!section || grant.roles[section] === 'none') return 'relay.otherPart';
    if (reads.isSpent(call.address, call.now)) return 'relay.tooMany';
    reads.spend(call.address, call.now);
    const { 'accept-encoding': accepted = '', 'if-none-match': known = '' } = call.request.headers;
    const encoding = encodingIn(accepted);
    const copy = await documents.get(roomName(grant.workspace, section), encoding, known);
    const headers = { ...ABOUT, ETag: copy.etag };
    if (copy.bytes === 'known') return { status: 304, headers };
    if (copy.bytes === 'small') return { status: 204, headers };
    const encoded = encoding === 'identity' ? {} : { 'Content-Encoding': encoding };
    return { bytes: copy.bytes, headers: { ...DOWNLOAD, ...headers, ...encoded } };
  }
}

const ABOUT = { 'Cache-Control': 'private, no-cache', Vary: 'Accept-Encoding, Authorization' };

function encodingIn(accepted: string): Encoding {
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GivenGrant, GrantList, MadeWorkspace } from '#protocol/grants.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RelayProblem } from '#protocol/problems.ts';
import { DELETE_TOKEN_HASH } from '#protocol/snapshots.ts';
import { grantInfo } from '../rights/grant-book.ts';
import type { Grant, GrantBook } from '../rights/grant-book.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Collection } from '../blobs/collection.ts';
import { clientAddress, isLocal, isSameOrigin } from '../rights/origin.ts';
import type { RateLimit } from '../rights/rate.ts';
import { hashOf } from '../rights/secrets.ts';
import { log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Snapshots } from '../snapshots.ts';
import type { Hub } from '../sync/hub.ts';
import { ROOM_SECTIONS } from '#protocol/sections.ts';
import type { ReceiptBook } from '../receipts/receipt-book.ts';
import { send } from './answers.ts';
import type { Answer } from './answers.ts';
import { BlobRoutes } from './blobs.ts';
import { DocumentRoutes } from './documents.ts';
import { readBytes, readJson } from './body.ts';
import { holderOf } from './route.ts';
import type { Call, Route } from './route.ts';
import { newGrantShape, newWorkspaceShape } from './shapes.ts';

export interface ApiParts {
  readonly book: GrantBook;
  readonly hub: Hub;
  readonly snapshots: Snapshots;
  readonly blobs: { readonly store: BlobStore; readonly collection: Collection };
  readonly metrics: Metrics;
  /** What an address may ask for: guesses, snapshots and blobs it puts, documents it reads. */
  readonly limits: {
    readonly failures: RateLimit;
    readonly snapshots: RateLimit;
    readonly blobs: RateLimit;
    readonly documents: RateLimit;
  };
  readonly receipts: ReceiptBook;
  /** Where the process listens; the fences are lower on loopback. */
  readonly host: string;
  readonly trustProxy: number;
  readonly setupToken: string;
}

/** The relay's HTTP side: rights, snapshots and what is too large for a socket. */
export class Api {
  readonly #parts: ApiParts;
  readonly #routes: readonly Route[];
  readonly #ownRoutes: readonly Route[] = [
    ['POST', /^\/api\/workspaces$/, (call) => this.#createWorkspace(call)],
    ['DELETE', /^\/api\/workspaces\/(\w+)$/, (call) => this.#removeWorkspace(call)],
    ['GET', /^\/api\/workspaces\/(\w+)\/me$/, (call) => this.#me(call)],
    ['GET', /^\/api\/workspaces\/(\w+)\/grants$/, (call) => this.#list(call)],
    ['POST', /^\/api\/workspaces\/(\w+)\/grants$/, (call) => this.#give(call)],
    ['DELETE', /^\/api\/workspaces\/(\w+)\/grants\/(\w+)$/, (call) => this.#revoke(call)],
    ['GET', /^\/api\/workspaces\/(\w+)\/receipts\/(\w+)$/, (call) => this.#receipts(call)],
    ['PUT', /^\/api\/snapshots\/(\w+)$/, (call) => this.#putSnapshot(call)],
    [
      'GET',
      /^\/api\/snapshots\/(\w+)$/,
      (call) => this.#parts.snapshots.get(call.ids[0] ?? '', call.now)
    ],
    ['DELETE', /^\/api\/snapshots\/(\w+)$/, (call) => this.#revokeSnapshot(call)]
  ];

  constructor(parts: ApiParts) {
    this.#parts = parts;
    const { book, blobs, hub, limits } = parts;
    const ofBlobs = new BlobRoutes({ store: blobs.store, book, puts: limits.blobs });
    const { documents } = hub;
    const ofDocuments = new DocumentRoutes({ documents, book, reads: limits.documents });
    this.#routes = [...this.#ownRoutes, ...ofBlobs.routes, ...ofDocuments.routes];
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer;
    try {
      answer = await this.#answer(request);
    } catch (error) {
      // A bug would show in the log as well; what the caller can do is the same.
      log.error({ err: error, method: request.method }, 'a request could not be stored');
      answer = 'relay.full';
    }
    send(request, response, answer);
    this.#parts.metrics.requests.inc({ status: response.statusCode });
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { trustProxy } = this.#parts;
    const { failures } = this.#parts.limits;
    if (!isSameOrigin(request)) return 'relay.otherOrigin';
    const url = new URL(request.url ?? '/', 'http://relay');
    const now = Date.now();
    const address = clientAddress(request, trustProxy);
    if (failures.isSpent(address, now)) return 'relay.tooMany';
    const secret = /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    for (const [method, path, answer] of this.#routes) {
      const match = method === request.method ? path.exec(url.pathname) : undefined;
      if (!match) continue;
      const found = await answer({ request, url, ids: match.slice(1), secret, address, now });
      if (
        found === 'relay.unauthorized' ||
        found === 'relay.setupToken' ||
        found === 'snapshot.notFound'
      )
        failures.spend(address, now);
      return found;
    }
    return 'relay.notFound';
  }

  async #createWorkspace({ request, secret, now }: Call): Promise<Answer> {
    const { book, host, setupToken, trustProxy } = this.#parts;
    if (!isLocal(request, host, trustProxy) && hashOf(secret) !== hashOf(setupToken))
      return 'relay.setupToken';
    const body = await readJson(request, newWorkspaceShape);
    if (typeof body === 'string') return body;
    const grant = await book.create(body.value, now);
    if (typeof grant === 'string') return grant;
    return { status: 201, json: { grant } satisfies MadeWorkspace };
  }

  async #removeWorkspace(call: Call): Promise<Answer> {
    const owner = this.#owner(call);
    if (typeof owner === 'string') return owner;
    const { book, hub, blobs } = this.#parts;
    await book.remove(owner.workspace, () => hub.endWorkspace(owner.workspace));
    await blobs.collection.forget(owner.workspace);
    return { status: 204 };
  }

  async #me(call: Call): Promise<Answer> {
    const grant = this.#holder(call);
    return Promise.resolve(
      typeof grant === 'string' ? grant : { status: 200, json: this.#shown(grant) }
    );
  }

  async #list(call: Call): Promise<Answer> {
    const owner = this.#owner(call);
    if (typeof owner === 'string') return Promise.resolve(owner);
    const grants = this.#parts.book.list(owner.workspace).map((grant) => this.#shown(grant));
    return Promise.resolve({ status: 200, json: { grants } satisfies GrantList });
  }

  async #give(call: Call): Promise<Answer> {
    const owner = this.#owner(call);
    if (typeof owner === 'string') return owner;
    const body = await readJson(call.request, newGrantShape);
    if (typeof body === 'string') return body;
    if ((body.value.expiresAt ?? Infinity) <= call.now) return 'relay.malformed';
    return created(await this.#parts.book.give(owner.workspace, body.value, call.now));
  }

  async #revoke(call: Call): Promise<Answer> {
    const owner = this.#owner(call);
    if (typeof owner === 'string') return owner;
    const id = call.ids[1] ?? '';
    const revoked = await this.#parts.book.revoke(owner.workspace, id, call.now);
    if (typeof revoked === 'string') return revoked;
    this.#parts.hub.endGrant(id);
    return { status: 204 };
  }

  /** Whoever may read a section may see which of its history the relay attests. */
  async #receipts(call: Call): Promise<Answer> {
    const grant = this.#holder(call);
    if (typeof grant === 'string') return grant;
    const section = ROOM_SECTIONS.find((name) => name === call.ids[1]);
    if (!section) return 'relay.notFound';
    if (grant.roles[section] === 'none') return 'relay.otherPart';
    const after = call.url.searchParams.get('after') ?? '0';
    if (!/^\d{1,15}$/.test(after)) return 'relay.malformed';
    const asked = { grant, section, after: Number(after) };
    const page = await this.#parts.receipts.page(asked, call.now);
    return typeof page === 'string' ? page : { status: 200, json: page };
  }

  async #putSnapshot(call: Call): Promise<Answer> {
    const { book, host, snapshots, trustProxy } = this.#parts;
    const { snapshots: puts } = this.#parts.limits;
    const { request, address, now } = call;
    const maker = book.holder(call.secret, now);
    if (typeof maker === 'string' && !(call.secret === '' && isLocal(request, host, trustProxy)))
      return maker;
    if (puts.isSpent(address, now)) return 'relay.tooMany';
    puts.spend(address, now);
    const bytes = await readBytes(request, LIMITS.snapshot);
    if (typeof bytes === 'string') return bytes;
    const expires = call.url.searchParams.get('expires');
    const tokenHash = String(request.headers[DELETE_TOKEN_HASH] ?? '');
    const of = typeof maker === 'string' ? '' : maker.workspace;
    return snapshots.put({ id: call.ids[0] ?? '', bytes, expires, tokenHash, of }, now);
  }

  async #revokeSnapshot({ ids, secret, now }: Call): Promise<Answer> {
    return this.#parts.snapshots.revoke(ids[0] ?? '', hashOf(secret), now);
  }

  #holder(call: Call): Grant | RelayProblem {
    return holderOf(this.#parts.book, call, call.now);
  }

  #owner(call: Call): Grant | RelayProblem {
    const grant = this.#holder(call);
    return typeof grant === 'string' || grant.owner ? grant : 'relay.forbidden';
  }

  #shown(grant: Grant) {
    return grantInfo(grant, this.#parts.hub.online(grant.id));
  }
}

const created = (given: GivenGrant | RelayProblem): Answer =>
  typeof given === 'string' ? given : { status: 201, json: given };

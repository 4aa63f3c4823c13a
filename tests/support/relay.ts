import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Head } from '#protocol/receipts.ts';
import type { GivenGrant, NewGrant, Roles } from '#protocol/grants.ts';
import {
  MESSAGE,
  Reassembly,
  SUBPROTOCOL,
  decodeAck,
  decodeHead,
  decodePart,
  decodeRefused
} from '#protocol/wire.ts';
import type { Disk } from '../../server/blobs/disk.ts';
import { blobFolder, folderDisk } from '../../server/blobs/folder-disk.ts';
import { createApp } from '../../server/app.ts';
import { openRelay } from '../../server/relay.ts';
import { hashOf, newSecret } from '../../server/rights/secrets.ts';
import { lmdbStorage } from '../../server/storage/lmdb.ts';
import type { RelayStorage } from '../../server/storage/port.ts';
import { syncMessage } from '../../server/sync/messages.ts';
import { sha256 } from '../../server/sha256.ts';

export const WORKSPACE = 'workspace1';
export const TOKEN = 'a-setup-token-for-tests';

export interface RunningRelay {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export interface RelaySetup {
  readonly storage?: RelayStorage;
  readonly folder?: string;
  readonly blobs?: Disk;
  readonly host?: string;
  readonly trustProxy?: number;
  readonly afterRestore?: boolean;
  readonly metricsToken?: string;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'banyan-relay-'));
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

/** A relay in this process on a free port: real sockets, real lmdb. */
export async function runRelay(setup: RelaySetup = {}): Promise<RunningRelay> {
  const folder = setup.folder ?? temporaryFolder();
  const relay = await openRelay({
    storage: setup.storage ?? lmdbStorage(folder),
    blobs: setup.blobs ?? folderDisk(blobFolder(folder)),
    host: setup.host ?? '127.0.0.1',
    trustProxy: setup.trustProxy ?? 0,
    setupToken: TOKEN,
    afterRestore: setup.afterRestore ?? false,
    metricsToken: setup.metricsToken
  });
  const server = createApp(new Map(), relay);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.close();
      await relay.stop();
      server.closeAllConnections();
      if (!setup.folder) removeFolder(folder);
    }
  };
}

export async function api(
  relay: { readonly url: string },
  method: string,
  path: string,
  secret?: string,
  body?: unknown
): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const response = await fetch(`${relay.url}${path}`, {
    method,
    headers: {
      ...(secret ? { Authorization: `Bearer ${secret}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
  const text = await response.text();
  const json: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, json: json as Record<string, unknown> };
}

/** Shares a workspace and answers with its owner's secret. */
export async function share(relay: { readonly url: string }, id = WORKSPACE): Promise<string> {
  const secret = newSecret();
  const body = { id, label: 'Owner', secretHash: hashOf(secret) };
  const made = await api(relay, 'POST', '/api/workspaces', TOKEN, body);
  if (made.status !== 201) throw new Error(JSON.stringify(made));
  return secret;
}

export const rolesOf = (role: Roles['org']): Roles => ({
  org: role,
  accounts: role,
  finance: role,
  access: role,
  sharing: role
});

export async function give(
  relay: { readonly url: string },
  owner: string,
  grant: Partial<NewGrant> = {}
): Promise<GivenGrant> {
  const wanted = { label: 'Guest', owner: false, roles: rolesOf('write'), ...grant };
  const given = await api(relay, 'POST', `/api/workspaces/${WORKSPACE}/grants`, owner, wanted);
  if (given.status !== 201) throw new Error(JSON.stringify(given));
  return given.json as unknown as GivenGrant;
}

const addressOf = (relay: { readonly url: string }) => `${relay.url.replace('http', 'ws')}/ws`;

/** The client that pages use, without what only browsers have. */
export function provider(
  relay: { readonly url: string },
  secret: string,
  doc: Y.Doc,
  room = `${WORKSPACE}/org`
): WebsocketProvider {
  return new WebsocketProvider(addressOf(relay), room, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    protocols: [SUBPROTOCOL, secret],
    disableBc: true
  });
}

export interface RawSetup {
  readonly room?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly doc?: Y.Doc;
}

/** A client that sends what it is told to, and keeps a document from what it hears. */
export class RawClient {
  readonly doc: Y.Doc;
  readonly socket: WebSocket;
  readonly heard: number[] = [];
  readonly refusals: string[] = [];
  readonly heads: Head[] = [];
  readonly acks: ReadonlyMap<number, number>[] = [];
  readonly presence: Record<string, unknown>[] = [];
  readonly closed: Promise<number>;
  step1s = 0;
  step2s = 0;
  parts = 0;
  readonly #reassembly = new Reassembly(sha256);

  constructor(relay: { readonly url: string }, secret: string, setup: RawSetup = {}) {
    this.doc = setup.doc ?? new Y.Doc();
    const { room = `${WORKSPACE}/org`, headers = {} } = setup;
    const protocols = setup.protocols ?? [SUBPROTOCOL, secret];
    this.socket = new WebSocket(`${addressOf(relay)}/${room}`, [...protocols], { headers });
    this.closed = new Promise((done) => this.socket.on('close', (code) => done(code)));
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => this.#read(data as Buffer));
  }

  async open(): Promise<this> {
    await until(() => this.step1s > 0);
    return this;
  }

  update(update: Uint8Array): void {
    this.socket.send(syncMessage('update', update));
  }

  step1(vector = Y.encodeStateVector(this.doc)): void {
    this.socket.send(syncMessage('step1', vector));
  }

  /** Answers and asks as a page does, so that both ends are even. */
  async sync(): Promise<this> {
    await this.open();
    this.socket.send(syncMessage('step2', Y.encodeStateAsUpdate(this.doc)));
    const before = this.step2s;
    this.step1();
    await until(() => this.step2s > before);
    return this;
  }

  /** Changes the document and sends the change, as one message. */
  edit(change: (map: Y.Map<unknown>) => void): Uint8Array {
    const update = updateOf(this.doc, change);
    this.update(update);
    return update;
  }

  acked(client = this.doc.clientID): number {
    return Math.max(0, ...this.acks.map((clocks) => clocks.get(client) ?? 0));
  }

  #read(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    this.heard.push(type);
    if (type === MESSAGE.sync) this.#sync(decoder);
    else if (type === MESSAGE.ack) this.acks.push(decodeAck(decoder));
    else if (type === MESSAGE.head) this.heads.push(decodeHead(decoder));
    else if (type === MESSAGE.refused) this.refusals.push(decodeRefused(decoder));
    else if (type === MESSAGE.awareness) this.#presence(decoding.readVarUint8Array(decoder));
    else this.#part(decoder);
  }

  #sync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (kind === 0) this.step1s++;
    else Y.applyUpdate(this.doc, payload);
    if (kind === 1) this.step2s++;
  }

  #presence(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    for (let n = decoding.readVarUint(decoder); n > 0; n--) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const state: unknown = JSON.parse(decoding.readVarString(decoder));
      this.presence.push({ client, clock, state });
    }
  }

  #part(decoder: decoding.Decoder): void {
    this.parts++;
    const whole = this.#reassembly.take(decodePart(decoder));
    if (typeof whole === 'string') throw new Error(whole);
    if (whole) this.#read(whole);
  }
}

/** One change of the map that all these tests write to. */
export function updateOf(doc: Y.Doc, change: (map: Y.Map<unknown>) => void): Uint8Array {
  let update: Uint8Array | undefined;
  const keep = (found: Uint8Array) => (update = found);
  doc.on('update', keep);
  doc.transact(() => change(doc.getMap('map')));
  doc.off('update', keep);
  if (!update) throw new Error('Nothing changed');
  return update;
}

export async function until(holds: () => boolean, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${holds.toString()}`);
    await pause(3);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

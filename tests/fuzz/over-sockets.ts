import { connect } from 'node:net';
import { WebSocket } from 'ws';
import type { Random } from '#core/sample/random.ts';
import { randomOf } from '#core/sample/random.ts';
import { SUBPROTOCOL } from '#protocol/wire.ts';
import { RawClient, WORKSPACE, give, pause, rolesOf, until } from '../support/relay.ts';
import { drawnFrame } from './frames.ts';

/** A relay under attack, and its owner's secret in the workspace of the tests. */
export interface Target {
  readonly url: string;
  readonly owner: string;
}

export interface SocketsTold {
  readonly frames: number;
  readonly requests: number;
  /** Connections that the relay ended. */
  readonly ended: number;
  /** The longest an honest edit took to reach the other honest page, and all of them (ms). */
  readonly worst: number;
  readonly words: number;
}

/**
 * Malformed frames and requests over real sockets, while two honest pages talk to each other all
 * the time. Throws when the honest ones are cut off or lose a word.
 */
export async function fuzzSockets(
  target: Target,
  count: { readonly frames: number; readonly requests: number },
  seed: number
): Promise<SocketsTold> {
  const random = randomOf(seed);
  const secrets = await rights(target);
  const talk = new Talk(target);
  await talk.begin();
  const ended = await frames(target, secrets, count.frames, random);
  await requests(target, secrets, count.requests, random);
  const { worst, words } = await talk.end();
  return { ...count, ended, worst, words };
}

/** Rights for those who attack: many, so that no limit of one hides what is behind it. */
async function rights(target: Target): Promise<string[]> {
  const given = Array.from({ length: 20 }, (_, i) =>
    give(target, target.owner, { label: `a${i}`, roles: rolesOf(i % 3 === 0 ? 'read' : 'write') })
  );
  return (await Promise.all(given)).map(({ secret }) => secret);
}

/** Two honest pages, one of which says a word every few milliseconds. */
class Talk {
  readonly #target: Target;
  #pages: RawClient[] = [];
  #said = 0;
  #worst = 0;
  #over = false;
  #talking: Promise<void> = Promise.resolve();

  constructor(target: Target) {
    this.#target = target;
  }

  async begin(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      const { secret } = await give(this.#target, this.#target.owner, { label: `honest${i}` });
      this.#pages.push(await new RawClient(this.#target, secret).sync());
    }
    this.#talking = this.#talk();
  }

  async end(): Promise<{ worst: number; words: number }> {
    this.#over = true;
    await this.#talking;
    const [, reader] = this.#pages;
    for (let word = 1; word <= this.#said; word++)
      if (reader?.doc.getMap('honest').get(`word${word}`) !== word)
        throw new Error(`Word ${word} is lost.`);
    for (const page of this.#pages) page.socket.close();
    return { worst: this.#worst, words: this.#said };
  }

  async #talk(): Promise<void> {
    const [writer, reader] = this.#pages;
    if (!writer || !reader) return;
    while (!this.#over) {
      const word = ++this.#said;
      const started = performance.now();
      writer.edit(() => writer.doc.getMap('honest').set(`word${word}`, word));
      await until(() => reader.doc.getMap('honest').get(`word${word}`) === word, 20_000);
      this.#worst = Math.max(this.#worst, performance.now() - started);
      await pause(10);
    }
  }
}

/** Sends over a few sockets at a time, each until the relay ends it; answers how many it ended. */
async function frames(
  target: Target,
  secrets: readonly string[],
  count: number,
  random: Random
): Promise<number> {
  let [sent, ended] = [0, 0];
  const lane = async () => {
    while (sent < count) {
      const socket = await opened(target, secrets[random.below(secrets.length)] ?? '', random);
      if (!socket) continue;
      while (sent < count && socket.readyState === WebSocket.OPEN && !random.chance(0.01)) {
        sent++;
        const frame = drawnFrame(random);
        await new Promise<void>((done) =>
          socket.send(frame, { binary: !random.chance(0.01) }, () => done())
        );
        // The answer is waited for now and then; the others come into a line that is closing.
        if (random.chance(0.3)) await pause(0);
      }
      if (socket.readyState !== WebSocket.OPEN) ended++;
      socket.terminate();
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return ended;
}

async function opened(target: Target, secret: string, random: Random) {
  const room = random.pick([`${WORKSPACE}/org`, `${WORKSPACE}/accounts`, `${WORKSPACE}/finance`]);
  const socket = new WebSocket(`${target.url.replace('http', 'ws')}/ws/${room}`, [
    SUBPROTOCOL,
    secret
  ]);
  socket.on('error', () => undefined);
  return new Promise<WebSocket | undefined>((done) => {
    socket.once('open', () => done(socket));
    socket.once('close', () => done(undefined));
  });
}

const PATHS = [
  '/',
  '/api/workspaces',
  `/api/workspaces/${WORKSPACE}/grants`,
  `/api/workspaces/${WORKSPACE}/me`,
  `/api/workspaces/${WORKSPACE}/receipts/org?after=1e99`,
  `/api/workspaces/${WORKSPACE}/blobs/org/${'0'.repeat(64)}`,
  `/api/workspaces/${WORKSPACE}/documents/org`,
  '/api/snapshots/aaaaaaaaaaaa',
  '/metrics',
  `/ws/${WORKSPACE}/org`,
  '/%00',
  '/%',
  '/../../etc/passwd',
  '//evil.example/x',
  `/${'a'.repeat(9000)}`
] as const;

/** One request as nobody's browser makes it. */
function drawnRequest(random: Random, secret: string): string {
  const method = random.pick(['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'G\tT', 'TRACE']);
  const version = random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/9', '']);
  const headers = [
    'Host: 127.0.0.1',
    random.pick(['Content-Length: 5', 'Content-Length: -1', 'Content-Length: 99999999999', 'X: y']),
    random.pick(['Transfer-Encoding: chunked', 'Transfer-Encoding: gzip', 'Connection: close']),
    random.pick([
      'Content-Type: application/json',
      'Content-Type: text/plain',
      'Upgrade: websocket'
    ]),
    random.pick([
      `Authorization: Bearer ${secret}`,
      'Authorization: Basic x',
      'Range: bytes=9-1,x'
    ]),
    random.pick(['Content-Range: bytes 5-1/2', 'If-None-Match: *', 'Origin: null', 'Expect: x'])
  ].filter(() => random.chance(0.7));
  const body = random.pick(['', '{', '{"id":', '5\r\nhello\r\n0\r\n\r\n', 'zz\r\n', '\0\xff\0']);
  const end = random.chance(0.9) ? '\r\n\r\n' : '\r\n';
  return `${method} ${random.pick(PATHS)} ${version}\r\n${headers.join('\r\n')}${end}${body}`;
}

/** Requests over raw sockets: several down one line, cut anywhere, some never ended. */
async function requests(
  target: Target,
  secrets: readonly string[],
  count: number,
  random: Random
): Promise<void> {
  const { hostname, port } = new URL(target.url);
  let sent = 0;
  const lane = async () => {
    while (sent < count) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.resume();
      const closed = new Promise<void>((done) => socket.once('close', () => done()));
      for (let n = 1 + random.below(3); n > 0; n--, sent++) {
        const secret = secrets[random.below(secrets.length)] ?? '';
        const request = drawnRequest(random, secret);
        socket.write(random.chance(0.2) ? request.slice(0, random.below(request.length)) : request);
      }
      // Some lines are left half said.
      await Promise.race([closed, pause(random.below(20))]);
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

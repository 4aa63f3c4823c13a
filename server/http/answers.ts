import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import type { RelayProblem } from '#protocol/problems.ts';

type Headers = Readonly<Record<string, string>>;

/** What a route answers: a body for JSON, bytes for themselves, or a problem by its code. */
export type Answer =
  | { readonly status: number; readonly json?: unknown; readonly headers?: Headers }
  | { readonly bytes: Uint8Array; readonly headers: Headers }
  | Streamed
  | RelayProblem;

interface Streamed {
  readonly status: 200 | 206;
  readonly stream: Readable;
  /** As many as the stream has. */
  readonly bytes: number;
  readonly headers: Headers;
}

const COMMON = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** Nothing may be made of what somebody sent but a download. */
export const DOWNLOAD = {
  'Content-Type': 'application/octet-stream',
  'Content-Disposition': 'attachment',
  'Content-Security-Policy': "sandbox; default-src 'none'"
};

/** How long somebody who still sends is listened to after the answer (ms). */
const LINGER_MS = 2000;
/** How long a download may stand still (ms). */
const STILL_MS = 60_000;

/** A problem with more to say than its code. */
export const refusal = (code: RelayProblem, headers: Headers): Answer => ({
  status: RELAY_PROBLEMS[code].status,
  json: { code },
  headers
});

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (typeof answer !== 'string' && 'stream' in answer) return sendStream(response, answer);
  if (response.destroyed) return;
  // What was not read of the request's body must not be taken for the next request.
  if (!request.complete) response.setHeader('Connection', 'close');
  if (typeof answer === 'string')
    return sendJson(request, response, RELAY_PROBLEMS[answer].status, { code: answer });
  if ('status' in answer)
    return sendJson(request, response, answer.status, answer.json, answer.headers);
  const { bytes, headers } = answer;
  response.setTimeout(STILL_MS);
  response.writeHead(200, { ...COMMON, 'Content-Length': bytes.length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Headers = {}
): void {
  if (json === undefined) {
    response.writeHead(status, { ...COMMON, ...headers }).end();
    return;
  }
  const body = Buffer.from(JSON.stringify(json));
  const type = 'application/json; charset=utf-8';
  const about = { 'Content-Type': type, 'Content-Length': body.length };
  response.writeHead(status, { ...COMMON, ...about, ...headers });
  if (request.complete || request.destroyed) response.end(body);
  else linger(request, response, body);
}

/** A line that is cut while somebody sends loses the answer: the rest is let come for a moment. */
function linger(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  response.write(body);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS).unref();
  request.once('close', end).resume();
}

function sendStream(response: ServerResponse, { status, stream, bytes, headers }: Streamed): void {
  if (response.destroyed) {
    stream.destroy();
    return;
  }
  response.setTimeout(STILL_MS);
  response.writeHead(status, { ...COMMON, 'Content-Length': bytes, ...headers });
  // A file that fails halfway ends the line, and the length says that something is missing.
  pipeline(stream, response, () => undefined);
}

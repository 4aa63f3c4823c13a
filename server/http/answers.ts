import type { IncomingMessage, ServerResponse } from 'node:http';
import { RELAY_PROBLEMS } from '#protocol/problems.ts';
import type { RelayProblem } from '#protocol/problems.ts';

/** What a route answers: a body for JSON, bytes for themselves, or a problem by its code. */
export type Answer =
  | { readonly status: number; readonly json?: unknown }
  | { readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> }
  | RelayProblem;

const COMMON = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  // What was not read of the request's body must not be taken for the next request.
  if (!request.complete) response.setHeader('Connection', 'close');
  if (typeof answer === 'string')
    return sendJson(response, RELAY_PROBLEMS[answer].status, { code: answer });
  if ('status' in answer) return sendJson(response, answer.status, answer.json);
  const { bytes, headers } = answer;
  response.writeHead(200, { ...COMMON, 'Content-Length': bytes.length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function sendJson(response: ServerResponse, status: number, json: unknown): void {
  if (json === undefined) {
    response.writeHead(status, COMMON).end();
    return;
  }
  const body = Buffer.from(JSON.stringify(json));
  const type = 'application/json; charset=utf-8';
  response.writeHead(status, { ...COMMON, 'Content-Type': type, 'Content-Length': body.length });
  response.end(body);
}

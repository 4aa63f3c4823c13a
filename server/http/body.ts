import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { RelayProblem } from '#protocol/problems.ts';

const JSON_BYTES = 16 * 1024;

/** The body, unless it is longer than allowed; what is too long is not held in memory. */
export async function readBytes(
  request: IncomingMessage,
  most: number
): Promise<Uint8Array | RelayProblem> {
  if (Number(request.headers['content-length'] ?? 0) > most) return 'relay.tooLarge';
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) return 'relay.tooLarge';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as a shape says; a page of another site could only send it as text, which is refused. */
export async function readJson<T>(
  request: IncomingMessage,
  shape: z.ZodType<T>
): Promise<{ readonly value: T } | RelayProblem> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return 'relay.malformed';
  const bytes = await readBytes(request, JSON_BYTES);
  if (typeof bytes === 'string') return bytes;
  try {
    const read = shape.safeParse(JSON.parse(Buffer.from(bytes).toString()));
    return read.success ? { value: read.data } : 'relay.malformed';
  } catch {
    return 'relay.malformed';
  }
}

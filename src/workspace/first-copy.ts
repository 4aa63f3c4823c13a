import { documentPath } from '#protocol/documents.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { RoomSection } from '#protocol/sections.ts';

/** How long nothing may come (ms); however slow the line is, a copy that comes on is waited for. */
const STILL_MS = 15_000;
/** A copy is not bounded as a transfer is, and still ends. */
const MOST = 4 * LIMITS.transfer;

/**
 * A section's whole document from the relay, for a page that has nothing of it. Undefined when it
 * does not come, for whatever reason: the socket brings the same.
 */
export async function fetchFirstCopy(
  workspace: string,
  section: RoomSection,
  secret: string,
  leaving: AbortSignal
): Promise<Uint8Array | undefined> {
  const still = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => still.abort(), STILL_MS);
  };
  wait();
  leaving.addEventListener('abort', () => still.abort());
  try {
    const answer = await fetch(documentPath(workspace, section), {
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      headers: { Authorization: `Bearer ${secret}` },
      signal: still.signal
    });
    // A server that knows no documents answers every address with the page.
    const type = answer.headers.get('content-type');
    if (answer.status !== 200 || type !== 'application/octet-stream') return undefined;
    return await readAll(answer, wait);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(answer: Response, onMore: () => void): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = answer.body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    onMore();
    chunks.push(value);
    size += value.length;
    if (size > MOST) {
      await reader.cancel();
      return undefined;
    }
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

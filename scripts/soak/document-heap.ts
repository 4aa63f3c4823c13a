import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as Y from 'yjs';

/**
 * Bytes of the objects that Yjs makes of a document, alone in a process of its own: it keeps one for
 * every edit of a field, long after another has taken its place.
 */
export async function documentHeap(update: Uint8Array): Promise<number> {
  const [, script = ''] = process.argv;
  const child = fork(script, ['document'], {
    execArgv: ['--expose-gc'],
    serialization: 'advanced'
  });
  child.send(update);
  const [bytes] = (await once(child, 'message')) as [number];
  child.disconnect();
  return bytes;
}

/** The process that weighs it. */
export function weigh(): void {
  process.once('message', (update) => {
    const before = inUse();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, update as Uint8Array);
    const bytes = inUse() - before;
    process.send?.(doc.store.clients.size > 0 ? bytes : 0);
  });
}

function inUse(): number {
  for (let i = 0; i < 2; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of the built server printed and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A built server that runs; `stop` sends the signal and tells how it ended. */
export interface RunningServer {
  readonly url: string;
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>;
}

const MAIN = 'build/server/main.js';

/**
 * Starts the built server on a free port of 127.0.0.1 with a data folder of its own; one that is
 * given outlives it.
 */
export async function startServer(
  env: NodeJS.ProcessEnv = {},
  given?: string
): Promise<RunningServer | Ended> {
  const dataDir = given ?? mkdtempSync(join(tmpdir(), 'banyan-'));
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...env }
  });
  let output = '';
  const address = new Promise<string | undefined>((found) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /Banyan is at (\S+)/.exec(output)?.[1];
      if (url) found(url);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => found(undefined));
  });
  const ended = closed(child).then((code) => {
    if (!given) rmSync(dataDir, { recursive: true, force: true });
    return { code, output };
  });
  const url = await address;
  if (url === undefined) return ended;
  return {
    url,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    }
  };
}

export const hasBuild = (): boolean => existsSync(MAIN);

const closed = (child: ChildProcess): Promise<number | null> =>
  new Promise((done) => child.once('close', (code) => done(code)));

import { resolve } from 'node:path';

/** How this process runs; from the environment, each with a value that suits one person alone. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose; the address that is printed has the real one. */
  readonly port: number;
  /** The folder for everything this process keeps. */
  readonly dataDir: string;
}

export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly reason: string };

export const DEFAULT_PORT = 4870;

/** Reads HOST, PORT and DATA_DIR; an empty value counts as none. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const port = env.PORT || String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    const reason = `PORT is "${port}"; it must be a whole number from 0 (any free port) to 65535.`;
    return { ok: false, reason };
  }
  const host = env.HOST || '127.0.0.1';
  return {
    ok: true,
    config: { host, port: Number(port), dataDir: resolve(env.DATA_DIR || 'data') }
  };
}

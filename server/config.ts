import { resolve } from 'node:path';

/** How this process runs; from the environment, each with a value that suits one person alone. */
export interface Config {
  readonly host: string;
  /** 0 lets the system choose; the address that is printed has the real one. */
  readonly port: number;
  /** The folder for everything this process keeps. */
  readonly dataDir: string;
  /** What sharing a new workspace takes, unless one is made and kept in the folder. */
  readonly setupToken: string | undefined;
  /** How many proxies stand before this process and tell whom they ask for. */
  readonly trustProxy: number;
  /** Set while pages give back what a restored backup lacks: nobody is bound to what they wrote. */
  readonly afterRestore: boolean;
  /** When a change counts as stored: once it outlasts this process, or the machine's power too. */
  readonly durability: 'commit' | 'fsync';
  /** What reading `/metrics` takes from elsewhere than this machine. */
  readonly metricsToken: string | undefined;
}

export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly reason: string };

export const DEFAULT_PORT = 4870;

/** Reads HOST, PORT, DATA_DIR, SETUP_TOKEN, TRUST_PROXY, AFTER_RESTORE, DURABILITY and METRICS_TOKEN; an empty value counts as none. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const port = env.PORT || String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    const reason = `PORT is "${port}"; it must be a whole number from 0 (any free port) to 65535.`;
    return { ok: false, reason };
  }
  const trustProxy = env.TRUST_PROXY || '0';
  if (!/^\d$/.test(trustProxy)) {
    const reason = `TRUST_PROXY is "${trustProxy}"; it must be the number of proxies, from 0 to 9.`;
    return { ok: false, reason };
  }
  for (const name of ['SETUP_TOKEN', 'METRICS_TOKEN'] as const)
    if (env[name] && !/^[!-~]{16,512}$/.test(env[name]))
      return { ok: false, reason: `${name} must be at least 16 characters, without spaces.` };
  const durability = env.DURABILITY || 'fsync';
  if (durability !== 'commit' && durability !== 'fsync') {
    const reason = `DURABILITY is "${durability}"; it must be commit or fsync.`;
    return { ok: false, reason };
  }
  const host = env.HOST || '127.0.0.1';
  return {
    ok: true,
    config: {
      host,
      port: Number(port),
      dataDir: resolve(env.DATA_DIR || 'data'),
      setupToken: env.SETUP_TOKEN || undefined,
      trustProxy: Number(trustProxy),
      afterRestore: env.AFTER_RESTORE === '1',
      durability,
      metricsToken: env.METRICS_TOKEN || undefined
    }
  };
}

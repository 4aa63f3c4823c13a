import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Runs a command to its end within five minutes; `output` is both of its streams. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}
): { ok: boolean; output: string } {
  const done = spawnSync(command, args, { ...options, encoding: 'utf8', timeout: 300_000 });
  return { ok: done.status === 0, output: done.stdout + done.stderr };
}

/** The full path of the first of these programs that PATH has. */
export function onPath(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isExecutable(path));
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Installs Debian packages; says no at once where that cannot work. */
export function aptInstall(...packages: readonly string[]): boolean {
  if (!isRoot() || !onPath('apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update'], { env });
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env }).ok;
}

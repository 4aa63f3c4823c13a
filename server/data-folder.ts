import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Where the relay's own data lies in the data folder. */
export const relayFolder = (dataDir: string): string => join(dataDir, 'relay');

/**
 * Claims a data folder for this process, because two relays on one would each miss what the other
 * writes. Answers with how to let go of it, or with the process that has it.
 */
export function claim(dataDir: string): (() => void) | { readonly pid: number } {
  const file = join(dataDir, 'process');
  for (let tries = 0; ; tries++) {
    try {
      const fd = openSync(file, 'wx', 0o600);
      writeSync(fd, `${process.pid} ${startOf(process.pid)}`);
      closeSync(fd);
      return () => rmSync(file, { force: true });
    } catch (error) {
      const pid = ownerOf(file);
      if (pid !== undefined) return { pid };
      if (tries > 2) throw error;
      // Left by one that was killed.
      rmSync(file, { force: true });
    }
  }
}

/** The living process that a claim names, if it is another than this one. */
function ownerOf(file: string): number | undefined {
  try {
    const [pid = 0, start = 0] = readFileSync(file, 'utf8').split(' ').map(Number);
    if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
    return isAlive(pid) && startOf(pid) === start ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives as well, and may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in the system's own ticks: numbers of processes are given out again. */
function startOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets and may hold anything.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0;
  }
}

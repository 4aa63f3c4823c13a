import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';

export interface RendererFigures {
  /** The most megabytes that were resident. */
  readonly peak: number;
  /** Milliseconds of processor time since it began. */
  readonly cpu: number;
}

/** What the process of a page has taken so far, its workers included. */
export async function rendererFigures(browser: Browser): Promise<RendererFigures> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const all = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => figuresOf(id));
  return all.reduce((most, each) => (each.peak > most.peak ? each : most));
}

/** The kernel counts processor time in hundredths of a second. */
const TICK = 10;

function figuresOf(pid: number): RendererFigures {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    peak: Number(kilobytes ?? NaN) / 1000,
    cpu: (Number(fields[11]) + Number(fields[12])) * TICK
  };
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { format, resolveConfig } from 'prettier';

interface Goal {
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  readonly holds: boolean;
}

const FILE = 'BENCHMARKS.md';

/** What one bench found: printed as it goes, and kept as a section of its own in BENCHMARKS.md. */
export class Report {
  readonly #goals: Goal[] = [];
  readonly #lines: string[] = [];
  readonly #before = loadNow();
  readonly #place: string;

  /** Where it ran, besides the machine. */
  constructor(place = 'headless Chromium without a GPU') {
    this.#place = place;
  }

  line(text: string) {
    console.log(text);
    this.#lines.push(text);
  }

  goal(name: string, goal: string, measured: string, holds: boolean) {
    this.#goals.push({ name, goal, measured, holds });
  }

  /**
   * Ends with the goals and with why some are missed, as far as the other figures tell; writes the
   * section and prints the one line for machines.
   */
  async write(
    bench: string,
    title: string,
    command: string,
    why: readonly (readonly [what: string, why: string])[] = []
  ) {
    this.line('');
    this.line('| goal | wanted | measured | holds |');
    this.line('|---|---|---|---|');
    for (const { name, goal, measured, holds } of this.#goals)
      this.line(`| ${name} | ${goal} | ${measured} | ${holds ? 'yes' : '**missed**'} |`);
    this.line('');
    for (const [what, because] of why)
      if (this.#goals.some(({ name, holds }) => !holds && name.includes(what)))
        this.line(`- Missed, ${what}: ${because}`);
    const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`;
    const day = new Date().toISOString().slice(0, 10);
    const load = `${this.#before.toFixed(1)} before, ${loadNow().toFixed(1)} after`;
    const section = `## ${title}\n\n${day}, ${machine}, ${this.#place}. Command: \`${command}\`. Load of the machine: ${load}; times differ with it, from run to run and from machine to machine; the ratios are what is held.\n\n${this.#lines.join('\n')}\n`;
    const text = replaced(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', title, section);
    const style = await resolveConfig(FILE);
    writeFileSync(FILE, await format(text, { ...style, filepath: FILE }));
    console.log(JSON.stringify({ bench, goals: this.#goals }));
  }
}

/** What else the machine does: other programs make every figure larger. */
const loadNow = () => loadavg()[0] ?? 0;

/** The file with one section written anew, in its place or at the end. */
function replaced(text: string, title: string, section: string): string {
  const [head, ...sections] = text.split(/^(?=## )/m);
  const kept = sections.map((each) => `${each.trimEnd()}\n`);
  const at = kept.findIndex((each) => each.startsWith(`## ${title}\n`));
  if (at < 0) kept.push(section);
  else kept[at] = section;
  return `${(head ?? '').trim() || '# Benchmarks'}\n\n${kept.join('\n')}`;
}

export const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** The value below which a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

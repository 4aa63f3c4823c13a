import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

export interface Goal {
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

  line(text: string) {
    console.log(text);
    this.#lines.push(text);
  }

  goal(name: string, goal: string, measured: string, holds: boolean) {
    this.#goals.push({ name, goal, measured, holds });
  }

  missed(what: string): boolean {
    return this.#goals.some(({ name, holds }) => !holds && name.includes(what));
  }

  /** Ends with the goals, writes the section and prints the one line for machines. */
  write(bench: string, title: string, command: string) {
    this.line('');
    this.line('| goal | wanted | measured | holds |');
    this.line('|---|---|---|---|');
    for (const { name, goal, measured, holds } of this.#goals)
      this.line(`| ${name} | ${goal} | ${measured} | ${holds ? 'yes' : '**missed**'} |`);
    const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`;
    const day = new Date().toISOString().slice(0, 10);
    const section = `## ${title}\n\n${day}, ${machine}, headless Chromium without a GPU. Command: \`${command}\`. Times differ from run to run and from machine to machine; the ratios are what is held.\n\n${this.#lines.join('\n')}\n`;
    writeFileSync(
      FILE,
      replaced(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', title, section)
    );
    console.log(JSON.stringify({ bench, goals: this.#goals }));
  }
}

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

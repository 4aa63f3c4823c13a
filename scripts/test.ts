// Everything that must hold, in steps; `npm test -- lint node` runs only those that are named.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { findCjkFont } from './cjk-font.ts';
import { findChromium } from './chromium.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Test runners write their counts here, as the reporter of each names them. */
  readonly report?: string;
}

const bin = (name: string, ...args: string[]) => ['npx', '--no-install', name, ...args];
const script = (name: string, ...args: string[]) => [
  process.execPath,
  'scripts/run.mjs',
  `scripts/${name}.ts`,
  ...args
];
const vitest = (name: string, projects: readonly string[] = [name]): Step => ({
  name,
  command: bin(
    'vitest',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=test-results/${name}.json`
  ),
  report: `test-results/${name}.json`
});

/**
 * Groups one after another, two cores being what there is. Most steps keep both busy; the linter
 * cannot, so that the steps beside it follow one another in a lane of their own.
 */
const GROUPS: readonly (readonly (readonly Step[])[])[] = [
  [
    [{ name: 'lint', command: bin('eslint', '.', '--max-warnings', '0') }],
    [
      { name: 'format', command: bin('prettier', '--check', '--log-level', 'warn', '.') },
      { name: 'types', command: bin('svelte-check', '--fail-on-warnings', '--output', 'human') },
      { name: 'unused', command: bin('knip') },
      { name: 'sim', command: script('sim', '--histories', '500') }
    ]
  ],
  [[vitest('node', ['core', 'node'])]],
  [[vitest('component')]],
  [[{ name: 'build', command: script('build') }]],
  [[{ name: 'budget', command: script('budget') }]],
  [[vitest('browser')]],
  [
    [
      {
        name: 'e2e',
        command: bin('playwright', 'test'),
        report: 'test-results/e2e.json'
      }
    ]
  ]
];

const BROWSER = new Set(['browser', 'e2e']);
const wanted = new Set(process.argv.slice(2));
let passed = 0;
let failed = 0;
let skipped = 0;

await main();

async function main() {
  rmSync('test-results', { recursive: true, force: true });
  const groups = GROUPS.map((lanes) =>
    lanes.map((lane) => lane.filter((step) => wanted.size === 0 || wanted.has(step.name)))
  );
  const needsBrowser = groups.flat(2).some((step) => BROWSER.has(step.name));
  const chromium = needsBrowser ? await findChromium() : undefined;
  if (needsBrowser && !findCjkFont()) say('No Chinese font could be found or installed.');
  let broken = false;
  for (const lanes of groups) {
    if (broken) break;
    const results = await Promise.all(lanes.map((lane) => runLane(lane, chromium)));
    broken = results.includes(false);
  }
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  if (broken || failed > 0) process.exitCode = 1;
}

async function runLane(lane: readonly Step[], chromium: string | undefined): Promise<boolean> {
  for (const step of lane) if (!(await runStep(step, chromium))) return false;
  return true;
}

async function runStep(step: Step, chromium: string | undefined): Promise<boolean> {
  if (BROWSER.has(step.name) && chromium === undefined) return withoutBrowser(step);
  const started = Date.now();
  const { code, output } = await finished(step, chromium);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (step.report) count(step.report);
  else if (code === 0) passed++;
  else failed++;
  say(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
  if (code !== 0 || step.name === 'budget') console.log(output.slice(-20_000));
  return code === 0;
}

/** A machine where no browser can be had skips by name; a build server must have one. */
function withoutBrowser(step: Step): boolean {
  const why = 'no Chromium here and none could be installed; set CHROMIUM_PATH to one';
  if (process.env['CI'] === 'true') {
    failed++;
    say(`✗ ${step.name}: ${why}`);
    return false;
  }
  skipped++;
  say(`– ${step.name} skipped: ${why}`);
  return true;
}

function finished(step: Step, chromium: string | undefined) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const [command = '', ...args] = step.command;
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(chromium !== undefined && { CHROMIUM_PATH: chromium }) }
    });
    let output = '';
    const take = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Adds up what a runner wrote; both write JSON, each in its own words. */
function count(report: string) {
  let raw: Partial<Record<string, unknown>>;
  try {
    raw = JSON.parse(readFileSync(report, 'utf8')) as typeof raw;
  } catch {
    failed++;
    return;
  }
  const stats = (raw['stats'] ?? {}) as Partial<Record<string, number>>;
  passed += Number(raw['numPassedTests'] ?? stats['expected'] ?? 0);
  failed += Number(raw['numFailedTests'] ?? stats['unexpected'] ?? 0);
  skipped += Number(raw['numPendingTests'] ?? stats['skipped'] ?? 0);
  for (const title of flaky(raw)) {
    passed++;
    say(`! passed only on a second try, look into it: ${title}`);
  }
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

function flaky({ suites = [], specs = [] }: PlaywrightSuite): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...own.map(({ file, title }) => `${file} › ${title}`), ...suites.flatMap(flaky)];
}

function say(text: string) {
  console.log(text);
}

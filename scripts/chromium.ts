import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cjkFontConfig } from './cjk-font.ts';
import { aptInstall, isExecutable, onPath, run } from './command.ts';

const CACHE = resolve('tests/.cache');
const FOUND = join(CACHE, 'chromium-path');
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge'
] as const;
/**
 * What the address bar of every page would draw its suggestions in is a page of the browser's own,
 * which took up to a third of the end-to-end tests' time. The others are those that Playwright turns
 * off: of two such lists a browser heeds only the last.
 */
const WITHOUT = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning'
] as const;
const QUIET_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${WITHOUT.join(',')}`
];

/** How Playwright and Vitest start the browser; without a path they look for Playwright's own. */
export function launchOptions(): {
  args: string[];
  executablePath?: string;
  env: Record<string, string>;
} {
  const executablePath = named() ?? remembered() ?? onPath(...NAMES);
  const fonts = cjkFontConfig();
  return {
    args: QUIET_FLAGS,
    ...(executablePath ? { executablePath } : {}),
    env: { ...definedEnvironment(), ...(fonts ? { FONTCONFIG_FILE: fonts } : {}) }
  };
}

/** Finds a Chromium that starts, or installs one, and remembers where it is. */
export async function findChromium(): Promise<string | undefined> {
  const ways = [named, remembered, playwrights, () => onPath(...NAMES)];
  const installs = [playwrightInstall, debianChromium, packagedChromium];
  for (const way of [...ways, ...installs]) {
    const path = await way();
    if (path === undefined || !run(path, ['--version']).ok) continue;
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(FOUND, path);
    return path;
  }
  return undefined;
}

function named(): string | undefined {
  const path = process.env.CHROMIUM_PATH;
  if (path && !isExecutable(path)) {
    throw new Error(
      `CHROMIUM_PATH is ${path}, which is not an executable file. Correct or unset it.`
    );
  }
  return path || undefined;
}

function remembered(): string | undefined {
  if (!existsSync(FOUND)) return undefined;
  const path = readFileSync(FOUND, 'utf8').trim();
  return isExecutable(path) ? path : undefined;
}

async function playwrights(): Promise<string | undefined> {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return isExecutable(path) ? path : undefined;
}

async function playwrightInstall(): Promise<string | undefined> {
  const cli = resolve('node_modules/playwright/cli.js');
  const done = run(process.execPath, [cli, 'install', '--no-shell', 'chromium']);
  return done.ok ? await playwrights() : undefined;
}

function debianChromium(): string | undefined {
  return aptInstall('chromium') ? onPath(...NAMES) : undefined;
}

/** The npm package carries a compressed headless shell and unpacks it into TMPDIR. */
function packagedChromium(): string | undefined {
  const home = join(CACHE, 'packaged-chromium');
  mkdirSync(join(home, 'unpacked'), { recursive: true });
  const install = ['install', '--prefix', home, '--no-audit', '--no-fund'];
  if (!run('npm', [...install, '@sparticuz/chromium@147.0.0']).ok) return undefined;
  const unpack = `import c from '@sparticuz/chromium'; process.stdout.write(await c.executablePath())`;
  const env = { ...process.env, TMPDIR: join(home, 'unpacked') };
  const done = run(process.execPath, ['--input-type=module', '-e', unpack], { cwd: home, env });
  return done.ok ? done.output.trim() : undefined;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]]
    )
  );
}

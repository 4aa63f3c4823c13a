// Builds the app and the server; `--if-stale` only where a source is newer than the last build.
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

// What runs this script has said "development", which Svelte would take at its word.
process.env['NODE_ENV'] = 'production';

const STAMP = 'build/.built';
const SOURCES = [
  'package-lock.json',
  'package.json',
  'server',
  'src',
  'static',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts'
];

if (!process.argv.includes('--if-stale') || isStale()) await buildAll();

function isStale(): boolean {
  if (!existsSync(STAMP)) return true;
  const built = statSync(STAMP).mtimeMs;
  return SOURCES.some((source) => changedSince(built, source));
}

/** A folder counts too: its time tells of files that were removed. */
function changedSince(time: number, path: string): boolean {
  const stats = statSync(path);
  if (stats.mtimeMs > time) return true;
  return (
    stats.isDirectory() && readdirSync(path).some((name) => changedSince(time, join(path, name)))
  );
}

/** The stamp has the time of the start, so that an edit during the build is not missed. */
async function buildAll(): Promise<void> {
  const started = new Date();
  console.log('Building the app…');
  await build({ logLevel: 'warn' });
  await build({ configFile: 'server/vite.config.ts', logLevel: 'warn' });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, started, started);
  console.log(`Built in ${((Date.now() - started.getTime()) / 1000).toFixed(1)} s`);
}

// All JavaScript that is fetched until a page can be used, against what it may weigh.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const PAGE = 'src/routes/w/[workspace]/organization/+page.svelte';
const LAYOUTS = ['src/routes/+layout.svelte', 'src/routes/w/[workspace]/+layout.svelte'];
const LIMIT_KB = 150;
const CLIENT = '.svelte-kit/output/client';

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(CLIENT, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;

/** Route components come as generated nodes; each imports the page or layout it stands for. */
function roots(): string[] {
  const entries = Object.entries(manifest);
  const app = entries.filter(([, chunk]) => chunk.isEntry && /entry\/(start|app)/.test(chunk.file));
  const nodes = entries.filter(([name, chunk]) => {
    if (!/nodes\/\d+\.js$/.test(name) && !/nodes\/\d+/.test(chunk.file)) return false;
    const source = readFileSync(generated(name), 'utf8');
    return [PAGE, ...LAYOUTS].some((file) => source.includes(file));
  });
  return [...app, ...nodes].map(([name]) => name);
}

const generated = (name: string) => (name.startsWith('.svelte-kit') ? name : join('.', name));

function closure(names: readonly string[]): Set<string> {
  const all = new Set(names);
  for (const name of all) for (const next of manifest[name]?.imports ?? []) all.add(next);
  return all;
}

const files = [...closure(roots())].flatMap((name) => manifest[name]?.file ?? []);
const weights = [...new Set(files)].map((file) => ({
  file,
  bytes: gzipSync(readFileSync(join(CLIENT, file))).length
}));
weights.sort((a, b) => b.bytes - a.bytes);
const total = weights.reduce((n, { bytes }) => n + bytes, 0);
for (const { file, bytes } of weights.slice(0, 12))
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`);
console.log(
  `${(total / 1000).toFixed(1).padStart(7)} kB  gzipped in ${weights.length} files until Organization is usable, of ${LIMIT_KB} kB`
);
if (weights.length < 3)
  throw new Error('The manifest has no Organization page: has its route moved?');
if (total > LIMIT_KB * 1000) process.exitCode = 1;

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** A source file and what it imports, types included. */
interface Source {
  readonly file: string;
  readonly imports: readonly string[];
  readonly text: string;
}

/** Who may import whom: a layer is the longest of these prefixes that a file's path begins with. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/protocol': [],
  'src/crdt': ['src/core', 'src/protocol'],
  'src/worker': ['src/core'],
  'src/workspace': ['src/core', 'src/crdt', 'src/protocol', 'src/worker'],
  'src/ui/kit': [],
  'src/ui/charts': ['src/core'],
  'src/ui': ['src/ui/kit', 'src/ui/charts', 'src/core', 'src/workspace', 'src/worker'],
  'src/routes': ['src/ui', 'src/ui/kit', 'src/ui/charts', 'src/workspace', 'src/core'],
  server: ['src/protocol']
};

/** Where a library may be used; one that is not named may stand anywhere but in core. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  yjs: ['src/crdt', 'server'],
  svelte: ['src/workspace', 'src/ui', 'src/ui/kit', 'src/ui/charts', 'src/routes'],
  $app: ['src/routes', 'src/ui'],
  '@sveltejs/kit': ['src/routes'],
  lucide: ['src/ui/kit'],
  'd3-hierarchy': ['src/core', 'src/ui/charts'],
  papaparse: ['src/core', 'src/worker'],
  fflate: ['src/core', 'src/crdt', 'src/worker'],
  hyparquet: ['src/core'],
  'read-excel-file': ['src/core'],
  'write-excel-file': ['src/core'],
  'fractional-indexing': ['src/core'],
  ws: ['server'],
  lmdb: ['server'],
  pino: ['server'],
  'prom-client': ['server'],
  zod: ['src/protocol', 'src/crdt', 'src/workspace', 'server'],
  lib0: ['src/protocol', 'src/crdt', 'server'],
  'y-protocols': ['src/crdt', 'server'],
  'y-websocket': ['src/crdt'],
  node: ['server']
};

/** Folders of core, each of which may import those before it and none after. */
const CORE_ORDER = [
  'kernel',
  'org',
  'account',
  'finance',
  'audit',
  'snapshot',
  'import',
  'account-table',
  'export',
  'sample'
];

const FORBIDDEN_NAMES = /(^|\/)(utils?|helpers?|common|manager|service)s?(\.|\/|$)/i;
const CLOCK =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.(get|random|subtle)|\blocalStorage\b|\bwindow\.|\bdocument\.(body|create|query|add)/;

function layerOf(file: string): string | undefined {
  const fits = Object.keys(LAYERS).filter((layer) => file.startsWith(`${layer}/`));
  return fits.sort((a, b) => b.length - a.length)[0];
}

function importsOf(text: string): string[] {
  const found: string[] = [];
  const pattern =
    /(?:^|[\s;>])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+\.ts)['"]/g;
  for (const match of text.matchAll(pattern)) found.push(match[1] ?? match[2] ?? match[3] ?? '');
  return found;
}

/** The file an import leads to, or undefined for a library. */
function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : undefined;
}

function library(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  if (specifier.startsWith('$app')) return '$app';
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

/** Every breach of the house's rules, each with what to do instead. */
function breaches(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap(fileBreaches),
    ...circles(fileGraph(sources), 'files'),
    ...folderCircles(sources)
  ];
}

function fileBreaches({ file, imports, text }: Source): string[] {
  const found: string[] = [];
  const layer = layerOf(file);
  if (FORBIDDEN_NAMES.test(file)) found.push(`${file}: name it after what it holds`);
  if (/(^|\/)index\.ts$/.test(file))
    found.push(`${file}: no barrels; import from the file that has it`);
  if (layer === 'src/core' && CLOCK.test(text.replace(/^\s*(\*|\/\/|\/\*).*$/gm, '')))
    found.push(`${file}: core has no clock, chance or page; take the value as an argument`);
  for (const specifier of imports) {
    const to = target(file, specifier);
    const problem =
      to === undefined ? libraryBreach(layer, specifier) : layerBreach(file, layer, to);
    if (problem) found.push(`${file} imports ${specifier}: ${problem}`);
  }
  return found;
}

function libraryBreach(layer: string | undefined, specifier: string): string | undefined {
  const name = library(specifier);
  const allowed = LIBRARIES[name];
  if (!layer) return undefined;
  if (!allowed)
    return layer === 'src/core'
      ? `${name} is not known to core; add it to the list or leave it out`
      : undefined;
  return allowed.includes(layer) ? undefined : `${name} stays behind ${allowed.join(', ')}`;
}

function layerBreach(file: string, layer: string | undefined, to: string): string | undefined {
  const other = layerOf(to);
  if (!layer || !other) return undefined;
  if (layer !== other)
    return LAYERS[layer]?.includes(other)
      ? undefined
      : `${layer} may not know ${other}; pass the value in, or move the code down`;
  if (layer === 'src/ui') {
    const [area, otherArea] = [file, to].map((path) => path.split('/')[2]);
    if (area !== otherArea) return `areas do not know each other; let the route compose them`;
  }
  if (layer === 'src/core') {
    const [folder, otherFolder] = [file, to].map((path) => path.split('/')[2] ?? '');
    const [at, otherAt] = [folder, otherFolder].map((name) => CORE_ORDER.indexOf(name ?? ''));
    const rooted = file.split('/').length === 3;
    if (!rooted && (otherAt ?? 0) > (at ?? 0))
      return `core's ${folder} comes before ${otherFolder}; move what both need down`;
  }
  return undefined;
}

const fileGraph = (sources: readonly Source[]) =>
  new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap((each) => target(file, each) ?? [])])
  );

/** Folders of a layer must not import each other in a circle; a folder within one is part of it. */
function folderCircles(sources: readonly Source[]): string[] {
  const folderOf = (file: string) => file.split('/').slice(0, 3).join('/');
  const graph = new Map<string, string[]>();
  for (const { file, imports } of sources) {
    if (file.split('/').length < 4) continue;
    const outside = imports
      .flatMap((each) => target(file, each) ?? [])
      .filter((to) => to.split('/').length > 3)
      .map(folderOf);
    const folder = folderOf(file);
    graph.set(folder, [...(graph.get(folder) ?? []), ...outside.filter((to) => to !== folder)]);
  }
  return circles(graph, 'folders');
}

function circles(graph: ReadonlyMap<string, readonly string[]>, what: string): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]) => {
    if (path.includes(node)) {
      const circle = [...path.slice(path.indexOf(node)), node];
      found.push(`${what} in a circle: ${circle.join(' → ')}; move what both need to a third`);
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}

function sourcesIn(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|svelte)$/.test(name))
      .map((name) => {
        const file = join(folder, name);
        const text = readFileSync(file, 'utf8');
        return { file, text, imports: importsOf(text) };
      })
  );
}

const planted = (file: string, text: string): Source => ({ file, text, imports: importsOf(text) });

describe('the house', () => {
  test('holds together', () => {
    expect(breaches(sourcesIn('src', 'server'))).toEqual([]);
  });

  test.each([
    ['a layer that looks up', 'src/core/org/x.ts', `import { a } from '#crdt/replica.ts';`],
    ['a type that looks up', 'src/core/org/x.ts', `import type { A } from '#workspace/y.ts';`],
    [
      'a component that looks up',
      'src/ui/kit/X.svelte',
      `<script lang="ts">\n  import { w } from '#workspace/current.ts';\n</script>`
    ],
    [
      'an area that knows another',
      'src/ui/import/x.ts',
      `import { m } from '#ui/frame/messages.ts';`
    ],
    ['a library out of its layer', 'src/workspace/x.ts', `import * as Y from 'yjs';`],
    ['a library that core does not know', 'src/core/org/x.ts', `import x from 'left-pad';`],
    [
      'a core folder that looks ahead',
      'src/core/kernel/x.ts',
      `import { a } from '#core/org/model.ts';`
    ],
    ['the server looking into core', 'server/x.ts', `import { a } from '../src/core/kinds.ts';`],
    ['a clock in core', 'src/core/org/x.ts', `export const now = Date.now();`],
    ['a name that says nothing', 'src/core/org/utils.ts', ``],
    ['a barrel', 'src/core/org/index.ts', ``]
  ])('is breached by %s', (_, file, text) => {
    expect(breaches([planted(file, text)])).not.toEqual([]);
  });

  test('is breached by circles of files and of folders', () => {
    const files = [
      planted('src/crdt/a.ts', `import './b.ts';`),
      planted('src/crdt/b.ts', `import './a.ts';`)
    ];
    expect(breaches(files)).toHaveLength(1);
    const folders = [
      planted('src/crdt/a/x.ts', `import '../b/y.ts';`),
      planted('src/crdt/b/z.ts', `import '../a/w.ts';`)
    ];
    expect(breaches(folders)).toHaveLength(1);
  });

  test('is not breached by what may be', () => {
    expect(
      breaches([
        planted(
          'src/ui/import/x.ts',
          `import { a } from '#core/kinds.ts';\nimport b from '#ui/kit/Button.svelte';`
        )
      ])
    ).toEqual([]);
  });
});

import { build } from 'vite';

/** Where a script's own bundles lie. */
const OUT = 'node_modules/.cache/banyan';

/**
 * A TypeScript file as one module that plain Node runs, and where it lies: code that is served
 * module by module is slower, and what is measured or run for hours must not be. `whole` brings the
 * libraries in.
 */
export async function bundled(entry: string, name: string, whole = false): Promise<string> {
  await build({
    configFile: false,
    ssr: { noExternal: whole ? true : [] },
    logLevel: 'silent',
    build: { ssr: entry, outDir: `${OUT}/${name}`, target: 'node20', minify: false }
  });
  return `${OUT}/${name}/${/([^/]+)\.ts$/.exec(entry)?.[1] ?? 'main'}.js`;
}

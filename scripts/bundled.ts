import { build } from 'vite';

/** Where a script's own bundles lie; libraries stay outside of them. */
const OUT = 'node_modules/.cache/banyan';

/**
 * A TypeScript file as one module that plain Node runs, and where it lies: code that is served
 * module by module is slower, and what is measured or run for hours must not be.
 */
export async function bundled(entry: string, name: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: entry, outDir: `${OUT}/${name}`, target: 'node20', minify: false }
  });
  return `${OUT}/${name}/${/([^/]+)\.ts$/.exec(entry)?.[1] ?? 'main'}.js`;
}

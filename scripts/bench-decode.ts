import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import * as Y from 'yjs';
import { Account } from '#core/account/model.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { rows } from '#core/kernel/table.ts';

/** How long Yjs alone takes, in the same browser, for the same records with one value a record. */
export async function decodeInPage(page: Page, state: State): Promise<number[]> {
  const doc = new Y.Doc();
  const map = doc.getMap('records');
  doc.transact(() => {
    for (const row of rows(tableOf(state, Account))) map.set(row.id, JSON.stringify(row));
  });
  const update = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
  const bundle = await yjsBundle();
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    // A page of its own each time, with code as cold as that of a page that opens a workspace.
    const blank = await page.context().newPage();
    await blank.setContent('<p></p>');
    await blank.addScriptTag({ content: bundle });
    times.push(await blank.evaluate(decoded, update));
    await blank.close();
  }
  return times;
}

function decoded(text: string): number {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const { Doc, applyUpdate } = (globalThis as unknown as { BenchY: typeof Y }).BenchY;
  const started = performance.now();
  applyUpdate(new Doc(), bytes);
  return performance.now() - started;
}

async function yjsBundle(): Promise<string> {
  const { build } = await import('vite');
  const out = mkdtempSync(join(tmpdir(), 'banyan-bench-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: out,
      lib: {
        entry: 'node_modules/yjs/dist/yjs.mjs',
        name: 'BenchY',
        formats: ['iife'],
        fileName: () => 'yjs.js'
      }
    }
  });
  const code = readFileSync(join(out, 'yjs.js'), 'utf8').replace(
    /^(var|let|const) BenchY/,
    'var BenchY'
  );
  rmSync(out, { recursive: true });
  return code;
}

// The built app and workspaces to look at in it, for the benches that need a browser.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'playwright';
import * as Y from 'yjs';
import { importOrganization } from '#core/import/command.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { SAMPLE_SEED, sampleGroup } from '#core/sample/group.ts';
import { writeBackup } from '#crdt/backup.ts';
import { Replica } from '#crdt/replica.ts';

const SECTIONS = ['org', 'accounts', 'finance'] as const;
export const NOW = Date.UTC(2026, 10, 24);

/** A workspace of a size, made by the same commands as in the page. */
export function workspaceOf(accounts: number): Replica {
  const replica = new Replica(new Map(SECTIONS.map((section) => [section, new Y.Doc()])), {
    slot: 'bench',
    device: 'bench',
    name: 'bench'
  });
  for (const section of SECTIONS) for (const _ of replica.open(section));
  replica.run(createOrganization, { name: 'Bench', provider: 'other' }, NOW);
  const source = sampleGroup(SAMPLE_SEED, accounts);
  replica.run(importOrganization, { sources: [source], target: ROOT }, NOW);
  return replica;
}

/** A workspace as a file that the welcome page restores. */
export function backupOf(replica: Replica): { name: string; mimeType: string; buffer: Buffer } {
  const sections = new Map(
    [...replica.sections].map(([section, reader]) => [section, Y.encodeStateAsUpdate(reader.doc)])
  );
  const buffer = Buffer.from(writeBackup({ name: 'Bench', at: NOW, sections }));
  return { name: 'bench.banyan', mimeType: '', buffer };
}

/** Serves the built app until it is stopped. */
export function serve(): Promise<{ url: string; stop: () => void }> {
  if (!existsSync('build/server/main.js')) throw new Error('Build first: npm run build');
  const dataDir = mkdtempSync(join(tmpdir(), 'banyan-bench-'));
  const child = spawn(process.execPath, ['build/server/main.js'], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir }
  });
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /Banyan is at (\S+)/.exec(chunk.toString())?.[1];
      if (url) resolve({ url, stop: () => child.kill('SIGTERM') });
    });
  });
}

/** Processor seconds that a page's main thread has worked so far. */
export async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;
}

import type { Page } from 'playwright';
import * as Y from 'yjs';
import { createOrganization } from '#core/org/commands.ts';
import type { State } from '#core/kernel/state.ts';
import { writeBackup } from '#crdt/backup.ts';
import { Replica } from '#crdt/replica.ts';
import { memberPages } from './member-pages.ts';

const SECTIONS = ['org', 'accounts', 'finance'] as const;

/** Milliseconds until the preview of a state's page files is there, and until it is applied. */
export async function importTimes(page: Page, url: string, state: State) {
  await page.goto(url);
  await page
    .getByLabel('Restore a backup')
    .setInputFiles({ name: 'empty.banyan', mimeType: '', buffer: emptyBackup() });
  await page.getByRole('main').getByRole('link', { name: 'Import' }).first().click();
  const picker = page.locator('input[type=file][multiple]');
  await picker.waitFor({ state: 'attached' });
  const files = memberPages(state).map(([name, content]) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(content)
  }));
  const previewed = watched(page, 'change', 'main footer button:last-child');
  await picker.setInputFiles(files);
  const preview = await previewed;
  const applied = watched(page, 'click', '[role=treegrid] [role=row]');
  await page.locator('main footer button:last-child').click();
  const apply = await applied;
  return { preview: preview.time, apply: apply.time, longest: Math.max(preview.gap, apply.gap) };
}

/** From an event until something is painted, in the page's own time, and the longest still picture. */
function watched(page: Page, event: string, selector: string) {
  return page.evaluate(
    ({ event, selector }) =>
      new Promise<{ time: number; gap: number }>((resolve) => {
        let gap = 0;
        const begin = () => {
          const start = performance.now();
          let last = start;
          const look = () => {
            const now = performance.now();
            gap = Math.max(gap, now - last);
            last = now;
            if (document.querySelector(selector))
              requestAnimationFrame(() => resolve({ time: performance.now() - start, gap }));
            else requestAnimationFrame(look);
          };
          look();
        };
        window.addEventListener(event, begin, { capture: true, once: true });
      }),
    { event, selector }
  );
}

function emptyBackup(): Buffer {
  const docs = new Map(SECTIONS.map((section) => [section, new Y.Doc()]));
  const replica = new Replica(docs, { slot: 'bench', device: 'bench', name: 'bench' });
  for (const section of SECTIONS) for (const _ of replica.open(section));
  const at = Date.UTC(2026, 10, 24);
  replica.run(createOrganization, { name: 'Import', provider: 'other' }, at);
  const sections = new Map(
    [...docs].map(([section, doc]) => [section, Y.encodeStateAsUpdate(doc)])
  );
  return Buffer.from(writeBackup({ name: 'Import', at, sections }));
}

// People who work together, as benches need them: a page that shares, and colleagues without one.
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Page } from 'playwright';
import { importOrganization } from '#core/import/command.ts';
import type { Source } from '#core/import/source.ts';
import type { Section } from '#core/kernel/kind.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { writeBackup } from '#crdt/backup.ts';
import { PartedSocket } from '#crdt/remote/parted-socket.ts';
import { Replica } from '#crdt/replica.ts';
import { decodeRefused, MESSAGE, SUBPROTOCOL } from '#protocol/wire.ts';

export const PATIENCE = { timeout: 120_000 };
const SECTIONS: readonly Section[] = ['org', 'accounts', 'finance'];

// y-websocket and our socket look for the browser's.
Object.assign(globalThis, { WebSocket });

export interface Client {
  readonly replica: Replica;
  readonly providers: readonly WebsocketProvider[];
}

/** A right to a workspace, as a link carries it. */
export interface Right {
  readonly workspace: string;
  readonly secret: string;
}

function replicaOf(slot: string): Replica {
  const docs = new Map(SECTIONS.map((section) => [section, new Y.Doc()]));
  return new Replica(docs, { slot, device: slot, name: slot });
}

const opened = (replica: Replica): Replica => {
  for (const section of SECTIONS) for (const _ of replica.open(section));
  return replica;
};

/** A colleague: the app's own documents and socket, without a page. */
export async function colleague(url: string, right: Right, slot: string): Promise<Client> {
  const replica = replicaOf(slot);
  const providers = [...replica.sections].map(
    ([section, { doc }]) =>
      new WebsocketProvider(
        `${url.replace('http', 'ws')}/ws`,
        `${right.workspace}/${section}`,
        doc,
        {
          disableBc: true,
          protocols: [SUBPROTOCOL, right.secret],
          WebSocketPolyfill: PartedSocket as unknown as typeof globalThis.WebSocket
        }
      )
  );
  for (const provider of providers) {
    // What is acknowledged is of no interest here.
    provider.messageHandlers[MESSAGE.ack] = () => undefined;
    provider.messageHandlers[MESSAGE.head] = () => undefined;
    provider.messageHandlers[MESSAGE.refused] = (_, decoder) => {
      throw new Error(`The relay refused what ${slot} wrote: ${decodeRefused(decoder)}`);
    };
  }
  for (const provider of providers)
    if (!provider.synced) await new Promise<void>((done) => provider.once('sync', () => done()));
  return { replica: opened(replica), providers };
}

export function leave({ providers }: Client) {
  for (const provider of providers) {
    provider.destroy();
    provider.awareness.destroy();
  }
}

/** A workspace of what a source holds, as a backup that a page restores. */
export function backupOf(source: Source): Buffer {
  const replica = opened(replicaOf('bench'));
  const now = Date.now();
  replica.run(createOrganization, { name: 'Bench', provider: 'other' }, now);
  const done = replica.run(importOrganization, { sources: [source], target: ROOT }, now);
  if (!done.ok) throw new Error(done.problems[0].code);
  const sections = new Map(
    [...replica.sections].map(([section, { doc }]) => [section, Y.encodeStateAsUpdate(doc)])
  );
  return Buffer.from(writeBackup({ name: 'Bench', at: now, sections }));
}

/** Restores a backup in a page, which then says `told`. */
export async function restore(page: Page, url: string, backup: Buffer, told: string) {
  await page.goto(url);
  const file = { name: 'bench.banyan', mimeType: '', buffer: backup };
  await page.getByLabel(/Restore/).setInputFiles(file);
  await page.getByText(told).first().waitFor(PATIENCE);
}

/** Shares the workspace of a page; answers with the owner's right. */
export async function share(page: Page): Promise<Right> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Start sharing' }).click();
  await page.getByText('Who has access').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.locator('header .chip', { hasText: 'Synced' }).waitFor(PATIENCE);
  const [entry] = await page.evaluate(
    () =>
      JSON.parse(localStorage.getItem('banyan.workspaces') ?? '[]') as {
        id: string;
        share: { secret: string };
      }[]
  );
  if (!entry) throw new Error('The workspace is not in the list.');
  return { workspace: entry.id, secret: entry.share.secret };
}

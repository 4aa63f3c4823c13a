import '../../../src/app.css';
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { addAccount, moveAccounts } from '#core/account/commands.ts';
import { addDepartment, renameDepartment } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { home } from '#workspace/home.svelte.ts';
import { reverting } from '#workspace/reverting.svelte.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { openWorkspace, type Workspace } from '#workspace/workspace.svelte.ts';
import Harness from './Harness.svelte';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

/** The page over a real workspace of this browser, with an address of its own. */
async function open(fill: (workspace: Workspace) => Promise<unknown>, query = '') {
  settings.set({ locale: 'en' });
  const workspace = openWorkspace(await home.create('Group', 'tencent'));
  await vi.waitUntil(() => workspace.phase === 'ready');
  await fill(workspace);
  const target = document.createElement('div');
  target.style.cssText = 'position: fixed; inset: 0; display: flex; flex-direction: column';
  document.body.append(target);
  const address = { query };
  const app = mount(Harness, { target, props: { workspace, address } });
  close = async () => {
    await unmount(app);
    target.remove();
    await workspace.close();
    await home.remove(workspace.id);
  };
  return { workspace, address };
}

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-entry]')];
const row = (text: string) => rows().find((one) => one.textContent.includes(text));
const status = () => document.querySelector('[role=status]')?.textContent.trim();
const focused = () => (document.activeElement as HTMLElement).textContent;
const button = (text: string) =>
  [...document.querySelectorAll<HTMLElement>('button, a')].find((one) =>
    one.textContent.includes(text)
  );
const keys = async (pressed: string) => {
  await userEvent.keyboard(pressed);
  await tick();
};

async function departments(workspace: Workspace) {
  await workspace.run(addDepartment, { id: 'east', name: 'East', parentId: ROOT });
  await workspace.run(addDepartment, { id: 'west', name: 'West', parentId: ROOT });
  await workspace.run(renameDepartment, { id: 'east', name: 'FarEast' });
}

describe('the history', () => {
  it('tells the newest first, and says how many entries by how many people', async () => {
    await open(departments);
    await vi.waitUntil(() => status() === '4 entries by 1 person');
    expect(rows().map((one) => one.textContent.replace(/\s+/g, ' ').trim().slice(6))).toEqual([
      expect.stringContaining('renamed East to FarEast'),
      expect.stringContaining('added department West'),
      expect.stringContaining('added department FarEast'),
      expect.stringContaining('created the organization Group')
    ]);
  });

  it('draws a hundred of many, and more as the end comes into sight', async () => {
    await open(async (workspace) => {
      await departments(workspace);
      for (let i = 0; i < 400; i++)
        await workspace.run(renameDepartment, { id: 'west', name: `West${i}` });
    });
    await vi.waitUntil(() => status() === '404 entries by 1 person', { timeout: 8000 });
    expect(rows()).toHaveLength(100);
    const list = document.querySelector('.list');
    list?.scrollTo({ top: list.scrollHeight });
    await vi.waitUntil(() => rows().length > 100, { timeout: 8000 });
  });

  it('goes by J, K and the arrows, opens by Enter, and keeps what is open in the address', async () => {
    const { address } = await open(departments);
    await vi.waitUntil(() => rows().length === 4);
    rows()[0]?.focus();
    await keys('j');
    expect(focused()).toContain('added department West');
    await keys('{ArrowDown}k');
    expect(focused()).toContain('added department West');
    await keys('k{Enter}');
    expect(new URLSearchParams(address.query).get('entry')).toBe(rows()[0]?.dataset['entry']);
    expect(document.querySelector('del')?.textContent).toBe('East');
    expect(document.querySelector('ins')?.textContent).toBe('FarEast');
    await keys('{ArrowLeft}');
    expect(document.querySelector('del')).toBeNull();
  });

  it('shows the first changes of very many, and counts the others', async () => {
    await open(async (workspace) => {
      await departments(workspace);
      const ids: string[] = [];
      for (let i = 0; i < 20; i++) {
        const externalId = String(100_000_000_000 + i);
        await workspace.run(addAccount, { provider: 'tencent', externalId, name: `account-${i}` });
        ids.push(`tencent:${externalId}`);
      }
      await workspace.run(moveAccounts, { ids, departmentId: 'west' });
    });
    await vi.waitUntil(() => row('moved 20 accounts to West') !== undefined);
    row('moved 20 accounts to West')?.click();
    await tick();
    expect(document.querySelectorAll('del')).toHaveLength(8);
    expect(button('Show 12 more')).toBeDefined();
    button('Show 12 more')?.click();
    await tick();
    expect(document.querySelectorAll('del')).toHaveLength(20);
  });

  it('takes filters from the address, drops them by their chips, and says when nothing fits', async () => {
    const { address } = await open(departments, 'command=department.rename&in=east');
    await vi.waitUntil(() => status() === '1 entry by 1 person');
    const drop = document.querySelector<HTMLElement>(
      'button[aria-label="Drop the filter: Rename department"]'
    );
    drop?.click();
    await vi.waitUntil(() => status() === '2 entries by 1 person');
    expect(address.query).toBe('in=east');
    const search = document.querySelector<HTMLInputElement>('.search input');
    search?.focus();
    await keys('nowhere');
    await vi.waitUntil(() => document.body.textContent.includes('No entry fits the filter'));
    button('Clear the filter')?.click();
    await vi.waitUntil(() => rows().length === 4);
    expect(address.query).toBe('');
  });

  it('follows what happens, marks what was undone, and asks the frame to take a step back', async () => {
    const { workspace } = await open(departments);
    await vi.waitUntil(() => rows().length === 4);
    row('renamed East')?.click();
    await tick();
    button('Revert this')?.click();
    expect(reverting.asked?.entry).toBe(rows()[0]?.dataset['entry']);
    const { entry } = reverting.asked ?? { entry: '' };
    flushSync(() => reverting.done());
    await workspace.revert(entry);
    await vi.waitUntil(() => rows().length === 5);
    expect(rows()[0]?.textContent).toContain('undid: renamed East to FarEast');
    expect(rows()[1]?.textContent).toContain('undone');
    const again = button('Revert this');
    expect(again?.getAttribute('aria-disabled')).toBe('true');
    expect(again?.getAttribute('title')).toBe('This was undone already');
  });
});

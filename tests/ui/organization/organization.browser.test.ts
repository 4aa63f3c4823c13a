import '../../../src/app.css';
import { mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { Account } from '#core/account/model.ts';
import { addAccount } from '#core/account/commands.ts';
import { importOrganization } from '#core/import/command.ts';
import { rowOf, tableOf } from '#core/kernel/state.ts';
import { addDepartment } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { childrenOf, subtreeOf } from '#core/org/tree.ts';
import { sampleGroup } from '#core/sample/group.ts';
import type { Address } from '#ui/organization/address.ts';
import Organization from '#ui/organization/Organization.svelte';
import { OrganizationView } from '#ui/organization/view.svelte.ts';
import { home } from '#workspace/home.svelte.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { openWorkspace, type Workspace } from '#workspace/workspace.svelte.ts';

interface Opened {
  workspace: Workspace;
  view: OrganizationView;
  address: Address & { written: string[] };
}

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

/** The page over a real workspace of this browser; its address is kept beside the test's own. */
async function open(
  fill: (workspace: Workspace) => Promise<unknown>,
  search = ''
): Promise<Opened> {
  settings.set({ locale: 'en' });
  const workspace = openWorkspace(await home.create('Group', 'tencent'));
  await vi.waitUntil(() => workspace.phase === 'ready');
  await fill(workspace);
  let params = new URLSearchParams(search);
  const address = {
    written: [] as string[],
    read: () => params,
    write(next: URLSearchParams, how: string) {
      params = next;
      address.written.push(`${how} ${next.toString()}`);
    }
  };
  const target = document.createElement('div');
  target.style.cssText = 'position: fixed; inset: 0; display: flex; flex-direction: column';
  document.body.append(target);
  const view = new OrganizationView(workspace, address);
  const app = mount(Organization, { target, props: { workspace, view } });
  close = async () => {
    await unmount(app);
    target.remove();
    await workspace.close();
    await home.remove(workspace.id);
  };
  await vi.waitUntil(() => rows().length > 0);
  return { workspace, view, address };
}

/** Four departments, the last three of one chain five levels deep, and three accounts. */
async function small(workspace: Workspace) {
  for (const [id, name, parentId] of [
    ['east', 'East', ROOT],
    ['south', 'South', ROOT],
    ['a', 'Alpha', 'east'],
    ['b', 'Beta', 'a'],
    ['c', 'Gamma', 'b'],
    ['d', 'Delta', 'c']
  ] as const)
    await workspace.run(addDepartment, { id, name, parentId });
  for (const n of [1, 2, 3])
    await workspace.run(addAccount, {
      provider: 'tencent',
      externalId: `10000000000${n}`,
      name: `account-${n}`,
      departmentId: 'south'
    });
}

const rows = () => [...document.querySelectorAll<HTMLElement>('[role=row][data-index]')];
const row = (text: string) => rows().find((one) => one.textContent.includes(text))!;
const focused = () => (document.activeElement as HTMLElement).innerText.split('\n')[0]?.trim();
const texts = () =>
  rows()
    .sort((x, y) => Number(x.dataset['index']) - Number(y.dataset['index']))
    .map((one) => one.querySelector('.title')?.textContent);
const keys = async (pressed: string) => {
  await userEvent.keyboard(pressed);
  await tick();
};
/** What is fetched when it is first needed comes a moment later. */
const seen = (selector: string): Promise<HTMLElement> =>
  vi.waitUntil(() => document.querySelector<HTMLElement>(selector));
const gone = (selector: string) => vi.waitUntil(() => document.querySelector(selector) === null);
const ACCOUNT = 'tencent:100000000001';

describe('the outline', () => {
  it('draws fewer than 80 rows of 10,000, wherever it is scrolled', async () => {
    const { workspace, view } = await open((made) =>
      made.run(importOrganization, { sources: [sampleGroup(7, 10_000)], target: ROOT })
    );
    const departments = subtreeOf(workspace.state, ROOT);
    view.expandAll(departments);
    for (const id of departments) view.unfold(id);
    await tick();
    const grid = document.querySelector('[role=treegrid]')!;
    const all = tableOf(workspace.state, Account).size + tableOf(workspace.state, Department).size;
    expect(all).toBeGreaterThan(11_000);
    expect(grid.getAttribute('aria-rowcount')).toBe(String(all + 2));
    for (const part of [0, 0.5, 1]) {
      grid.scrollTo({ top: grid.scrollHeight * part });
      await vi.waitFor(() => {
        const { top, bottom } = grid.getBoundingClientRect();
        const shown = rows().map((one) => one.getBoundingClientRect());
        expect(shown.some((box) => box.top <= top + 34 && box.bottom >= top)).toBe(true);
        if (part < 1) expect(shown.some((box) => box.bottom >= bottom - 1)).toBe(true);
      });
      expect(rows().length).toBeLessThan(80);
    }
    rows()
      .find((one) => one.tabIndex === 0)!
      .focus();
    await keys('{End}');
    await vi.waitFor(() =>
      expect(document.activeElement?.getAttribute('aria-rowindex')).toBe(String(all + 2))
    );
    expect(rows().length).toBeLessThan(80);
  }, 60_000);

  it('is walked, opened and closed by keys, one row in the tab order', async () => {
    await open(small);
    row('Group').focus();
    await keys('{ArrowDown}');
    expect(focused()).toBe('East');
    expect(row('East').getAttribute('aria-expanded')).toBe('true');
    await keys('{ArrowLeft}');
    expect(row('East').getAttribute('aria-expanded')).toBe('false');
    expect(texts()).not.toContain('Alpha');
    await keys('{ArrowRight}');
    expect(texts()).toContain('Alpha');
    await keys('{ArrowRight}');
    expect(focused()).toBe('Alpha');
    await keys('{ArrowLeft}{ArrowLeft}');
    expect(focused()).toBe('East');
    await keys('{End}');
    expect(focused()).toBe('South');
    await keys('{ArrowRight}jj');
    expect(focused()).toBe('account-2');
    await keys('k{Home}');
    expect(focused()).toBe('Group');
    await keys('so');
    expect(focused()).toBe('South');
    const inTabOrder = rows().filter((one) => one.tabIndex === 0);
    expect(inTabOrder.map((one) => one.querySelector('.title')?.textContent)).toEqual(['South']);
    const { ariaLevel, ariaPosInSet, ariaSetSize } = row('South');
    expect([ariaLevel, ariaPosInSet, ariaSetSize]).toEqual(['2', '2', '2']);
  });

  it('selects with space, shift and control, and marks what stands above', async () => {
    const { view, address } = await open(small);
    view.setExpanded('south', true);
    await tick();
    row('account-1').focus();
    await keys(' ');
    await keys('{Shift>}{ArrowDown}{/Shift}');
    expect([...view.selected]).toEqual([ACCOUNT, 'tencent:100000000002']);
    expect(row('account-1').getAttribute('aria-selected')).toBe('true');
    expect(row('South').querySelector('[role=checkbox]')?.getAttribute('aria-checked')).toBe(
      'mixed'
    );
    expect(row('East').querySelector('[role=checkbox]')?.getAttribute('aria-checked')).toBe(
      'false'
    );
    await seen('[role=toolbar]');
    await vi.waitFor(() =>
      expect(document.querySelector('[role=toolbar]')?.textContent).toContain('2 accounts selected')
    );
    expect(address.written.at(-1)).toBe(
      `replace sel=${encodeURIComponent(`${ACCOUNT},tencent:100000000002`)}`
    );
    await keys('{Control>}a{/Control}');
    expect(view.selection.accounts).toHaveLength(3);
    expect(view.selection.departments).toContain('east');
    await keys('{Escape}');
    expect(view.selected.size).toBe(0);
  });

  it('renames in place and says why a name is refused', async () => {
    const { workspace } = await open(small);
    row('East').focus();
    await keys('{F2}');
    await seen('.rename input');
    await keys('South{Enter}');
    await vi.waitFor(() => expect(row('Group').parentElement?.textContent).toContain('already'));
    expect(rowOf(workspace.state, Department, 'east')?.name).toBe('East');
    await keys('{Escape}');
    await vi.waitFor(() => expect(focused()).toBe('East'));
    await keys('{F2}');
    await seen('.rename input');
    await keys('North{Enter}');
    await vi.waitFor(() => expect(focused()).toBe('North'));
    expect(rowOf(workspace.state, Department, 'east')?.name).toBe('North');
  });

  it('filters by name and id, keeps what stands above, and offers a way out of nothing', async () => {
    const { view } = await open(small);
    const input = document.querySelector<HTMLInputElement>('.filter input')!;
    await userEvent.fill(input, '100000000002');
    expect(texts()).toEqual(['Group', 'South', 'account-2']);
    expect(document.body.textContent).toContain('1 of 9');
    await userEvent.fill(input, 'nobody');
    await expect.poll(() => document.body.textContent).toContain('“nobody”');
    view.setQuery('');
    await tick();
    expect(texts()).toContain('East');
  });
});

/** A pointer that goes from one row to a part of another and is let go there. */
async function drag(from: string, to: string, fraction = 0.5, letGo = true) {
  const send = (type: string, x: number, y: number) =>
    (document.elementFromPoint(x, y) ?? document.body).dispatchEvent(
      new PointerEvent(type, {
        bubbles: true,
        clientX: x,
        clientY: y,
        pointerId: 1,
        isPrimary: true,
        pointerType: 'mouse'
      })
    );
  const start = row(from).getBoundingClientRect();
  const end = row(to).getBoundingClientRect();
  const x = start.left + 200;
  send('pointerdown', x, start.top + 16);
  send('pointermove', x + 6, start.top + 16);
  send('pointermove', x + 6, end.top + end.height * fraction);
  await tick();
  if (letGo) send('pointerup', x + 6, end.top + end.height * fraction);
  await tick();
}

describe('a drag', () => {
  it('says why it cannot be dropped, and then changes nothing', async () => {
    const { workspace, view } = await open(small);
    view.expandAll(['east', 'a', 'b', 'c', 'south']);
    await tick();
    await drag('South', 'Delta', 0.5, false);
    expect((await seen('.reason')).textContent).toContain('level 6 of 5');
    const before = workspace.state;
    await keys('{Escape}');
    await drag('East', 'Beta');
    expect(workspace.state).toBe(before);
    await gone('.ghost');
  });

  it('is taken back by Escape', async () => {
    const { workspace } = await open(small);
    const before = workspace.state;
    await drag('South', 'Alpha', 0.5, false);
    expect((await seen('.ghost')).textContent).toContain('South');
    await keys('{Escape}');
    await gone('.ghost');
    expect(workspace.state).toBe(before);
  });

  it('moves into a department, and between siblings', async () => {
    const { workspace } = await open(small);
    await drag('South', 'East', 0.05);
    expect(childrenOf(workspace.state, ROOT)).toEqual(['south', 'east']);
    await drag('South', 'Alpha', 0.5);
    expect(rowOf(workspace.state, Department, 'south')?.parentId).toBe('a');
  });

  it('takes the whole selection along as one step', async () => {
    const { workspace, view } = await open(small);
    view.setExpanded('south', true);
    view.select(['b', ACCOUNT, 'tencent:100000000002']);
    await tick();
    await drag('account-1', 'East');
    expect(rowOf(workspace.state, Department, 'b')?.parentId).toBe('east');
    expect(rowOf(workspace.state, Account, 'tencent:100000000002')?.departmentId).toBe('east');
    await workspace.undo();
    expect(rowOf(workspace.state, Department, 'b')?.parentId).toBe('a');
    expect(rowOf(workspace.state, Account, ACCOUNT)?.departmentId).toBe('south');
  });
});

describe('dialogs', () => {
  it('M moves by name and greys what is refused', async () => {
    const { workspace } = await open(small);
    row('South').focus();
    await keys('m');
    await vi.waitUntil(() => document.activeElement?.role === 'combobox');
    await keys('Delta');
    const option = document.querySelector('[role=option]')!;
    expect(option.getAttribute('aria-disabled')).toBe('true');
    expect(option.textContent).toContain('level 6 of 5');
    await keys('{Enter}');
    expect(document.querySelector('dialog')).not.toBeNull();
    await keys('{Control>}a{/Control}Alpha{Enter}');
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(rowOf(workspace.state, Department, 'south')?.parentId).toBe('a');
    await vi.waitFor(() => expect(focused()).toBe('South'));
  });

  it('a department with something in it is not deleted, accounts leave only the workspace', async () => {
    const { workspace, view } = await open(small);
    row('South').focus();
    await keys('{Delete}');
    expect((await seen('dialog')).textContent).toContain('3 accounts');
    await keys('{Escape}');
    await gone('dialog');
    view.select([ACCOUNT]);
    await tick();
    row('South').focus();
    await keys('{Delete}');
    expect((await seen('dialog')).textContent).toContain('nothing happens in the cloud');
    document.querySelector<HTMLButtonElement>('dialog button[type=submit]')!.click();
    await vi.waitFor(() => expect(rowOf(workspace.state, Account, ACCOUNT)).toBeUndefined());
  });

  it('T tags everything that is selected', async () => {
    const { workspace, view } = await open(small);
    view.select([ACCOUNT, 'east']);
    await tick();
    row('South').focus();
    await keys('t');
    await seen('dialog input');
    const [key, value] = [...document.querySelectorAll<HTMLInputElement>('dialog input')];
    await userEvent.fill(key!, 'env');
    await userEvent.fill(value!, 'prod');
    await keys('{Enter}');
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(rowOf(workspace.state, Account, ACCOUNT)?.tags).toEqual([['env', 'prod']]);
    expect(rowOf(workspace.state, Department, 'east')?.tags).toEqual([['env', 'prod']]);
  });
});

describe('the inspector', () => {
  it('has every field of the kind, keeps an edit, refuses another, and tells both', async () => {
    const { workspace, view } = await open(small, `at=${ACCOUNT}`);
    const panel = await seen('aside:has([data-tab])');
    expect(texts()).toContain('account-1');
    for (const [name, field] of Object.entries(Account.fields))
      if (!['name', 'externalId', 'departmentId'].includes(name))
        expect(panel.textContent).toContain(field.label.en as string);
    const button = (label: string) =>
      panel.querySelector<HTMLElement>(`[aria-label^="${label}:"]`)!;
    button('Owner').click();
    await seen('aside input');
    await keys('Ann{Enter}');
    await vi.waitFor(() => expect(rowOf(workspace.state, Account, ACCOUNT)?.owner).toBe('Ann'));
    button('E-mail').click();
    await seen('aside input');
    await keys('nonsense{Enter}');
    await vi.waitFor(() =>
      expect(panel.querySelector('[role=alert]')?.textContent).toContain('nonsense')
    );
    expect(rowOf(workspace.state, Account, ACCOUNT)?.email).toBe('');
    await keys('{Escape}');
    panel.querySelector<HTMLElement>('[data-tab=history]')!.click();
    await tick();
    expect(panel.textContent).toContain('set owner of account-1 to Ann');
    expect(panel.querySelector('ins')?.textContent).toBe('Ann');
    view.inspect(undefined);
    await tick();
    expect(document.querySelector('aside')).toBeNull();
  });

  it('locks the two mandatory permissions and keeps the others', async () => {
    const { workspace } = await open(small, `at=${ACCOUNT}`);
    const boxes = () => [
      ...document.querySelectorAll<HTMLInputElement>('aside input[type=checkbox]')
    ];
    await seen('aside input[type=checkbox]');
    boxes()[3]!.click();
    await vi.waitFor(() => expect(boxes()[3]!.checked && boxes()[0]!.checked).toBe(true));
    expect(boxes().map((box) => box.disabled)).toEqual([
      true,
      true,
      ...Array<boolean>(8).fill(false)
    ]);
    expect(workspace.historyOf('financialPolicy', ACCOUNT)).toHaveLength(1);
  });
});

describe('findings', () => {
  it('are counted when the page is idle, and lead to their records', async () => {
    const { view } = await open(async (made) => {
      await small(made);
      const rowsOf = (id: string) => ({
        origin: { file: 'f.csv', line: 1 },
        provider: 'tencent' as const,
        externalId: id,
        name: 'twin',
        department: { by: 'root' as const }
      });
      await made.run(importOrganization, {
        sources: [
          {
            file: 'f.csv',
            format: 'table',
            departments: [],
            accounts: [rowsOf('200000000001'), rowsOf('200000000002')],
            refusals: []
          }
        ],
        target: ROOT
      });
    });
    const found = () =>
      [...document.querySelectorAll('button')].find((one) => one.textContent.includes('1 finding'));
    await vi.waitFor(() => expect(found()).toBeDefined(), 3000);
    found()!.click();
    await tick();
    const panel = await seen('aside:has(li)');
    expect(panel.textContent).toContain('2 accounts are called “twin”');
    [...panel.querySelectorAll('button')]
      .find((one) => one.textContent.includes('Show 2'))!
      .click();
    await vi.waitFor(() => expect(view.selection.accounts).toHaveLength(2));
    expect(view.at).toBe(view.selection.accounts[0]);
  });
});

import '../../../src/app.css';
import { mount, unmount } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { addDepartment } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import Organization from '#ui/organization/Organization.svelte';
import { picture } from '#ui/organization/picture/picture.svelte.ts';
import { OrganizationView } from '#ui/organization/view.svelte.ts';
import { home } from '#workspace/home.svelte.ts';
import { settings } from '#workspace/settings.svelte.ts';
import { openWorkspace } from '#workspace/workspace.svelte.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  picture.close();
  await close?.();
  close = undefined;
});

/** The dialog over an organization of so many departments, all of them side by side and open. */
async function open(departments: number) {
  settings.set({ locale: 'en' });
  const workspace = openWorkspace(await home.create('Group', 'tencent'));
  await vi.waitUntil(() => workspace.phase === 'ready');
  for (let n = 0; n < departments; n++)
    expect(
      await workspace.run(addDepartment, { id: `d${n}`, name: `Department-${n}`, parentId: ROOT })
    ).toMatchObject({ ok: true });
  const target = document.createElement('div');
  document.body.append(target);
  const address = { read: () => new URLSearchParams('view=chart'), write: () => undefined };
  const view = new OrganizationView(workspace, address);
  view.expandAll([ROOT]);
  const app = mount(Organization, { target, props: { workspace, view } });
  close = async () => {
    await unmount(app);
    target.remove();
    await workspace.close();
    await home.remove(workspace.id);
  };
  picture.open();
  await expect.element(page.getByRole('dialog')).toBeVisible();
}

const savePng = () => page.getByRole('button', { name: 'Save PNG' });

describe('the dialog for pictures', () => {
  it('says how large a PNG will be', async () => {
    await open(20);
    await expect.element(page.getByRole('status').last()).toHaveTextContent(/^PNG: .* pixels$/);
    await expect.element(savePng()).not.toHaveAttribute('aria-disabled');
  });

  it('says why there is none of what is too large, and what to do', async () => {
    await open(200);
    await expect
      .element(page.getByRole('status').last())
      .toHaveTextContent(/more than browsers draw\. Collapse some departments, or save an SVG\.$/);
    await expect.element(savePng()).toHaveAttribute('aria-disabled', 'true');
    await expect.element(page.getByRole('button', { name: 'Save SVG' })).toBeEnabled();
  });
});

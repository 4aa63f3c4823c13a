import type { BrowserContext, Locator, Page } from 'playwright';
import { changedMembers } from './changed-members.ts';

/** What a page comes in. */
export interface Look {
  readonly locale: 'zh-CN' | 'en';
  readonly theme: 'light' | 'dark';
}

/** A picture: where in the workspace it is, and what has to be there before it is taken. */
export interface Scene {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly path: string;
  readonly look: Look;
  readonly ready: (page: Page) => Promise<unknown>;
}

const ZH = { locale: 'zh-CN', theme: 'light' } as const;
const EN = { locale: 'en', theme: 'light' } as const;
const EN_DARK = { locale: 'en', theme: 'dark' } as const;

const seen = (what: Locator) => what.first().waitFor({ state: 'visible' });

export const SCENES: readonly Scene[] = [
  {
    name: 'chart',
    path: 'organization?view=chart&dir=right&accounts=0&fill=tag:env&size=same',
    look: ZH,
    async ready(page) {
      await page.getByRole('button', { name: '全部展开' }).click();
      await page.getByRole('button', { name: '适应窗口' }).click();
      await seen(page.locator('.legend'));
    }
  },
  {
    name: 'treemap',
    path: 'organization?view=treemap',
    look: EN,
    ready: (page) => seen(page.getByRole('list', { name: 'Legend' }))
  },
  {
    name: 'accounts',
    path: 'accounts?group=departmentId',
    look: EN_DARK,
    ready: (page) => seen(page.getByRole('gridcell'))
  },
  {
    name: 'finance',
    path: 'finance',
    look: ZH,
    ready: (page) => seen(page.getByRole('region', { name: '费用构成' }).getByRole('row'))
  },
  {
    name: 'history',
    path: 'audit',
    look: EN,
    async ready(page) {
      await page.locator('[data-entry]').nth(1).click();
      await seen(page.locator('del'));
    }
  },
  {
    name: 'tags',
    path: 'tags?show=matrix',
    look: ZH,
    ready: (page) => seen(page.getByRole('treegrid').getByRole('row'))
  },
  {
    name: 'import',
    path: 'import',
    look: EN,
    async ready(page) {
      await page.getByLabel('Choose files…').setInputFiles([changedMembers()]);
      await seen(page.getByRole('tab'));
    }
  },
  {
    name: 'share',
    path: 'organization',
    look: ZH,
    async ready(page) {
      await page.getByRole('button', { name: '共享', exact: true }).click();
      const begin = page.getByRole('button', { name: '开始共享' });
      await seen(begin);
      await begin.click();
      await page.getByLabel('给谁').fill('王芳，财务部');
      await page.getByRole('button', { name: '创建链接' }).click();
      await seen(page.getByLabel('访问链接'));
    }
  }
];

/** Makes the sample group with its bills and a little history, and answers with its workspace. */
export async function exposed(context: BrowserContext, url: string, today: Date): Promise<string> {
  const page = await context.newPage();
  await page.clock.setFixedTime(today.getTime() - 20 * 3_600_000);
  await page.addInitScript(() => {
    if (localStorage.getItem('banyan.settings')) return;
    const settings = {
      locale: 'zh-CN',
      theme: 'light',
      name: '林悦',
      device: 'gallery',
      rail: 'wide'
    };
    localStorage.setItem('banyan.settings', JSON.stringify(settings));
  });
  await page.goto(url);
  await page
    .getByRole('button', { name: /示例集团/ })
    .first()
    .click();
  await page.getByRole('treegrid').waitFor();
  await page.getByText('300 个账号').filter({ visible: true }).first().waitFor();
  const workspace = /\/w\/([^/]+)\//.exec(page.url())?.[1];
  if (workspace === undefined) throw new Error(`The sample group opened at ${page.url()}.`);
  const at = (hours: number) => page.clock.setFixedTime(today.getTime() - hours * 3_600_000);
  await at(19);
  await rename(page, '沙箱与试用', '实验场');
  await at(18.4);
  await rename(page, '跨境业务', '海外业务');
  await at(1.2);
  await move(page, '实验场', '集团总部');
  await at(0.3);
  await page.goto(`${url}/w/${workspace}/finance`);
  await page.getByRole('button', { name: '用示例账单试一试' }).click();
  await page.getByRole('region', { name: '费用构成' }).waitFor();
  await page.getByText('已存于本机').first().waitFor();
  await page.close();
  return workspace;
}

const rowNamed = (page: Page, name: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .first();

async function rename(page: Page, from: string, to: string) {
  await rowNamed(page, from).click();
  await page.keyboard.press('F2');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await rowNamed(page, to).waitFor();
}

async function move(page: Page, name: string, to: string) {
  await rowNamed(page, name).click();
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('combobox').fill(to);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type * as Axe from 'axe-core';

declare global {
  var axe: typeof Axe;
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that ask for colours: all that another scheme can break. */
export const OF_COLOURS: Axe.RunOnly = { type: 'rule', values: ['color-contrast'] };

/** Runs axe over the page as it stands, transitions at their end; `where` names it in the failure. */
export async function expectNoViolations(
  page: Page,
  where: string,
  rules: Axe.RunOnly | string[] = RULES
): Promise<void> {
  await page.evaluate(source);
  const violations = await page.evaluate(async (runOnly) => {
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
    const result = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] });
    return result.violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      at: nodes.map((node) => node.target.join(' '))
    }));
  }, rules);
  expect(violations, `accessibility of ${where}`).toEqual([]);
}

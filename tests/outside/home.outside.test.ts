import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '#chassis/testing/eventually';
import { watchForFaults } from './browser.ts';
import { earnXp, openDemo, type Demo } from './demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
}, 180_000);
afterAll(() => demo?.close(), 60_000);

test('the page at / signs in, shows XP and BUZ, and XP moves while it is looked at', async () => {
  const context = await demo.browser.newContext({ viewport: { width: 1100, height: 800 } });
  const page = await context.newPage();
  const faults = watchForFaults(page, demo.platform.url);
  page.setDefaultTimeout(30_000);
  await page.goto(demo.platform.url);
  await page.getByRole('button', { name: /^Founder/ }).click();
  await page.getByRole('heading', { name: 'As it happens' }).waitFor();
  await eventually(async () => expect(await figure(page, 'xp')).toMatch(/^\d+$/));
  const before = Number(await figure(page, 'xp'));
  await earnXp(demo.platform.url);
  await eventually(async () => expect(Number(await figure(page, 'xp'))).toBeGreaterThan(before));
  await page.getByRole('listitem').filter({ hasText: 'XP' }).first().waitFor();
  const shot = process.env['SCREENSHOT'];
  if (shot) await page.screenshot({ path: shot });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.reload();
  await page.getByRole('heading', { name: 'As it happens' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  if (shot) await page.screenshot({ path: shot.replace('.png', '-out.png') });
  expect(faults).toEqual([]);
});

function figure(page: Page, name: string): Promise<string> {
  return page.locator(`[data-figure=${name}]`).innerText();
}

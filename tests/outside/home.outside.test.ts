import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '#chassis/testing/eventually';
import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { GraphClient } from '#platform/story/graph-client';
import { startBlackBox, type BlackBox } from '../journeys/black-box.ts';
import { launchBrowser, watchForFaults } from './browser.ts';

let platform: BlackBox;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  platform = await startBlackBox('together');
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await platform?.remove();
}, 60_000);

test('the page at / signs in, shows XP and BUZ, and XP moves while it is looked at', async () => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 } });
  const page = await context.newPage();
  const faults = watchForFaults(page, platform.url);
  page.setDefaultTimeout(30_000);
  await page.goto(platform.url);
  await page.getByRole('button', { name: /^Founder/ }).click();
  await page.getByRole('heading', { name: 'As it happens' }).waitFor();
  const founder = await signedIn('founder@demo.test');
  await eventually(async () => expect(await figure(page, 'xp')).toMatch(/^\d+$/));
  const before = Number(await figure(page, 'xp'));
  await earn(founder);
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

/** A skill that somebody verifies gives XP; one that was verified before gives none. */
async function earn(founder: GraphClient): Promise<void> {
  const admin = await signedIn('admin@demo.test');
  const { skills, me } = await founder.ask<{ skills: { id: string }[]; me: { id: string } }>(
    '{ skills { id } me { id } }',
  );
  for (const { id: skillId } of skills.slice(0, 4)) {
    await founder.ensure('addSkill', 'SkillsUpdated', { skillId, level: 3 }, ['SKILL_ALREADY_HELD']);
    await admin.act('verifySkill', 'SkillVerified', { userId: me.id, skillId }, '__typename');
  }
}

async function signedIn(email: string): Promise<GraphClient> {
  const graph = new GraphClient(platform.url);
  const credentials = { email, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' };
  const { accessToken } = await graph.act<{ accessToken: string }>('signIn', 'SignedIn', credentials, 'accessToken');
  return graph.as(accessToken);
}

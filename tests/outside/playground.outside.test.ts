import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '#chassis/testing/eventually';
import { GraphClient } from '#platform/story/graph-client';
import { codeOf, PASSWORD, User } from '../journeys/user.ts';
import { watchForFaults } from './browser.ts';
import { earnXp, openDemo, type Demo } from './demo.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
}, 180_000);
afterAll(() => demo?.close(), 60_000);

test('a newcomer signs in, asks two subgraphs at once and sees XP arrive, without one request leaving the origin', async () => {
  const page = await demo.browser.newPage({ viewport: { width: 1400, height: 900 } });
  const faults = watchForFaults(page, demo.platform.url);
  page.setDefaultTimeout(20_000);

  await page.goto(demo.platform.url);
  await page.getByRole('link', { name: 'Open the playground' }).click();
  await page.getByRole('button', { name: /^Founder/ }).click();
  await page.getByRole('heading', { name: 'Signed in' }).waitFor();

  await run(page, 'MyProgress');
  await expect(answer(page, '"level"')).resolves.toMatch(/"displayName": "[^"]+"/);

  const frames = framesOf(page);
  await run(page, 'WatchXp');
  await renewed(page, frames);
  // the protocol does not say when a subscription has begun: the first skill may come too early
  const shown = answer(page, '"xpAwarded"');
  await earnXp(
    demo.platform.url,
    async () => (await Promise.race([shown, pause(3_000, null, { ref: false })])) !== null,
  );
  const award = await shown;
  expect(award).toContain('"activity": "SKILL_VERIFIED"');
  expect(award).toMatch(/"displayName": "[^"]+"/);

  await page.reload();
  await page.getByRole('heading', { name: 'Signed in' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  expect(faults).toEqual([]);
});

test('an account with a second factor is asked for its code, and a session that is ended elsewhere ends on the page', async () => {
  const user = new User(demo.platform);
  const secret = await withSecondFactor(user);
  const page = await demo.browser.newPage();
  await page.goto(`${demo.platform.url}/playground`);
  const account = page.locator('.account');
  await account.getByLabel('E-mail').fill(user.email);
  await account.getByLabel('Password').fill(PASSWORD);
  await account.getByRole('button', { name: 'Sign in', exact: true }).click();

  await account.getByLabel(/^Code/).fill('not a code');
  await account.getByRole('button', { name: 'Continue' }).click();
  await eventually(async () => expect(await account.getByRole('alert').innerText()).not.toBe(''));
  await account.getByLabel(/^Code/).fill(await codeOf(secret, 30));
  await account.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Signed in' }).waitFor();

  await run(page, 'WatchXp');
  const { accessToken } = await user.refresh();
  await new GraphClient(demo.platform.url, accessToken).ask('mutation { signOutEverywhere { __typename } }');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('the watch over the page sees a request to another origin and a violation of the policy', async () => {
  const page = await demo.browser.newPage();
  const faults = watchForFaults(page, demo.platform.url);
  await page.goto(`${demo.platform.url}/playground`);
  // As text: what runs in the page is checked against a browser's types, which this house does not have.
  await page.evaluate(`{
    const image = document.createElement('img');
    image.src = 'https://example.org/pixel.png';
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(image, script);
  }`);
  await eventually(() => expect(faults.join('\n')).toMatch(/example\.org/));
  expect(faults.join('\n')).toMatch(/Content Security Policy/);
  expect(await page.evaluate(`'ran' in window`)).toBe(false);
});

test.each(['light', 'dark'] as const)('our own panels are accessible (%s)', async (colorScheme) => {
  const context = await demo.browser.newContext({ colorScheme });
  const page = await context.newPage();
  await page.goto(demo.platform.url);
  expect(await violations(new AxeBuilder({ page }))).toEqual([]);

  await page.goto(`${demo.platform.url}/playground`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await violations(new AxeBuilder({ page }).include('.account'))).toEqual([]);
  await page.getByRole('button', { name: /^Builder/ }).click();
  await page.getByRole('heading', { name: 'Signed in' }).waitFor();
  expect(await violations(new AxeBuilder({ page }).include('.account'))).toEqual([]);
  expect(await violations(new AxeBuilder({ page }).include('.account-chip'))).toEqual([]);
  await context.close();
});

/** What axe finds wrong, and what it could not decide: both have to be looked at. */
async function violations(axe: AxeBuilder): Promise<string[]> {
  const { violations: wrong, incomplete } = await axe.analyze();
  return [...wrong, ...incomplete].map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Registers somebody and sets an authenticator up for them; gives back its secret. */
async function withSecondFactor(user: User): Promise<string> {
  await user.registerAndVerify('Mona Factor');
  await user.signIn();
  const { setupTotp } = await user.graph.ask<{ setupTotp: { secret: string } }>(
    'mutation { setupTotp { ... on TotpSecret { secret } } }',
  );
  const code = await codeOf(setupTotp.secret);
  await user.graph.act('activateTotp', 'RecoveryCodes', { code }, '__typename');
  return setupTotp.secret;
}

/** What the page's sockets say and hear, from now on. */
function framesOf(page: Page): string[] {
  const frames: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => frames.push(`> ${String(payload)}`));
    socket.on('framereceived', ({ payload }) => frames.push(`< ${String(payload)}`));
    socket.on('close', () => frames.push('closed'));
  });
  return frames;
}

/** Lets the page renew its token (as when another tab signs in): the open socket is told by a ping and stays open. */
async function renewed(page: Page, frames: string[]): Promise<void> {
  await eventually(() => expect(frames).toContainEqual(expect.stringContaining('> {"id"')));
  await page.evaluate(`new BroadcastChannel('venture:session').postMessage('changed')`);
  await eventually(() => {
    const ping = frames.findIndex((frame) => /^> .*"type":"ping".*"Bearer /.test(frame));
    expect(ping).toBeGreaterThan(0);
    expect(frames.slice(ping)).toContainEqual(expect.stringContaining('"pong"'));
  });
  expect(frames).not.toContain('closed');
}

/** Opens the tab of an operation and runs it. */
async function run(page: Page, operation: string): Promise<void> {
  await page.getByRole('tab', { name: operation }).click();
  await page.getByRole('button', { name: /^Execute query/ }).click();
}

/** The text of the answer, once it contains the given words. The editor writes its spaces as no-break spaces. */
async function answer(page: Page, containing: string): Promise<string> {
  const lines = page.locator('.result-window .view-lines');
  await lines.filter({ hasText: containing }).waitFor();
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}

import type { Browser } from 'playwright-core';
import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { GraphClient } from '#platform/story/graph-client';
import { startBlackBox, type BlackBox } from '../journeys/black-box.ts';
import { launchBrowser } from './browser.ts';

/** The product with the people of its demo, and a browser to look at it with. */
export interface Demo {
  readonly platform: BlackBox;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openDemo(): Promise<Demo> {
  const browser = await launchBrowser();
  const platform = await startBlackBox('together').catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  return {
    platform,
    browser,
    async close() {
      await Promise.all([browser.close(), platform.remove()]);
    },
  };
}

/**
 * An administrator verifies skills of the founder, one after the other until `seen`: each gives XP, and one that was verified before gives
 * none.
 */
export async function earnXp(url: string, seen: () => Promise<boolean> = async () => false): Promise<void> {
  const founder = await signedIn(url, 'founder@demo.test');
  const admin = await signedIn(url, 'admin@demo.test');
  const { skills, me } = await founder.ask<{ skills: { id: string }[]; me: { id: string } }>(
    '{ skills { id } me { id } }',
  );
  for (const { id: skillId } of skills.slice(0, 4)) {
    await founder.ensure('addSkill', 'SkillsUpdated', { skillId, level: 3 }, ['SKILL_ALREADY_HELD']);
    await admin.act('verifySkill', 'SkillVerified', { userId: me.id, skillId }, '__typename');
    if (await seen()) return;
  }
}

async function signedIn(url: string, email: string): Promise<GraphClient> {
  const graph = new GraphClient(url);
  const credentials = { email, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' };
  const { accessToken } = await graph.act<{ accessToken: string }>('signIn', 'SignedIn', credentials, 'accessToken');
  return graph.as(accessToken);
}

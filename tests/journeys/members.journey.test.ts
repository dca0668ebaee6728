import { afterAll, beforeAll, describe } from '@jest/globals';
import { administration } from './administration.ts';
import { apolloClient } from './apollo-client.ts';
import type { Topology } from './black-box.ts';
import { economy } from './economy.ts';
import { firstDay } from './first-day.ts';
import { setStage, type Stage } from './stage.ts';
import { wallet } from './wallet.ts';

/** Journeys of people who do not meet: one product for all of them, because its start costs more than what they do. */
describe.each<Topology>(['together', 'apart'])('%s', (topology) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(topology);
  }, 240_000);
  afterAll(() => stage?.close(), 60_000);

  for (const journey of [wallet, firstDay, administration]) journey(() => stage);
  if (topology === 'together') apolloClient(() => stage);
  economy(() => stage);
});

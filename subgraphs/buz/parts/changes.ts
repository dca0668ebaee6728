import { changesPart } from '#chassis/graphql/changes';
import type { BuzPorts } from '../outside/ports.ts';
import { ruleScheduled } from '../published/economy.events.ts';

/** The lists of what things cost and what is rewarded are kept by the door until a rule changes. */
export const changesOfBuz = changesPart<BuzPorts>('buz', [
  { on: ruleScheduled, tagsOf: () => ['PriceRule', 'RewardRule'] },
]);

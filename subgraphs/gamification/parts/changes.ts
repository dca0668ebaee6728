import { changesPart } from '#chassis/graphql/changes';
import { badgeAdded, badgeRetired, xpRuleRevised } from '../published/catalogue.events.ts';

/** The catalogue of badges and what activities are worth are kept by the door until they change; the ladder of levels never does. */
export const changesOfGamification = changesPart('gamification', [
  { on: badgeAdded, tagsOf: () => ['Badge'] },
  { on: badgeRetired, tagsOf: ({ aggregateId }) => [`Badge:${aggregateId}`] },
  { on: xpRuleRevised, tagsOf: () => ['XpRule'] },
]);

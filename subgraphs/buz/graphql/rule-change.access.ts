import type { AccessTable } from '#chassis/graphql/access';

const admin = { permission: 'buz.admin' } as const;
const refusal = { code: 'open', message: 'open' } as const;

/** Who may propose another economy. */
export const ruleChangeAccess: AccessTable = {
  Mutation: {
    proposePriceChange: admin,
    proposeRewardChange: admin,
    proposeEmissionChange: admin,
    proposeProgramme: admin,
    proposeProgrammeClosing: admin,
  },
  EconomyProposed: { act: 'open' },
  BuzRuleUnknown: refusal,
  BuzRuleInvalid: { ...refusal, field: 'open' },
  BuzProgrammeUnknown: { ...refusal, programme: 'open' },
};

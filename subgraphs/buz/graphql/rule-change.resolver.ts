import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { Forbidden, IdempotencyKeyReused, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { proposeProgramme, proposeProgrammeClosing } from '../actions/change-programme.ts';
import { proposeRuleChange } from '../actions/change-rule.ts';
import { actLoader } from '../reads/acts.ts';
import {
  BuzProgrammeUnknown,
  BuzRuleInvalid,
  BuzRuleUnknown,
  EconomyProposed,
  ProposeEmissionChangeInput,
  ProposePriceChangeInput,
  ProposeProgrammeClosingInput,
  ProposeProgrammeInput,
  ProposeRewardChangeInput,
} from './rule-change.type.ts';

const PROPOSED = [EconomyProposed, Forbidden, StepUpRequired, IdempotencyKeyReused] as const;
const ProposePriceChangeResult = resultUnion('ProposePriceChangeResult', [...PROPOSED, BuzRuleUnknown, BuzRuleInvalid]);
const ProposeRewardChangeResult = resultUnion('ProposeRewardChangeResult', [
  ...PROPOSED,
  BuzRuleUnknown,
  BuzRuleInvalid,
]);
const ProposeEmissionChangeResult = resultUnion('ProposeEmissionChangeResult', [...PROPOSED, BuzRuleInvalid]);
const ProposeProgrammeResult = resultUnion('ProposeProgrammeResult', [...PROPOSED, BuzRuleInvalid]);
const ProposeProgrammeClosingResult = resultUnion('ProposeProgrammeClosingResult', [...PROPOSED, BuzProgrammeUnknown]);

const WHAT = { description: 'What, and why.' } as const;
const ADMIN = '@requiresScopes(scopes: [["buz.admin"]])';

/** Whatever changes the economy takes two administrators: here one proposes, `approveBuzAct` is the other. */
@Resolver()
export class RuleChangeResolver {
  @Directive(ADMIN)
  @Directive('@tag(name: "no-money")')
  @Mutation(() => ProposePriceChangeResult, {
    nullable: true,
    description: 'Proposes a new version of a price; another administrator approves.',
  })
  async proposePriceChange(
    @Arg('input', WHAT) input: ProposePriceChangeInput,
    @Ctx() scope: Scope,
  ): Promise<EconomyProposed | Refusal> {
    return proposed(scope, await proposeRuleChange(scope, { ...input, kind: 'PRICE' }));
  }

  @Directive(ADMIN)
  @Directive('@tag(name: "no-money")')
  @Mutation(() => ProposeRewardChangeResult, {
    nullable: true,
    description: 'Proposes a new version of a reward; another administrator approves.',
  })
  async proposeRewardChange(
    @Arg('input', WHAT) input: ProposeRewardChangeInput,
    @Ctx() scope: Scope,
  ): Promise<EconomyProposed | Refusal> {
    return proposed(scope, await proposeRuleChange(scope, { ...input, kind: 'REWARD' }));
  }

  @Directive(ADMIN)
  @Directive('@tag(name: "no-money")')
  @Mutation(() => ProposeEmissionChangeResult, {
    nullable: true,
    description: 'Proposes what all rewards of a day may come to; another administrator approves.',
  })
  async proposeEmissionChange(
    @Arg('input', WHAT) input: ProposeEmissionChangeInput,
    @Ctx() scope: Scope,
  ): Promise<EconomyProposed | Refusal> {
    return proposed(scope, await proposeRuleChange(scope, { ...input, kind: 'EMISSION', code: 'DAILY_EMISSION' }));
  }

  @Directive(ADMIN)
  @Directive('@tag(name: "no-money")')
  @Mutation(() => ProposeProgrammeResult, {
    nullable: true,
    description: 'Proposes a budget out of a pool; another administrator approves.',
  })
  async proposeProgramme(
    @Arg('input', WHAT) input: ProposeProgrammeInput,
    @Ctx() scope: Scope,
  ): Promise<EconomyProposed | Refusal> {
    return proposed(scope, await proposeProgramme(scope, { ...input }));
  }

  @Directive(ADMIN)
  @Directive('@tag(name: "no-money")')
  @Mutation(() => ProposeProgrammeClosingResult, {
    nullable: true,
    description: 'Proposes the end of a budget; another administrator approves, and the rest goes back to its pool.',
  })
  async proposeProgrammeClosing(
    @Arg('input', WHAT) input: ProposeProgrammeClosingInput,
    @Ctx() scope: Scope,
  ): Promise<EconomyProposed | Refusal> {
    return proposed(scope, await proposeProgrammeClosing(scope, { ...input }));
  }
}

async function proposed(scope: Scope, answer: { actId: string } | Refusal): Promise<EconomyProposed | Refusal> {
  return isRefusal(answer) ? answer : { act: await scope.loader(actLoader).load(answer.actId) };
}

import { ArrayMaxSize, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Arg, Ctx, Directive, Field, InputType, Int, Mutation, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql'; // prettier-ignore
import { isRefusal, type Refusal } from '#kernel/refusal';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { IdempotencyKeyReused, NotFound, RefusalType } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { reviseXpRule } from '../actions/revise-xp-rule.ts';
import { ruleVersion, xpRules } from '../reads/xp-rules.ts';
import { Reason } from './reason.ts';

enum OncePer {
  DAY = 'DAY',
  EVER = 'EVER',
}

registerEnumType(OncePer, {
  name: 'OncePer',
  description: 'How long one award lasts.',
  valuesConfig: { DAY: { description: 'Once a business day.' }, EVER: { description: 'Once for ever.' } },
});

@ObjectType('XpRule', { description: 'One version of what an activity is worth.' })
export class XpRuleType {
  @Field({ description: 'The activity: SKILL_VERIFIED.' })
  activity!: string;

  @Field(() => Int, { description: '1, 2, 3 ... per activity; a version is never changed.' })
  version!: number;

  @Field(() => Date, { description: 'What happens from then on is worth this, until the next version.' })
  validFrom!: Date;

  @Field(() => Int, { description: 'XP before it is multiplied.' })
  xp!: number;

  @Field(() => Int, { nullable: true, description: 'Awards per business day (UTC).' })
  dailyCap!: number | null;

  @Field(() => Int, { nullable: true, description: 'Awards for ever.' })
  lifetimeCap!: number | null;

  @Field(() => Int, { nullable: true, description: 'Time between two awards.' })
  cooldownSeconds!: number | null;

  @Field(() => [Int], { description: 'The share of the first, second ... of a day in basis points; empty: the whole.' })
  diminishingBp!: number[];

  @Field({ description: 'One award per subject: a document, a team.' })
  oncePerSubject!: boolean;

  @Field(() => OncePer, { nullable: true, description: 'One award per other person.' })
  oncePerCounterpart!: OncePer | null;

  @Field(() => String, { nullable: true, description: 'Only from this level on.' })
  fromLevel!: string | null;

  @Field({ description: 'Why it was made.' })
  reason!: string;
}

@InputType('ReviseXpRuleInput', {
  description: 'The whole rule as it is to be; what is left out is no cap and no condition.',
})
export class ReviseXpRuleInput {
  @MaxLength(60)
  @Field({ description: 'An activity that there is.' })
  activity!: string;

  @Min(0)
  @Max(100_000)
  @Field(() => Int, { description: 'XP before it is multiplied; 0: it is worth nothing any more.' })
  xp!: number;

  @Field(() => Int, { nullable: true, description: 'Awards per business day (UTC).' })
  dailyCap?: number | null;

  @Field(() => Int, { nullable: true, description: 'Awards for ever.' })
  lifetimeCap?: number | null;

  @Field(() => Int, { nullable: true, description: 'Time between two awards.' })
  cooldownSeconds?: number | null;

  @IsOptional()
  @ArrayMaxSize(20)
  @Field(() => [Int], { nullable: true, description: 'The share of the first, second ... of a day in basis points.' })
  diminishingBp?: number[] | null;

  @Field({ defaultValue: false, description: 'One award per subject.' })
  oncePerSubject: boolean = false;

  @Field(() => OncePer, { nullable: true, description: 'One award per other person.' })
  oncePerCounterpart?: OncePer | null;

  @Field(() => String, { nullable: true, description: 'Only from this level on.' })
  fromLevel?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'From when on; a minute from now when left out, which is the earliest.',
  })
  validFrom?: Date | null;

  @Reason()
  @Field({ description: 'Why: 1 to 500 characters.' })
  reason!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@ObjectType('XpRuleRevised', { description: 'The rule has a version more.' })
export class XpRuleRevised {
  @Field(() => XpRuleType, { nullable: true, description: 'It.' })
  rule!: XpRuleType | null;
}

@ObjectType('XpRuleInvalid', {
  implements: RefusalType,
  description: 'The rule is not acceptable; the message says all that is wrong.',
})
export class XpRuleInvalid extends RefusalType {
  @Field(() => Date, { description: 'The earliest moment from which it could hold.' })
  earliest!: Date;
}

const ReviseXpRuleResult = resultUnion('ReviseXpRuleResult', [
  XpRuleRevised,
  NotFound,
  XpRuleInvalid,
  IdempotencyKeyReused,
]);

type Version = Awaited<ReturnType<typeof xpRules>>[number];

const toRule = ({ condition, diminishingBp, ...rule }: Version): XpRuleType => ({
  ...rule,
  diminishingBp: [...diminishingBp],
  oncePerSubject: condition.oncePerSubject ?? false,
  oncePerCounterpart: condition.oncePerCounterpart ? OncePer[condition.oncePerCounterpart] : null,
  fromLevel: condition.fromLevel ?? null,
});

@Resolver()
export class RulesResolver {
  @Directive('@authenticated')
  @Directive('@cacheControl(maxAge: 30)')
  @Query(() => [XpRuleType], {
    nullable: true,
    description:
      'What activities are worth now; with an activity all of its versions, newest first, a hundred at most.',
  })
  async xpRules(
    @Arg('activity', () => String, { nullable: true, description: 'Only this one, with its past.' })
    activity: string | null,
    @Ctx() scope: Scope,
  ): Promise<XpRuleType[]> {
    return (await xpRules(scope, activity ?? null)).map(toRule);
  }

  @Directive('@requiresScopes(scopes: [["gamification.admin"]])')
  @Mutation(() => ReviseXpRuleResult, {
    nullable: true,
    description: 'Adds a version to a rule. What happened before keeps the version that was in force.',
  })
  async reviseXpRule(
    @Arg('input', { description: 'The rule, from when on, and why.' }) input: ReviseXpRuleInput,
    @Ctx() scope: Scope,
  ): Promise<XpRuleRevised | Refusal> {
    const { oncePerSubject, oncePerCounterpart, fromLevel, ...rule } = input;
    const condition = {
      ...(oncePerSubject && { oncePerSubject: true as const }),
      ...(oncePerCounterpart && { oncePerCounterpart }),
      ...(fromLevel && { fromLevel }),
    };
    const outcome = await reviseXpRule(scope, { ...rule, condition });
    if (isRefusal(outcome)) return outcome;
    const version = await ruleVersion(scope, outcome.activity, outcome.version);
    return { rule: version && toRule(version) };
  }
}

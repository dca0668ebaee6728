import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal, type Refusal } from '#kernel/refusal';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { Forbidden, IdempotencyKeyReused, NotFound, StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { decideAct } from '../actions/decide-act.ts';
import type { ActState, Decision } from '../domain/act.ts';
import { actList, actLoader, adminLog } from '../reads/acts.ts';
import {
  ActConnection,
  ActStateEnum,
  ActType,
  AdminLogConnection,
  AdminLogLineType,
  ApproveBuzActInput,
  BuzActDecided,
  BuzActNotPossible,
  BuzActOwn,
  RejectBuzActInput,
  WithdrawBuzActInput,
} from './act.type.ts';
import { User } from './wallet.type.ts';

const DECIDED = [ActType, NotFound, Forbidden, StepUpRequired, IdempotencyKeyReused, BuzActDecided] as const;
const ApproveBuzActResult = resultUnion('ApproveBuzActResult', [...DECIDED, BuzActOwn, BuzActNotPossible]);
const RejectBuzActResult = resultUnion('RejectBuzActResult', [...DECIDED, BuzActOwn]);
const WithdrawBuzActResult = resultUnion('WithdrawBuzActResult', DECIDED);

@Resolver()
export class ActResolver {
  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Query(() => ActConnection, { nullable: true, description: 'Acts that need two people, newest first.' })
  async buzActs(
    @Arg('state', () => ActStateEnum, { nullable: true, description: 'Only those; all when absent.' })
    state: ActState | null,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<ActType>> {
    const read = actList.bind(null, scope, state ?? null);
    return readConnection(scope, { name: 'buzActs', filter: state ?? null }, page, read, (act) => act);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Query(() => AdminLogConnection, {
    nullable: true,
    description: 'What administrators of the money did, newest first.',
  })
  async buzAdminLog(@Args() page: PageArgs, @Ctx() scope: Scope): Promise<Connection<AdminLogLineType>> {
    return readConnection(scope, { name: 'buzAdminLog' }, page, adminLog.bind(null, scope), (line) => line);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "money")')
  @Mutation(() => ApproveBuzActResult, {
    nullable: true,
    description: 'Approves what somebody else proposed: it happens now, once.',
  })
  async approveBuzAct(
    @Arg('input', { description: 'Which, and why.' }) input: ApproveBuzActInput,
    @Ctx() scope: Scope,
  ): Promise<ActType | Refusal> {
    return decided(scope, 'APPROVE', input);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "no-money")')
  @Mutation(() => RejectBuzActResult, { nullable: true, description: 'Says no to what somebody else proposed.' })
  async rejectBuzAct(
    @Arg('input', { description: 'Which, and why.' }) input: RejectBuzActInput,
    @Ctx() scope: Scope,
  ): Promise<ActType | Refusal> {
    return decided(scope, 'REJECT', input);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@tag(name: "no-money")')
  @Mutation(() => WithdrawBuzActResult, { nullable: true, description: 'Takes back what you proposed yourself.' })
  async withdrawBuzAct(
    @Arg('input', { description: 'Which, and why.' }) input: WithdrawBuzActInput,
    @Ctx() scope: Scope,
  ): Promise<ActType | Refusal> {
    return decided(scope, 'WITHDRAW', input);
  }
}

@Resolver(() => ActType)
export class ActPeopleResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who proposed it.' })
  proposedBy(@Root() act: ActType): User {
    return { id: act.proposerId };
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who decided; null: nobody yet.' })
  decidedBy(@Root() act: ActType): User | null {
    return act.deciderId ? { id: act.deciderId } : null;
  }
}

@Resolver(() => AdminLogLineType)
export class AdminOfLogLineResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who did it.' })
  admin(@Root() line: AdminLogLineType): User {
    return { id: line.adminId };
  }
}

async function decided(
  scope: Scope,
  decision: Decision,
  { actId, reason, idempotencyKey }: ApproveBuzActInput,
): Promise<ActType | Refusal> {
  const answer = await decideAct(scope, decision, { actId, reason, idempotencyKey });
  return isRefusal(answer) ? answer : (await scope.loader(actLoader).load(answer.actId))!;
}

import { Arg, Args, Ctx, Directive, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { PageArgs, readConnection } from '#chassis/graphql/connection';
import { IdempotencyKeyReused, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { createPoll, withdrawPoll } from '../actions/create-poll.ts';
import { votePoll } from '../actions/vote-poll.ts';
import { ownVoteLoader, pollLoader, pollOptionsLoader, pollsOf } from '../reads/social-lists.ts';
import {
  GameLimitReached,
  GameTextInvalid,
  PollAlreadyVoted,
  PollClosed,
  PollHasVotes,
  PollInvalid,
  PollOptionUnknown,
} from './game.refusals.ts';
import { User } from './player.type.ts';
import {
  CreatePollInput,
  PollConnection,
  PollCreated,
  PollOptionType,
  PollType,
  PollVoted,
  PollWithdrawn,
  VotePollInput,
  WithdrawPollInput,
} from './social.type.ts';

const CreatePollResult = resultUnion('CreatePollResult', [
  PollCreated,
  PollInvalid,
  GameTextInvalid,
  GameLimitReached,
  IdempotencyKeyReused,
]);
const WithdrawPollResult = resultUnion('WithdrawPollResult', [PollWithdrawn, NotFound, PollHasVotes]);
const VotePollResult = resultUnion('VotePollResult', [
  PollVoted,
  NotFound,
  PollClosed,
  PollAlreadyVoted,
  PollOptionUnknown,
  IdempotencyKeyReused,
]);

@Resolver(() => PollType)
export class PollResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who asks.' })
  author(@Root() poll: PollType): User {
    return { id: poll.authorId };
  }

  @FieldResolver(() => Boolean, { description: 'Whether votes count no more.' })
  closed(@Root() poll: PollType, @Ctx() scope: Scope): boolean {
    return poll.closesAt <= scope.clock.now();
  }

  @FieldResolver(() => Int, { nullable: true, description: 'The option that one voted for; null before.' })
  async myVote(@Root() poll: PollType, @Ctx() scope: Scope): Promise<number | null> {
    return scope.loader(ownVoteLoader).load(poll.id);
  }

  @FieldResolver(() => [PollOptionType], { description: 'What one can vote for, 2 to 10.' })
  async options(@Root() poll: PollType, @Ctx() scope: Scope): Promise<PollOptionType[]> {
    const [options, vote] = await Promise.all([
      scope.loader(pollOptionsLoader).load(poll.id),
      scope.loader(ownVoteLoader).load(poll.id),
    ]);
    const shown = vote !== null || this.closed(poll, scope);
    return options.map(({ position, text, votes }) => ({ position, text, votes: shown ? votes : null }));
  }

  @Directive('@authenticated')
  @Query(() => PollConnection, { nullable: true, description: 'Polls, newest first.' })
  async polls(@Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope) {
    return readConnection(
      scope,
      { name: 'polls' },
      page,
      (request) => pollsOf(scope, request),
      (poll): PollType => poll,
    );
  }

  @Directive('@authenticated')
  @Mutation(() => CreatePollResult, { nullable: true, description: 'Asks everybody something.' })
  async createPoll(
    @Arg('input', { description: 'The question.' }) input: CreatePollInput,
    @Ctx() scope: Scope,
  ): Promise<PollCreated | Refusal> {
    return createPoll(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => WithdrawPollResult, {
    nullable: true,
    description: "Withdraws one's own poll as long as nobody voted.",
  })
  async withdrawPoll(
    @Arg('input', { description: 'Which.' }) input: WithdrawPollInput,
    @Ctx() scope: Scope,
  ): Promise<PollWithdrawn | Refusal> {
    return withdrawPoll(scope, input);
  }

  @Directive('@authenticated')
  @Mutation(() => VotePollResult, { nullable: true, description: 'Votes in an open poll, once and for good.' })
  async votePoll(
    @Arg('input', { description: 'In which, for what.' }) input: VotePollInput,
    @Ctx() scope: Scope,
  ): Promise<PollVoted | Refusal> {
    return votePoll(scope, input);
  }
}

@Resolver(() => PollCreated)
export class PollCreatedResolver {
  @FieldResolver(() => PollType, { nullable: true, description: 'The poll.' })
  async poll(@Root() created: PollCreated, @Ctx() scope: Scope): Promise<PollType | null> {
    return scope.loader(pollLoader).load(created.pollId);
  }
}

@Resolver(() => PollVoted)
export class PollVotedResolver {
  @FieldResolver(() => PollType, { nullable: true, description: 'The poll with the vote.' })
  async poll(@Root() voted: PollVoted, @Ctx() scope: Scope): Promise<PollType | null> {
    return scope.loader(pollLoader).load(voted.pollId);
  }
}

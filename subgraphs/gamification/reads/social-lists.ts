import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Goal, GoalStatus } from '../domain/goal.ts';
import { listGoals, readGoals } from '../storage/goals.store.ts';
import { listIdeas, readIdeas, type Idea } from '../storage/ideas.store.ts';
import { listKudos, readKudos, type Kudos } from '../storage/kudos.store.ts';
import { listPolls, readOptions, readPolls, readVotesOf, type Poll, type PollOption } from '../storage/polls.store.ts';

/** All of them newest first, by id: ids grow with time. */
const before = (request: PageRequest): string | null => (request.after ? String(request.after[0]) : null);
const page = <Row extends { readonly id: string }>(rows: Row[], request: PageRequest): Page<Row> =>
  pageOf(rows, request.first, ({ id }) => [id]);

export async function ideasOf(scope: Scope, authorId: string | null, request: PageRequest): Promise<Page<Idea>> {
  return page(await listIdeas(sqlOf(scope.em), authorId, request.first + 1, before(request)), request);
}

export async function kudosOf(
  scope: Scope,
  whose: { receiverId: string } | { giverId: string },
  request: PageRequest,
): Promise<Page<Kudos>> {
  return page(await listKudos(sqlOf(scope.em), whose, request.first + 1, before(request)), request);
}

export async function pollsOf(scope: Scope, request: PageRequest): Promise<Page<Poll>> {
  return page(await listPolls(sqlOf(scope.em), request.first + 1, before(request)), request);
}

export async function goalsOf(
  scope: Scope,
  userId: string,
  status: GoalStatus | null,
  request: PageRequest,
): Promise<Page<Goal>> {
  return page(await listGoals(sqlOf(scope.em), userId, status, request.first + 1, before(request)), request);
}

export const pollOptionsLoader: LoaderDefinition<string, readonly PollOption[]> = {
  name: 'gamification.poll-options',
  async load(scope, pollIds) {
    const options = await readOptions(sqlOf(scope.em), pollIds);
    return pollIds.map((id) => options.filter(({ pollId }) => pollId === id));
  },
};

/** The number of the option that the caller voted for, or null. */
export const ownVoteLoader: LoaderDefinition<string, number | null> = {
  name: 'gamification.own-vote',
  async load(scope, pollIds) {
    const votes = scope.caller.userId ? await readVotesOf(sqlOf(scope.em), scope.caller.userId, pollIds) : [];
    return pollIds.map((id) => votes.find(({ pollId }) => pollId === id)?.position ?? null);
  },
};

export const goalLoader: LoaderDefinition<string, Goal | null> = {
  name: 'gamification.goal',
  async load(scope, ids) {
    const goals = await readGoals(sqlOf(scope.em), ids);
    return ids.map((id) => goals.find((goal) => goal.id === id) ?? null);
  },
};

export const kudosLoader: LoaderDefinition<string, Kudos | null> = {
  name: 'gamification.kudos',
  async load(scope, ids) {
    const found = await readKudos(sqlOf(scope.em), ids);
    return ids.map((id) => found.find((kudos) => kudos.id === id) ?? null);
  },
};

export const ideaLoader: LoaderDefinition<string, Idea | null> = {
  name: 'gamification.idea',
  async load(scope, ids) {
    const ideas = await readIdeas(sqlOf(scope.em), ids);
    return ids.map((id) => ideas.find((idea) => idea.id === id) ?? null);
  },
};

export const pollLoader: LoaderDefinition<string, Poll | null> = {
  name: 'gamification.poll',
  async load(scope, ids) {
    const polls = await readPolls(sqlOf(scope.em), ids);
    return ids.map((id) => polls.find((poll) => poll.id === id) ?? null);
  },
};

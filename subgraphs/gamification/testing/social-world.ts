import { newId } from '#kernel/id';
import type { Caller } from '#chassis/identity/caller';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { ensurePlayer } from '../actions/ensure-player.ts';
import { hearFact } from '../actions/hear-fact.ts';
import { gamificationSubgraph } from '../subgraph.ts';

type Answer = { readonly __typename: string } & Readonly<Record<string, unknown>>;

/** A game with players who act through the graph. */
export interface SocialWorld {
  readonly game: TestMount<unknown>;
  /** Somebody who has joined the game. */
  player(): Promise<string>;
  /** One mutation with its `input`; an idempotency key is made where none is given and the input takes one. */
  act(name: string, input: Record<string, unknown>, by: Partial<Caller>): Promise<Answer>;
  ask<T>(query: string, by: Partial<Caller>, variables?: Record<string, unknown>): Promise<T>;
  hear(userId: string, kind: string): Promise<boolean>;
  rows<Row = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<Row[]>;
}

const WITHOUT_KEY = ['createGoal', 'updateGoal', 'changeGoalStatus', 'deleteGoal', 'withdrawPoll', 'createQuest'];

/** What the tests want to know besides the name of the answer. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  giveKudos: ['KudosGiven { kudosId }', 'GameLimitReached { limit }', 'IdempotencyKeyReused { differs }'],
  postIdea: ['IdeaPosted { ideaId }', 'GameLimitReached { limit }', 'GameTextInvalid { field }'],
  createPoll: ['PollCreated { pollId }', 'PollInvalid { field }'],
  votePoll: ['PollVoted { poll { myVote options { votes } } }', 'PollClosed { closedAt }'],
  createGoal: ['GoalSaved { goalId }', 'GoalInvalid { field }'],
  recordGoalProgress: ['GoalSaved { goal { current status version } }', 'GoalOutdated { currentVersion }'],
  updateGoal: [
    'GoalSaved { goal { title target version } }',
    'GoalOutdated { currentVersion }',
    'GoalInvalid { field }',
  ],
  createQuest: ['QuestInvalid { place problem }'],
};

export async function socialWorld(): Promise<SocialWorld> {
  const game = await mountForTest(gamificationSubgraph());
  return {
    game,
    async player() {
      const userId = newId();
      await game.scope().transact((tx) => ensurePlayer(tx, userId, game.clock.now()));
      return userId;
    },
    async act(name, input, by) {
      const given = WITHOUT_KEY.includes(name) ? input : { idempotencyKey: newId(), ...input };
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Refusal { code message }
        ${(FIELDS[name] ?? []).map((fields) => `... on ${fields}`).join(' ')} } }`;
      const { data, errors } = await game.graphql(document, { input: given }, { nonce: newId(), ...by });
      if (errors) throw new Error(JSON.stringify(errors));
      return data![name] as Answer;
    },
    async ask<T>(query: string, by: Partial<Caller>, variables: Record<string, unknown> = {}) {
      const { data, errors } = await game.graphql(query, variables, by);
      if (errors) throw new Error(JSON.stringify(errors));
      return data as T;
    },
    hear: (userId, kind) =>
      hearFact(game.scope(), { userId, kind, sourceEventId: newId(), happenedAt: game.clock.now() }),
    rows: async <Row>(sql: string, ...params: unknown[]) =>
      (await game.mounted.database.roadPool.query(sql, params)).rows as Row[],
  };
}

/** The quest of this code as somebody plays it now. */
export async function questOf(
  world: SocialWorld,
  userId: string,
  code: string,
): Promise<{ id: string; status: string; steps: { key: string; done: number; unlocked: boolean }[] }> {
  const { myQuests } = await world.ask<{ myQuests: { id: string; code: string; status: string; steps: never[] }[] }>(
    '{ myQuests { id code status steps { key done unlocked } } }',
    { userId },
  );
  const quest = myQuests.find((one) => one.code === code);
  if (!quest) throw new Error(`${userId} does not play ${code}`);
  return quest;
}

import { isId } from '#kernel/id';
import type { LoaderDefinition } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Ladder } from '../domain/level.ts';
import type { Player } from '../domain/player.ts';
import { readPlayers } from '../storage/players.store.ts';
import { readLadder } from '../storage/rules.store.ts';

export const playerLoader: LoaderDefinition<string, Player | null> = {
  name: 'gamification.player',
  async load(scope, userIds) {
    const players = await readPlayers(scope.em, userIds.filter(isId));
    const byUser = new Map(players.map((player) => [player.userId, player]));
    return userIds.map((userId) => byUser.get(userId) ?? null);
  },
};

/** The ladder, once per request. */
export const ladderLoader: LoaderDefinition<'ladder', Ladder> = {
  name: 'gamification.ladder',
  async load(scope) {
    return [await readLadder(sqlOf(scope.em))];
  },
};

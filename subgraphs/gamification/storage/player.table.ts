import { EntitySchema } from '@mikro-orm/core';
import { Player, XpEntry } from '../domain/player.ts';

export const PlayerTable = new EntitySchema<Player>({
  class: Player,
  tableName: 'player',
  properties: {
    userId: { type: 'uuid', primary: true },
    xp: { type: 'integer' },
    entries: { type: 'integer' },
    joinedAt: { type: 'Date', columnType: 'timestamptz' },
    highestXp: { type: 'integer' },
  },
});

export const XpEntryTable = new EntitySchema<XpEntry>({
  class: XpEntry,
  tableName: 'xp_entry',
  properties: {
    id: { type: 'uuid', primary: true },
    userId: { type: 'uuid' },
    sequence: { type: 'integer' },
    activity: { type: 'text' },
    amount: { type: 'integer' },
    base: { type: 'integer' },
    multiplierBp: { type: 'integer' },
    streakBp: { type: 'integer' },
    diminishingBp: { type: 'integer' },
    ruleVersion: { type: 'integer', nullable: true },
    reason: { type: 'text', nullable: true },
    xpAfter: { type: 'integer' },
    sourceEventId: { type: 'uuid' },
    day: { type: 'text', columnType: 'date' },
    awardedAt: { type: 'Date', columnType: 'timestamptz' },
    factId: { type: 'uuid' },
    compensatesId: { type: 'uuid', nullable: true },
  },
});

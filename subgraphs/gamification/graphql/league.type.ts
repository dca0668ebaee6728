import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import type { LeagueOutcome, LeagueTier } from '../domain/league.ts';
import { BoardRow } from './board.type.ts';

export enum LeagueTierEnum {
  BRONZE = 'BRONZE',
  SILVER = 'SILVER',
  GOLD = 'GOLD',
  PLATINUM = 'PLATINUM',
  DIAMOND = 'DIAMOND',
}
registerEnumType(LeagueTierEnum, {
  name: 'LeagueTier',
  description: 'The tiers of the weekly leagues, lowest first.',
  valuesConfig: {
    BRONZE: { description: 'Where everybody begins.' },
    SILVER: { description: 'The second tier.' },
    GOLD: { description: 'The third tier.' },
    PLATINUM: { description: 'The fourth tier.' },
    DIAMOND: { description: 'The highest tier.' },
  },
});

export enum LeagueOutcomeEnum {
  PROMOTED = 'PROMOTED',
  STAYED = 'STAYED',
  DEMOTED = 'DEMOTED',
}
registerEnumType(LeagueOutcomeEnum, {
  name: 'LeagueOutcome',
  description: 'What follows from the place at the close of a week.',
  valuesConfig: {
    PROMOTED: { description: 'Up a tier: the first fifth, with XP in the week.' },
    STAYED: { description: 'The same tier.' },
    DEMOTED: { description: 'Down a tier: the last fifth.' },
  },
});

@ObjectType('League', {
  description:
    'At most 30 players of one tier, from Monday to Monday (UTC). XP counts in the week in which it is heard.',
})
export class League {
  @Field({ description: 'The Monday on which the week begins: 2026-01-05.' })
  week!: string;

  @Field(() => LeagueTierEnum, { description: 'The tier of all its players.' })
  tier!: LeagueTier;

  @Field(() => Date, { description: 'When it closes, in business time.' })
  endsAt!: Date;

  @Field({ description: 'False for up to a minute after your first XP of the week, until you have a seat.' })
  isSeated!: boolean;

  @Field(() => Int, { description: 'How many places go up: the first of these.' })
  promotes!: number;

  @Field(() => Int, { description: 'How many places go down: the last of these.' })
  demotes!: number;

  @Field(() => [BoardRow], { description: 'Everybody in it, at most 30, in order of place; here no two share a rank.' })
  standings!: BoardRow[];
}

@ObjectType('LeagueWeek', { description: 'A week of a league that is closed.' })
export class LeagueWeek {
  @Field({ description: 'The Monday on which it began.' })
  week!: string;

  @Field(() => LeagueTierEnum, { description: 'The tier of that week.' })
  tier!: LeagueTier;

  @Field(() => Int, { description: 'XP in the week.' })
  score!: number;

  @Field(() => Int, { nullable: true, description: 'The final place; null when suspended at the close.' })
  place!: number | null;

  @Field(() => LeagueOutcomeEnum, { nullable: true, description: 'What followed.' })
  outcome!: LeagueOutcome | null;
}

export const LeagueWeekConnection = connectionType(() => LeagueWeek, 'LeagueWeek');

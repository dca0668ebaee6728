import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { connectionType } from '#chassis/graphql/connection';

export enum EconomyPeriodName {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  YEAR = 'YEAR',
}
registerEnumType(EconomyPeriodName, {
  name: 'EconomyPeriod',
  description: 'A stretch of business time that ends now.',
  valuesConfig: {
    DAY: { description: '24 hours.' },
    WEEK: { description: '7 days.' },
    MONTH: { description: '30 days.' },
    YEAR: { description: '365 days.' },
  },
});

export enum BuzPoolName {
  RESERVE = 'RESERVE',
  TEAM = 'TEAM',
  COMMUNITY = 'COMMUNITY',
  LIQUIDITY = 'LIQUIDITY',
  STAKING = 'STAKING',
  REWARDS = 'REWARDS',
  VENTURES = 'VENTURES',
}
registerEnumType(BuzPoolName, {
  name: 'BuzPoolName',
  description: 'The seven pools into which genesis minted everything.',
  valuesConfig: {
    RESERVE: { description: '20 %: kept back.' },
    TEAM: { description: '15 %: for who builds the platform.' },
    COMMUNITY: { description: '10 %: for the community.' },
    LIQUIDITY: { description: '10 %: for exchange.' },
    STAKING: { description: '20 %: rewards of stakes.' },
    REWARDS: { description: '15 %: rewards of what people do.' },
    VENTURES: { description: '10 %: the fund for ventures.' },
  },
});

@ObjectType('BuzSupply', {
  description: 'Where all BUZ is, summed from the accounts: pools + reserved + treasury + burned + circulating = cap.',
})
export class BuzSupplyType {
  @Field(() => BuzAmount, { description: 'What genesis minted; nothing is ever minted again.' })
  cap!: bigint;

  @Field(() => BuzAmount, { description: 'In the seven pools.' })
  inPools!: bigint;

  @Field(() => BuzAmount, { description: 'Out of a pool and promised, not paid yet.' })
  reserved!: bigint;

  @Field(() => BuzAmount, { description: 'Fees, prices and penalties.' })
  treasury!: bigint;

  @Field(() => BuzAmount, { description: 'Gone for good.' })
  burned!: bigint;

  @Field(() => BuzAmount, {
    description: 'With people and ventures: available, held, staked, invested and in ventures.',
  })
  circulating!: bigint;

  @Field(() => BuzAmount, { description: 'What people can spend now.' })
  available!: bigint;

  @Field(() => BuzAmount, { description: 'On hold for charges.' })
  held!: bigint;

  @Field(() => BuzAmount, { description: 'In stakes.' })
  staked!: bigint;

  @Field(() => BuzAmount, { description: 'In escrow for investments and conversions.' })
  invested!: bigint;

  @Field(() => BuzAmount, { description: 'In the accounts of ventures.' })
  inVentures!: bigint;

  @Field(() => Int, { description: 'How many wallets there are.' })
  walletCount!: number;
}

@ObjectType('BuzReleaseYear', { description: 'One year of the plan of a pool.' })
export class BuzReleaseYearType {
  @Field(() => Int, { description: 'The calendar year.' })
  year!: number;

  @Field(() => Int, { description: 'The share of the pool in basis points.' })
  shareBp!: number;

  @Field(() => BuzAmount, { description: 'The amount.' })
  amount!: bigint;
}

@ObjectType('BuzPool', { description: 'A pool, as its account says.' })
export class BuzPoolType {
  @Field(() => BuzPoolName, { description: 'Which.' })
  name!: BuzPoolName;

  @Field(() => BuzAmount, { description: 'What genesis put into it.' })
  allotted!: bigint;

  @Field(() => BuzAmount, { description: 'What is in it now.' })
  balance!: bigint;

  @Field(() => [BuzReleaseYearType], {
    description: 'What it is planned to give in each of its five years: information.',
  })
  releasePlan!: BuzReleaseYearType[];
}

@ObjectType('BuzPoolEntry', { description: 'One line of the statement of a pool.' })
export class BuzPoolEntryType {
  @Field(() => ID, { description: 'The transfer that it belongs to.' })
  transferId!: string;

  @Field(() => BuzAmount, { description: 'What the pool got; below zero what it gave.' })
  amount!: bigint;

  @Field(() => BuzAmount, { description: 'What was in it after that.' })
  balanceAfter!: bigint;

  @Field({ description: 'What the transfer was: REWARD, GRANT, STAKE_REWARD ...' })
  type!: string;

  @Field(() => String, {
    nullable: true,
    description: 'More about it: the rule of a reward, the programme; null without.',
  })
  memo!: string | null;

  @Field(() => Date, { description: 'Business time.' })
  at!: Date;
}

export const BuzPoolEntryConnection = connectionType(() => BuzPoolEntryType, 'BuzPoolEntry');

@ObjectType('BuzCodeSum', { description: 'What was moved under one code.' })
export class BuzCodeSumType {
  @Field({ description: 'The code of a reward or a price.' })
  code!: string;

  @Field(() => BuzAmount, { description: 'How much.' })
  amount!: bigint;

  @Field(() => Int, { description: 'How often.' })
  count!: number;
}

@ObjectType('EconomyStats', { description: 'A period of the economy, computed from the ledger.' })
export class EconomyStatsType {
  @Field(() => Date, { description: 'The beginning, counted.' })
  from!: Date;

  @Field(() => Date, { description: 'The end, not counted.' })
  to!: Date;

  @Field(() => BuzAmount, { description: 'What people sent to others and paid, fees not counted.' })
  volume!: bigint;

  @Field(() => Int, { description: 'In how many transfers.' })
  transfers!: number;

  @Field(() => BuzAmount, { description: 'Fees of these transfers.' })
  fees!: bigint;

  @Field(() => Int, { description: 'Wallets out of which something was sent, paid, staked or invested.' })
  activeWallets!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Active wallets by all wallets, in basis points; null without wallets.',
  })
  participationBp!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Volume by what circulates now, in basis points; null while nothing circulates.',
  })
  velocityBp!: number | null;

  @Field(() => [BuzCodeSumType], { description: 'What the rewards pool gave, by rule, most first.' })
  emission!: BuzCodeSumType[];

  @Field(() => [BuzCodeSumType], { description: 'What was paid for, by price, most first.' })
  spending!: BuzCodeSumType[];

  @Field(() => BuzAmount, { description: 'What all rewards of this business day may come to.' })
  emissionCap!: bigint;

  @Field(() => BuzAmount, { description: 'What they came to so far.' })
  emittedToday!: bigint;

  @Field(() => BuzAmount, { description: 'Rewards that are earned and wait for their turn.' })
  rewardsWaiting!: bigint;
}

@ObjectType('BuzProgramme', { description: 'A budget with a ceiling, filled once out of a pool.' })
export class BuzProgrammeType {
  @Field({ description: 'Its code.' })
  code!: string;

  @Field({ description: 'Its name.' })
  name!: string;

  @Field(() => BuzPoolName, { description: 'Where it comes from.' })
  pool!: BuzPoolName;

  @Field(() => BuzAmount, { description: 'All that it may ever give.' })
  ceiling!: bigint;

  @Field(() => BuzAmount, { description: 'What is left of that.' })
  left!: bigint;

  @Field(() => Date, { description: 'When it was opened.' })
  openedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was closed, the rest back in the pool; null while it is open.',
  })
  closedAt!: Date | null;
}

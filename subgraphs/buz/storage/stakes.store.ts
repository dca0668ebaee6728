import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlOf, type Sql } from '#chassis/storage/transact';
import type { Stake } from '../domain/stake.ts';
import type { StakeTerms } from '../domain/stake-tier.ts';

type Row = Omit<Stake, 'principal' | 'reward' | 'rewardsPaid' | 'returned' | 'startedAt' | 'maturesAt' | 'endedAt'> &
  Record<'principal' | 'reward' | 'rewardsPaid' | 'startedAt' | 'maturesAt', string> &
  Record<'returned' | 'endedAt', string | null>;

const STAKE = `s.id, s.user_id as "userId", s.tier, s.principal::text as principal, s.apy_bp as "apyBp", s.days, s.penalty_bp as "penaltyBp",
  s.reward::text as reward, s.term, s.started_at::text as "startedAt", s.matures_at::text as "maturesAt", s.status,
  s.auto_renew as "autoRenew", s.rewards_paid::text as "rewardsPaid", s.ended_at::text as "endedAt", s.returned::text as returned`;

/** Every version of the terms of every tier: a handful of rows. */
export async function readTiers(em: EntityManager): Promise<StakeTerms[]> {
  const rows = await sqlOf(em)<
    Omit<StakeTerms, 'minimum' | 'maximum' | 'effectiveFrom'> & Record<'minimum' | 'maximum' | 'effectiveFrom', string>
  >(
    `select tier, version, apy_bp as "apyBp", days, minimum::text as minimum, maximum::text as maximum, penalty_bp as "penaltyBp",
       effective_from::text as "effectiveFrom" from stake_tier`,
  );
  return rows.map((row) => ({
    ...row,
    minimum: BigInt(row.minimum),
    maximum: BigInt(row.maximum),
    effectiveFrom: new Date(row.effectiveFrom),
  }));
}

/** Writes positions, new ones and changed ones alike. */
export async function writeStakes(sql: Sql, stakes: readonly Stake[]): Promise<void> {
  if (stakes.length === 0) return;
  const rows = stakes.map((stake) => ({
    ...stake,
    principal: String(stake.principal),
    reward: String(stake.reward),
    rewardsPaid: String(stake.rewardsPaid),
    returned: stake.returned === null ? null : String(stake.returned),
  }));
  await sql(
    `insert into stake (id, user_id, tier, principal, apy_bp, days, penalty_bp, reward, term, started_at, matures_at, status,
       auto_renew, rewards_paid, ended_at, returned)
     select s.id, s."userId", s.tier, s.principal, s."apyBp", s.days, s."penaltyBp", s.reward, s.term, s."startedAt", s."maturesAt",
       s.status, s."autoRenew", s."rewardsPaid", s."endedAt", s.returned
     from jsonb_to_recordset(?::jsonb) as s (id uuid, "userId" uuid, tier text, principal bigint, "apyBp" int, days int,
       "penaltyBp" int, reward bigint, term int, "startedAt" timestamptz, "maturesAt" timestamptz, status text,
       "autoRenew" boolean, "rewardsPaid" bigint, "endedAt" timestamptz, returned bigint)
     on conflict (id) do update set apy_bp = excluded.apy_bp, days = excluded.days, penalty_bp = excluded.penalty_bp,
       reward = excluded.reward, term = excluded.term, started_at = excluded.started_at, matures_at = excluded.matures_at,
       status = excluded.status, auto_renew = excluded.auto_renew, rewards_paid = excluded.rewards_paid,
       ended_at = excluded.ended_at, returned = excluded.returned`,
    [JSON.stringify(rows)],
  );
}

/** A position of somebody, locked until the transaction ends; null when it is not his. Locked before any account. */
export async function lockStake(sql: Sql, id: string, userId: string): Promise<Stake | null> {
  const rows = await sql<Row>(`select ${STAKE} from stake s where id = ? and user_id = ? for update`, [id, userId]);
  return rows[0] ? stakeOf(rows[0]) : null;
}

export interface Due {
  readonly now: Date;
  readonly limit: number;
  /** Only this one, and wait for it; otherwise whatever nobody else is working on. */
  readonly only?: string | undefined;
  readonly except: readonly string[];
}

/** Positions whose term is over, in the order in which it ended, locked until the transaction ends. */
export async function lockDueStakes(sql: Sql, { now, limit, only, except }: Due): Promise<Stake[]> {
  const rows = await sql<Row>(
    `select ${STAKE} from stake s where s.status = 'ACTIVE' and s.matures_at <= ?::timestamptz
       and (?::uuid is null or s.id = ?::uuid) and s.id not in (select jsonb_array_elements_text(?::jsonb)::uuid)
     order by s.matures_at, s.id limit ? for update ${only ? '' : 'skip locked'}`,
    [now.toISOString(), only ?? null, only ?? null, JSON.stringify(except), limit],
  );
  return rows.map(stakeOf);
}

export async function readStakes(em: EntityManager, ids: readonly string[]): Promise<Stake[]> {
  if (ids.length === 0) return [];
  const rows = await sqlOf(em)<Row>(
    `select ${STAKE} from stake s where s.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(ids)],
  );
  return rows.map(stakeOf);
}

/** Newest first, one row more than asked for. */
export async function readStakesOf(
  em: EntityManager,
  userId: string,
  limit: number,
  before: string | null,
): Promise<Stake[]> {
  const rows = await sqlOf(em)<Row>(
    `select ${STAKE} from stake s where s.user_id = ? and (?::uuid is null or s.id < ?::uuid) order by s.id desc limit ?`,
    [userId, before, before, limit + 1],
  );
  return rows.map(stakeOf);
}

function stakeOf(row: Row): Stake {
  return {
    ...row,
    principal: BigInt(row.principal),
    reward: BigInt(row.reward),
    rewardsPaid: BigInt(row.rewardsPaid),
    returned: row.returned === null ? null : BigInt(row.returned),
    startedAt: new Date(row.startedAt),
    maturesAt: new Date(row.maturesAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
}

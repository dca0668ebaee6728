import type { Sql } from '#chassis/storage/transact';
import type { Units } from '#kernel/buz';
import type { EconomyRule } from '../domain/economy-rule.ts';
import type { Earning, Reward, RewardState, RewardWait } from '../domain/reward.ts';

type Row = Omit<Reward, 'amount' | 'earnedAt' | 'expiresAt' | 'endedAt'> & {
  amount: string;
  earnedAt: string;
  expiresAt: string | null;
  endedAt: string | null;
};

const REWARD = `w.id, w.position::text as position, w.user_id as "userId", w.code, w.subject, w.amount::text as amount, w.state,
  w.waits_for as "waitsFor", r.claim_days as "claimDays", w.earned_at::text as "earnedAt", w.expires_at::text as "expiresAt",
  w.ended_at::text as "endedAt"`;
const FROM = 'from reward w join economy_rule r on r.id = w.rule_id';

/** Queues what was not queued before; answers how many were new. */
export async function insertEarnings(
  sql: Sql,
  earnings: readonly (Earning & { readonly rule: EconomyRule })[],
  cause: { readonly eventId: string; readonly earnedAt: Date },
): Promise<number> {
  const fresh = await sql(
    `insert into reward (user_id, code, subject, rule_id, amount, source_event_id, earned_at)
     select e."userId", e.code, e.subject, e."ruleId", e.amount, ?::uuid, ?::timestamptz
     from jsonb_to_recordset(?::jsonb) as e ("userId" uuid, code text, subject text, "ruleId" uuid, amount bigint, nth int)
     order by e.nth on conflict (user_id, code, subject) do nothing returning id`,
    [
      cause.eventId,
      cause.earnedAt.toISOString(),
      JSON.stringify(
        earnings.map(({ rule, ...one }, nth) => ({ ...one, nth, ruleId: rule.id, amount: String(rule.amount) })),
      ),
    ],
  );
  return fresh.length;
}

/** Opens the books of a day under their lock: payers follow each other. A cap that was lowered never goes below what is out already. */
export async function lockEmission(sql: Sql, day: string, cap: Units): Promise<{ emitted: Units }> {
  const [row] = await sql<{ emitted: string }>(
    `insert into emission_day as d (day, cap) values (?::date, ?::bigint)
     on conflict (day) do update set cap = greatest(d.emitted, excluded.cap) returning emitted::text as emitted`,
    [day, String(cap)],
  );
  return { emitted: BigInt(row!.emitted) };
}

export async function addEmission(sql: Sql, day: string, amount: Units): Promise<void> {
  await sql('update emission_day set emitted = emitted + ?::bigint where day = ?::date', [String(amount), day]);
}

export async function lockQueue(sql: Sql, limit: number): Promise<Reward[]> {
  const rows = await sql<Row>(
    `select ${REWARD} ${FROM} where w.state = 'WAITING' order by w.position limit ? for update of w`,
    [limit],
  );
  return rows.map(rewardOf);
}

/** What can be claimed now by one person, locked. */
export async function lockClaimable(sql: Sql, userId: string, now: Date, limit: number): Promise<Reward[]> {
  const rows = await sql<Row>(
    `select ${REWARD} ${FROM} where w.state = 'CLAIMABLE' and w.user_id = ? and w.expires_at > ?::timestamptz
     order by w.position limit ? for update of w`,
    [userId, now.toISOString(), limit],
  );
  return rows.map(rewardOf);
}

/** What was not claimed in time, locked; what somebody else has locked is left to him. */
export async function lockExpired(sql: Sql, now: Date, limit: number): Promise<Reward[]> {
  const rows = await sql<Row>(
    `select ${REWARD} ${FROM} where w.state = 'CLAIMABLE' and w.expires_at <= ?::timestamptz
     order by w.expires_at, w.position limit ? for update of w skip locked`,
    [now.toISOString(), limit],
  );
  return rows.map(rewardOf);
}

export interface RewardChange {
  readonly id: string;
  readonly state: RewardState;
  readonly emittedOn?: string;
  readonly expiresAt?: Date;
  readonly endedAt?: Date;
}

/** Writes new states; the day and the expiry stay when they are not named. */
export async function saveRewards(sql: Sql, changes: readonly RewardChange[]): Promise<void> {
  await sql(
    `update reward w set state = c.state, waits_for = null, emitted_on = coalesce(c."emittedOn", w.emitted_on),
       expires_at = coalesce(c."expiresAt", w.expires_at), ended_at = c."endedAt"
     from jsonb_to_recordset(?::jsonb) as c (id uuid, state text, "emittedOn" date, "expiresAt" timestamptz, "endedAt" timestamptz)
     where w.id = c.id`,
    [JSON.stringify(changes)],
  );
}

/** Says on every waiting reward why it waits. */
export async function markWaiting(sql: Sql, waitsFor: RewardWait): Promise<void> {
  await sql("update reward set waits_for = ? where state = 'WAITING' and waits_for is distinct from ?", [
    waitsFor,
    waitsFor,
  ]);
}

/** Somebody's rewards, newest first, `first + 1` of them. */
export async function readRewardsOf(
  sql: Sql,
  userId: string,
  first: number,
  beforePosition: string | null,
): Promise<Reward[]> {
  const rows = await sql<Row>(
    `select ${REWARD} ${FROM} where w.user_id = ? and (?::bigint is null or w.position < ?::bigint) order by w.position desc limit ?`,
    [userId, beforePosition, beforePosition, first + 1],
  );
  return rows.map(rewardOf);
}

/** One reward, when it is that person's. */
export async function readReward(sql: Sql, userId: string, rewardId: string): Promise<Reward | null> {
  const rows = await sql<Row>(`select ${REWARD} ${FROM} where w.id = ? and w.user_id = ?`, [rewardId, userId]);
  return rows[0] ? rewardOf(rows[0]) : null;
}

/** What each of some people can claim now. */
export async function readClaimable(sql: Sql, userIds: readonly string[], now: Date): Promise<Map<string, Units>> {
  const rows = await sql<{ userId: string; sum: string }>(
    `select user_id as "userId", sum(amount)::text as sum from reward
     where state = 'CLAIMABLE' and user_id in (select jsonb_array_elements_text(?::jsonb)::uuid) and expires_at > ?::timestamptz
     group by user_id`,
    [JSON.stringify(userIds), now.toISOString()],
  );
  return new Map(rows.map(({ userId, sum }) => [userId, BigInt(sum)]));
}

function rewardOf(row: Row): Reward {
  return {
    ...row,
    amount: BigInt(row.amount),
    earnedAt: new Date(row.earnedAt),
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt),
  };
}

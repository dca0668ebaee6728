import type { Sql } from '#chassis/storage/transact';
import type { Badge } from '../domain/badge.ts';
import { arrayLiteral } from './arrays.ts';

type BadgeRow = Omit<Badge, 'openedAt' | 'retiredAt'> & { openedAt: string; retiredAt: string | null };

const BADGE = `select id, code, title, description, category, rarity, family, tier, rule,
  case when isfinite(opened_at) then opened_at else '2000-01-01T00:00:00Z' end as "openedAt", retired_at as "retiredAt" from badge`;

/** The whole catalogue in its order, retired badges included; some hundred rows at most. */
export async function readBadges(sql: Sql): Promise<Badge[]> {
  const rows = await sql<BadgeRow>(`${BADGE} order by position`);
  return rows.map((row) => ({
    ...row,
    openedAt: new Date(row.openedAt),
    retiredAt: row.retiredAt === null ? null : new Date(row.retiredAt),
  }));
}

/** False when the code, or the tier of the family, is taken. */
export async function insertBadge(sql: Sql, badge: Badge): Promise<boolean> {
  const { id, code, title, description, category, rarity, family, tier, rule, openedAt } = badge;
  const made = await sql(
    `insert into badge (id, code, title, description, category, rarity, family, tier, rule, opened_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing returning id`,
    [id, code, title, description, category, rarity, family, tier, JSON.stringify(rule), openedAt],
  );
  return made.length > 0;
}

export async function retire(sql: Sql, badgeId: string, at: Date): Promise<boolean> {
  const done = await sql('update badge set retired_at = ? where id = ? and retired_at is null returning id', [
    at,
    badgeId,
  ]);
  return done.length > 0;
}

/** A badge as somebody earned it. */
export interface BadgeAward {
  readonly id: string;
  readonly userId: string;
  readonly badgeId: string;
  /** 1 for the first time, 2 when it was taken back and earned anew. */
  readonly nth: number;
  readonly awardedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBecause: string | null;
  /** Taken back by an administrator: facts alone do not earn it again. */
  readonly barred: boolean;
}

type AwardRow = Omit<BadgeAward, 'awardedAt' | 'revokedAt'> & { awardedAt: string; revokedAt: string | null };

const AWARD = `select id, user_id as "userId", badge_id as "badgeId", nth, awarded_at as "awardedAt",
  revoked_at as "revokedAt", revoked_because as "revokedBecause", barred from badge_award`;

function awardOf(row: AwardRow): BadgeAward {
  return {
    ...row,
    awardedAt: new Date(row.awardedAt),
    revokedAt: row.revokedAt === null ? null : new Date(row.revokedAt),
  };
}

/** Every award that a player ever had, taken back ones included. */
export async function readAwards(sql: Sql, userId: string): Promise<BadgeAward[]> {
  return (await sql<AwardRow>(`${AWARD} where user_id = ?`, [userId])).map(awardOf);
}

export async function readAwardsById(sql: Sql, ids: readonly string[]): Promise<BadgeAward[]> {
  return (await sql<AwardRow>(`${AWARD} where id = any(?::uuid[])`, [arrayLiteral(ids)])).map(awardOf);
}

/** Held badges of one player, newest first. */
export async function readHeld(
  sql: Sql,
  userId: string,
  limit: number,
  after: { awardedAt: string; id: string } | null,
): Promise<BadgeAward[]> {
  const rows = await sql<AwardRow>(
    `${AWARD} where user_id = ? and revoked_at is null
       and (?::timestamptz is null or (awarded_at, id) < (?::timestamptz, ?::uuid))
     order by awarded_at desc, id desc limit ?`,
    [userId, after?.awardedAt ?? null, after?.awardedAt ?? null, after?.id ?? null, limit],
  );
  return rows.map(awardOf);
}

export async function insertAward(
  sql: Sql,
  award: Pick<BadgeAward, 'id' | 'userId' | 'badgeId' | 'nth' | 'awardedAt'>,
  evidence: readonly string[],
): Promise<void> {
  await sql('insert into badge_award (id, user_id, badge_id, nth, awarded_at) values (?, ?, ?, ?, ?)', [
    award.id,
    award.userId,
    award.badgeId,
    award.nth,
    award.awardedAt,
  ]);
  await sql(
    `insert into badge_evidence (award_id, position, fact_id)
     select ?, position, fact_id from unnest(?::uuid[]) with ordinality as shown (fact_id, position)`,
    [award.id, arrayLiteral(evidence)],
  );
}

export async function endAward(
  sql: Sql,
  award: { id: string; at: Date; because: string; barred: boolean },
): Promise<void> {
  await sql('update badge_award set revoked_at = ?, revoked_because = ?, barred = ? where id = ?', [
    award.at,
    award.because,
    award.barred,
    award.id,
  ]);
}

export async function insertRevocation(
  sql: Sql,
  revocation: { id: string; userId: string; badgeId: string; because: string; byId: string; at: Date },
): Promise<void> {
  const { id, userId, badgeId, because, byId, at } = revocation;
  await sql(
    'insert into badge_revocation (id, user_id, badge_id, because, by_id, revoked_at) values (?, ?, ?, ?, ?, ?)',
    [id, userId, badgeId, because, byId, at],
  );
}

/** The facts that earned it, in their order. */
export async function readAwardEvidence(
  sql: Sql,
  awardId: string,
  limit: number,
  afterPosition: number | null,
): Promise<EvidenceRow[]> {
  const rows = await sql<Omit<EvidenceRow, 'happenedAt'> & { happenedAt: string }>(
    `select e.position, f.id, f.kind, f.subject_id as "subjectId", f.counterpart_id as "counterpartId", f.happened_at as "happenedAt"
     from badge_evidence e join game_fact f on f.id = e.fact_id
     where e.award_id = ? and e.position > ? order by e.position limit ?`,
    [awardId, afterPosition ?? 0, limit],
  );
  return rows.map((row) => ({ ...row, happenedAt: new Date(row.happenedAt) }));
}

export interface EvidenceRow {
  readonly position: number;
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string | null;
  readonly counterpartId: string | null;
  readonly happenedAt: Date;
}

/** The codes of the badges that these players hold. */
export async function readHeldCodes(sql: Sql, userIds: readonly string[]): Promise<{ userId: string; code: string }[]> {
  return sql(
    `select a.user_id as "userId", b.code from badge_award a join badge b on b.id = a.badge_id
     where a.user_id = any(?::uuid[]) and a.revoked_at is null`,
    [arrayLiteral(userIds)],
  );
}

import type { Sql } from '#chassis/storage/transact';
import type { Units } from '#kernel/buz';
import { NO_VOTES, type Choice, type Tally } from '../domain/proposal.ts';

export interface Vote {
  readonly id: string;
  readonly proposalId: string;
  readonly voterId: string;
  readonly choice: Choice;
  readonly castAt: Date;
}

/** A vote with what it counts for now: a delegator who votes later takes his share away. */
export interface WeighedVote extends Vote {
  readonly power: Units;
}

/** Answers whether it is the first vote of this person on this proposal. */
export async function insertVote(sql: Sql, vote: Vote): Promise<boolean> {
  const rows = await sql(
    `insert into vote (id, proposal_id, voter_id, choice, cast_at) values (?, ?, ?, ?, ?)
     on conflict (proposal_id, voter_id) do nothing returning id`,
    [vote.id, vote.proposalId, vote.voterId, vote.choice, vote.castAt.toISOString()],
  );
  return rows.length > 0;
}

/** The shares that vote `v` counts: the voter's own, and those delegated to him by people who have not voted. */
const COUNTED = `(select s.power from power_snapshot s where s.proposal_id = v.proposal_id and s.user_id = v.voter_id
  union all
  select s.power from power_snapshot s where s.proposal_id = v.proposal_id and s.delegate_id = v.voter_id
    and not exists (select from vote o where o.proposal_id = v.proposal_id and o.voter_id = s.user_id))`;

/** As things stand now, in one statement for many proposals. */
export async function readTallies(sql: Sql, proposalIds: readonly string[]): Promise<Map<string, Tally>> {
  if (proposalIds.length === 0) return new Map();
  const rows = await sql<{ proposalId: string; yes: string; no: string; abstain: string; voters: number }>(
    `select v.proposal_id as "proposalId", count(*)::int as voters,
       coalesce(sum(c.power) filter (where v.choice = 'YES'), 0)::text as yes,
       coalesce(sum(c.power) filter (where v.choice = 'NO'), 0)::text as no,
       coalesce(sum(c.power) filter (where v.choice = 'ABSTAIN'), 0)::text as abstain
     from vote v cross join lateral (select sum(power) as power from ${COUNTED} s) c
     where v.proposal_id in (select jsonb_array_elements_text(?::jsonb)::uuid) group by v.proposal_id`,
    [JSON.stringify(proposalIds)],
  );
  const found = new Map(rows.map((row) => [row.proposalId, row]));
  return new Map(
    proposalIds.map((id) => {
      const row = found.get(id);
      if (!row) return [id, NO_VOTES];
      const { yes, no, abstain, voters } = row;
      return [id, { yes: BigInt(yes), no: BigInt(no), abstain: BigInt(abstain), voters }];
    }),
  );
}

/** In the order in which they were cast, one row more than asked for. */
export async function readVotes(
  sql: Sql,
  proposalId: string,
  limit: number,
  after: string | null,
): Promise<WeighedVote[]> {
  const rows = await sql<Omit<WeighedVote, 'power' | 'castAt'> & { power: string; castAt: string }>(
    `select v.id, v.proposal_id as "proposalId", v.voter_id as "voterId", v.choice, v.cast_at::text as "castAt",
       coalesce((select sum(power) from ${COUNTED} s), 0)::text as power
     from vote v where v.proposal_id = ? and (?::uuid is null or v.id > ?::uuid) order by v.id limit ?`,
    [proposalId, after, after, limit + 1],
  );
  return rows.map((row) => ({ ...row, power: BigInt(row.power), castAt: new Date(row.castAt) }));
}

/** Every vote on a proposal, by voter. */
export async function readChoices(sql: Sql, proposalId: string): Promise<Map<string, Choice>> {
  const rows = await sql<{ voterId: string; choice: Choice }>(
    'select voter_id as "voterId", choice from vote where proposal_id = ?',
    [proposalId],
  );
  return new Map(rows.map(({ voterId, choice }) => [voterId, choice]));
}

/** What somebody voted on each of many proposals. */
export async function readChoicesOf(
  sql: Sql,
  proposalIds: readonly string[],
  userId: string,
): Promise<Map<string, Choice>> {
  const rows = await sql<{ proposalId: string; choice: Choice }>(
    `select proposal_id as "proposalId", choice from vote
     where voter_id = ? and proposal_id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [userId, JSON.stringify(proposalIds)],
  );
  return new Map(rows.map(({ proposalId, choice }) => [proposalId, choice]));
}

/** Proposals in voting with votes that were not told yet, marked as told. */
export async function markUntold(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `update proposal p set told_voters = n.voters
     from (select q.id, (select count(*)::int from vote where proposal_id = q.id) as voters
       from (select id, told_voters from proposal where state = 'VOTING' order by id for no key update skip locked) q
       where (select count(*) from vote where proposal_id = q.id) <> q.told_voters limit ?) n
     where p.id = n.id returning p.id`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

import { isId } from '#kernel/id';
import type { Sql } from '#chassis/storage/transact';
import type { Proposal, ProposalState } from '../domain/proposal.ts';

interface Row {
  id: string;
  proposerId: string;
  type: Proposal['type'];
  title: string;
  text: string;
  changeCode: string | null;
  changeAmount: string | null;
  changeAt: string | null;
  state: ProposalState;
  createdAt: string;
  openedAt: string | null;
  votingAt: string | null;
  closesAt: string | null;
  supply: string | null;
  yes: string | null;
  no: string | null;
  abstain: string | null;
  voters: number | null;
  executedAt: string | null;
  notExecuted: string | null;
}

const PROPOSAL = `p.id, p.proposer_id as "proposerId", p.type, p.title, p.text, p.change_code as "changeCode",
  p.change_amount::text as "changeAmount", p.change_at::text as "changeAt", p.state, p.created_at::text as "createdAt",
  p.opened_at::text as "openedAt", p.voting_at::text as "votingAt", p.closes_at::text as "closesAt", p.supply::text as supply,
  p.yes::text as yes, p.no::text as no, p.abstain::text as abstain, p.voters, p.executed_at::text as "executedAt",
  p.not_executed as "notExecuted"`;

/** Writes a proposal, a new one or a changed one; what was proposed never changes. */
export async function writeProposal(sql: Sql, proposal: Proposal): Promise<void> {
  const { change, tally, supply, ...rest } = proposal;
  const row = {
    ...rest,
    ...{ changeCode: change?.code ?? null, changeAmount: change ? String(change.amount) : null },
    changeAt: change?.effectiveAt ?? null,
    supply: supply === null ? null : String(supply),
    ...(tally && {
      yes: String(tally.yes),
      no: String(tally.no),
      abstain: String(tally.abstain),
      voters: tally.voters,
    }),
  };
  await sql(
    `insert into proposal (id, proposer_id, type, title, text, change_code, change_amount, change_at, state, created_at, opened_at,
       voting_at, closes_at, supply, yes, no, abstain, voters, executed_at, not_executed)
     select p.id, p."proposerId", p.type, p.title, p.text, p."changeCode", p."changeAmount", p."changeAt", p.state, p."createdAt",
       p."openedAt", p."votingAt", p."closesAt", p.supply, p.yes, p.no, p.abstain, p.voters, p."executedAt", p."notExecuted"
     from jsonb_to_record(?::jsonb) as p (id uuid, "proposerId" uuid, type text, title text, text text, "changeCode" text,
       "changeAmount" bigint, "changeAt" timestamptz, state text, "createdAt" timestamptz, "openedAt" timestamptz,
       "votingAt" timestamptz, "closesAt" timestamptz, supply bigint, yes bigint, no bigint, abstain bigint, voters int,
       "executedAt" timestamptz, "notExecuted" text)
     on conflict (id) do update set state = excluded.state, opened_at = excluded.opened_at, voting_at = excluded.voting_at,
       closes_at = excluded.closes_at, supply = excluded.supply, yes = excluded.yes, no = excluded.no, abstain = excluded.abstain,
       voters = excluded.voters, executed_at = excluded.executed_at, not_executed = excluded.not_executed`,
    [JSON.stringify(row)],
  );
}

/** SHARE for who adds to a proposal and must not see it close meanwhile; UPDATE for who changes it. */
export async function lockProposal(sql: Sql, id: string, strength: 'SHARE' | 'UPDATE'): Promise<Proposal | null> {
  if (!isId(id)) return null;
  const rows = await sql<Row>(`select ${PROPOSAL} from proposal p where p.id = ? for ${strength}`, [id]);
  return rows[0] ? proposalOf(rows[0]) : null;
}

/** The proposal whose next transition has been due for longest and that nobody else is working on, locked; with `only`, that one, waited for. */
export async function lockDueProposal(
  sql: Sql,
  now: Date,
  only: string | undefined,
  except: readonly string[],
): Promise<Proposal | null> {
  const at = now.toISOString();
  const rows = await sql<Row>(
    `select ${PROPOSAL} from proposal p
     where (p.state = 'DISCUSSION' and p.voting_at <= ?::timestamptz or p.state = 'VOTING' and p.closes_at <= ?::timestamptz
         or p.state = 'PASSED' and p.change_code is not null and p.not_executed is null)
       and (?::uuid is null or p.id = ?::uuid) and p.id not in (select jsonb_array_elements_text(?::jsonb)::uuid)
     order by case when p.state = 'DISCUSSION' then p.voting_at else p.closes_at end, p.id
     limit 1 for update ${only ? '' : 'skip locked'}`,
    [at, at, only ?? null, only ?? null, JSON.stringify(except)],
  );
  return rows[0] ? proposalOf(rows[0]) : null;
}

export async function readProposals(sql: Sql, ids: readonly string[]): Promise<Proposal[]> {
  if (ids.length === 0) return [];
  const rows = await sql<Row>(
    `select ${PROPOSAL} from proposal p where p.id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(ids)],
  );
  return rows.map(proposalOf);
}

/** What somebody may see, newest first, one row more than asked for. */
export async function readProposalsFor(
  sql: Sql,
  userId: string | null,
  state: ProposalState | null,
  limit: number,
  before: string | null,
): Promise<Proposal[]> {
  const rows = await sql<Row>(
    `select ${PROPOSAL} from proposal p where (p.state <> 'DRAFT' or p.proposer_id = ?::uuid) and (?::text is null or p.state = ?::text)
       and (?::uuid is null or p.id < ?::uuid) order by p.id desc limit ?`,
    [userId, state, state, before, before, limit + 1],
  );
  return rows.map(proposalOf);
}

/** How many of somebody's proposals are open. Two openings of one person at once follow each other. */
export async function countOpenOf(sql: Sql, proposerId: string): Promise<number> {
  await sql('select pg_advisory_xact_lock(hashtext(?))', [`proposals of ${proposerId}`]);
  const [row] = await sql<{ open: number }>(
    `select count(*)::int as open from proposal where proposer_id = ? and state in ('DISCUSSION', 'VOTING')`,
    [proposerId],
  );
  return row!.open;
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

function proposalOf(row: Row): Proposal {
  const { changeCode, changeAmount, changeAt, supply, yes, no, abstain, voters, ...rest } = row;
  return {
    ...rest,
    change:
      changeCode === null
        ? null
        : { code: changeCode, amount: BigInt(changeAmount!), effectiveAt: new Date(changeAt!) },
    createdAt: new Date(row.createdAt),
    openedAt: instant(row.openedAt),
    votingAt: instant(row.votingAt),
    closesAt: instant(row.closesAt),
    supply: supply === null ? null : BigInt(supply),
    tally: yes === null ? null : { yes: BigInt(yes), no: BigInt(no!), abstain: BigInt(abstain!), voters: voters! },
    executedAt: instant(row.executedAt),
  };
}

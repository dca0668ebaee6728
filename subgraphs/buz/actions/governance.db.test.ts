import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { poolOf, walletOf } from '../domain/account.ts';
import { buzSubgraph } from '../subgraph.ts';
import { must, votersOf } from '../testing/voters.ts';
import { commentOnProposal } from './comment-on-proposal.ts';
import { executeProposal } from './execute-proposal.ts';
import { openProposal, withdrawProposal } from './propose.ts';

describe('governance', () => {
  let mount: TestMount<unknown>;
  let world: ReturnType<typeof votersOf>;
  beforeEach(async () => {
    mount = await mountForTest(buzSubgraph());
    world = votersOf(mount);
  });
  afterEach(async () => {
    expect(await world.missing()).toBe('0');
    await mount.stop();
  });
  const quoted = async (userId: string): Promise<unknown> => {
    const answer = await mount.graphql('{ quoteCharge(priceCode: "VENTURE_CREATE") { cost } }', {}, { userId });
    return (answer.data!.quoteCharge as { cost: string }).cost;
  };

  test('a journey: an economic proposal passes by what was staked at the snapshot and changes the price at its time', async () => {
    const [proposer, supporter, against] = [await world.voter(1_000), await world.voter(980), await world.voter(1_020)];
    const effectiveAt = new Date(mount.clock.now().getTime() + 20 * 86_400_000);
    const change = { code: 'VENTURE_CREATE', amount: 42n * BUZ, effectiveAt };
    const id = await world.opened(proposer, { type: 'ECONOMIC', change });
    world.later(7);
    expect(must(await world.vote(proposer, id))).toEqual({ proposalId: id, power: '1000' });
    must(await world.vote(supporter, id));
    must(await world.vote(against, id, 'NO'));
    const late = await world.voter(5_000);
    expect(await world.vote(late, id)).toMatchObject({ name: 'NoVotingPower' });
    expect(await world.vote(supporter, id, 'NO')).toMatchObject({ name: 'AlreadyVoted' });
    world.later(3);
    expect(await world.walk()).toBe(1);
    expect(await world.proposal(id)).toMatchObject({ state: 'EXECUTED', supply: 3_000n * BUZ, tally: { yes: 1_980n * BUZ, no: 1_020n * BUZ, abstain: 0n, voters: 3 } }); // prettier-ignore
    expect(await world.recount(id)).toMatchObject({ agrees: true, supply: 3_000n * BUZ });
    expect((await world.told(id)).map(({ type }) => type)).toEqual(['buz.proposal_opened', 'buz.voting_opened', 'buz.proposal_closed', 'buz.proposal_executed']); // prettier-ignore
    expect(await quoted(proposer)).toBe('50');
    mount.clock.set(new Date(effectiveAt.getTime() - 1));
    expect(await quoted(proposer)).toBe('50');
    mount.clock.set(effectiveAt);
    expect(await quoted(proposer)).toBe('42');
    expect(await world.walk()).toBe(0);
  });

  test('what was staked moves after the snapshot, and its second vote counts for nothing', async () => {
    const [proposer, second] = [await world.voter(1_000), await world.person('0')];
    const id = await world.opened(proposer);
    world.later(7);
    await world.walk();
    const [{ id: stakeId }] = (await world.rows<{ id: string }>('select id from stake where user_id = $1', proposer)) as [{ id: string }]; // prettier-ignore
    must(await world.withdraw(proposer, stakeId, '900'));
    await world.move(walletOf(proposer), walletOf(second), 900n * BUZ);
    await world.staked(second, 'BRONZE', '900');
    expect(must(await world.vote(proposer, id))).toMatchObject({ power: '1000' });
    expect(await world.vote(second, id)).toMatchObject({ name: 'NoVotingPower' });
    world.later(3);
    await world.walk();
    expect(await world.proposal(id)).toMatchObject({ state: 'PASSED', tally: { yes: 1_000n * BUZ, voters: 1 } });
    expect(await world.recount(id)).toMatchObject({ agrees: true });
  });

  test('unstaking, staking and delegating in the instant of the snapshot, two replicas walking: the snapshot is final', async () => {
    const voters = await Promise.all(Array.from({ length: 8 }, (_, at) => world.voter(1_000 + at)));
    const ids = [await world.opened(voters[0]!), await world.opened(voters[1]!)];
    const stakes = await world.rows<{ id: string; userId: string; back: string }>(
      'select id, user_id as "userId", (principal * 9 / 10)::text as back from stake',
    );
    await Promise.all(voters.map((userId) => world.move(poolOf('COMMUNITY'), walletOf(userId), 500n * BUZ)));
    world.later(7);
    await Promise.all([
      world.walk(),
      ...stakes.slice(0, 4).map(({ id, userId, back }) => world.withdraw(userId, id, String(Number(back) / 1e6))),
      world.walk(),
      ...voters.slice(4).map((userId) => world.staked(userId, 'BRONZE', '300')),
      ...voters.slice(2, 4).map((userId) => world.delegate(userId, voters[0]!)),
    ]);
    for (const id of ids) {
      expect((await world.told(id)).filter(({ type }) => type === 'buz.voting_opened')).toHaveLength(1);
      for (const userId of voters) await world.vote(userId, id);
    }
    world.later(3);
    await Promise.all([world.walk(), world.walk(), world.walk()]);
    for (const id of ids) {
      expect(await world.recount(id)).toMatchObject({ agrees: true });
      expect((await world.told(id)).filter(({ type }) => type === 'buz.proposal_closed')).toHaveLength(1);
    }
  });

  test('transitions that are late happen in order and as of their instants; what was staked meanwhile has no part in it', async () => {
    const proposer = await world.voter(1_000);
    const id = await world.opened(proposer);
    const { votingAt, closesAt } = await world.proposal(id);
    world.later(8);
    await world.voter(9_000);
    world.later(30);
    expect(await world.walk()).toBe(1);
    expect(await world.proposal(id)).toMatchObject({ state: 'QUORUM_FAILED', supply: 1_000n * BUZ });
    expect((await world.told(id)).slice(1)).toMatchObject([
      { type: 'buz.voting_opened', body: { snapshotAt: votingAt!.toISOString(), supply: '1000' } },
      { type: 'buz.proposal_closed', body: { closedAt: closesAt!.toISOString(), outcome: 'QUORUM_FAILED' } },
    ]);
    expect(await world.vote(proposer, id)).toMatchObject({ name: 'VotingClosed', closedAt: closesAt });
  });

  test('exactly 5 % of what was staked is a quorum; the same vote is none once somebody else has staked more', async () => {
    const [proposer, exact] = [await world.voter(9_400), await world.voter(500)];
    await world.voter(100);
    const voteAndClose = async (): Promise<unknown> => {
      const id = await world.opened(proposer);
      world.later(7);
      must(await world.vote(exact, id));
      world.later(3);
      await world.walk();
      return (await world.proposal(id)).state;
    };
    expect(await voteAndClose()).toBe('PASSED');
    await world.voter(100);
    expect(await voteAndClose()).toBe('QUORUM_FAILED');
  });

  test('thirty votes of one person at once are one vote', async () => {
    const proposer = await world.voter(1_000);
    const id = await world.opened(proposer);
    world.later(7);
    const votes = await Promise.all(
      Array.from({ length: 30 }, (_, at) => world.vote(proposer, id, at % 2 ? 'NO' : 'YES')),
    );
    expect(votes.filter((one) => 'power' in one)).toHaveLength(1);
    expect(votes.filter((one) => 'name' in one && one.name === 'AlreadyVoted')).toHaveLength(29);
    const key = newId();
    const other = await world.opened(proposer);
    world.later(7);
    const same = await Promise.all(Array.from({ length: 10 }, () => world.vote(proposer, other, 'YES', key)));
    for (const one of same) expect(one).toEqual({ proposalId: other, power: '1000' });
    expect(await world.rows("select type from outbox where type = 'buz.vote_cast'")).toHaveLength(2);
  });

  test('delegates vote with shares of those who do not, one level deep; circles are refused, also in parallel', async () => {
    const [a, b, c] = [await world.voter(1_000), await world.voter(2_000), await world.voter(4_000)];
    must(await world.delegate(a, b));
    must(await world.delegate(b, c));
    expect(await world.delegate(c, a)).toMatchObject({ name: 'DelegateInvalid' });
    expect(await world.delegate(a, a)).toMatchObject({ name: 'DelegateInvalid' });
    expect(await world.delegate(a, newId())).toMatchObject({ name: 'DelegateInvalid' });
    expect(await world.delegate(a, 'nobody')).toMatchObject({ name: 'DelegateInvalid' });
    const [d, e] = [await world.voter(100), await world.voter(100)];
    const round = await Promise.all([world.delegate(d, e), world.delegate(e, d)]);
    expect(round.filter((one) => 'name' in one)).toHaveLength(1);
    const id = await world.opened(c);
    world.later(7);
    await world.walk();
    // too late for this snapshot
    must(await world.delegate(a, null));
    expect(must(await world.vote(c, id))).toMatchObject({ power: '6000' });
    // b takes back his own share, and brings a's
    expect(must(await world.vote(b, id, 'NO'))).toMatchObject({ power: '3000' });
    expect(must(await world.vote(a, id, 'ABSTAIN'))).toMatchObject({ power: '1000' });
    world.later(3);
    await world.walk();
    expect(await world.proposal(id)).toMatchObject({
      tally: { yes: 4_000n * BUZ, no: 2_000n * BUZ, abstain: 1_000n * BUZ, voters: 3 },
      state: 'PASSED',
    });
    expect(await world.recount(id)).toMatchObject({ agrees: true });
  });

  test('who has too little staked, votes at the wrong time, or acts in the wrong state is told so', async () => {
    const [proposer, poor] = [await world.voter(1_000), await world.voter(999)];
    expect(await world.draft(poor)).toMatchObject({ name: 'ProposerStakeTooSmall', needed: 1_000n * BUZ, staked: 999n * BUZ }); // prettier-ignore
    const now = mount.clock.now();
    const change = { code: 'VENTURE_CREATE', amount: 42n * BUZ, effectiveAt: now };
    expect(await world.draft(proposer, { change })).toMatchObject({ name: 'ProposalChangeInvalid' });
    expect(await world.draft(proposer, { type: 'ECONOMIC' })).toMatchObject({ name: 'ProposalChangeInvalid' });
    expect(await world.draft(proposer, { type: 'ECONOMIC', change: { ...change, code: 'NO_SUCH_PRICE' } })).toMatchObject({ name: 'ProposalChangeInvalid' }); // prettier-ignore
    const early = must(await world.draft(proposer, { type: 'ECONOMIC', change }));
    expect(await openProposal(world.as(proposer), early.proposalId)).toMatchObject({ name: 'ProposalChangeInvalid' });
    // a draft is nobody else's
    expect(await openProposal(world.as(poor), early.proposalId)).toMatchObject({ name: 'NotFound' });
    expect(await world.vote(poor, early.proposalId)).toMatchObject({ name: 'NotFound' });
    expect(await world.vote(proposer, early.proposalId)).toMatchObject({ name: 'VotingNotOpen', opensAt: null });

    const id = await world.opened(proposer);
    expect(await world.vote(poor, id)).toMatchObject({ name: 'VotingNotOpen' });
    must(await commentOnProposal(world.as(poor), { proposalId: id, text: 'Why?' }));
    expect(await withdrawProposal(world.as(poor), id)).toMatchObject({ name: 'NotFound' });
    must(await withdrawProposal(world.as(proposer), id));
    expect(await commentOnProposal(world.as(poor), { proposalId: id, text: 'Oh.' })).toMatchObject({ name: 'ProposalStateRefused' }); // prettier-ignore
    expect(await openProposal(world.as(proposer), id)).toMatchObject({
      name: 'ProposalStateRefused',
      state: 'WITHDRAWN',
    });

    const open = [await world.opened(proposer), await world.opened(proposer), await world.opened(proposer)];
    const fourth = must(await world.draft(proposer));
    expect(await openProposal(world.as(proposer), fourth.proposalId)).toMatchObject({ name: 'ProposalsTooMany' });
    world.later(7);
    // voting has begun although no schedule has run
    expect(await withdrawProposal(world.as(proposer), open[0]!)).toMatchObject({ name: 'ProposalStateRefused', state: 'VOTING' }); // prettier-ignore
    must(await world.vote(proposer, open[0]!));
    world.later(3);
    expect(await world.vote(poor, open[0]!)).toMatchObject({ name: 'VotingClosed' });
    const admin = mount.scope({ userId: newId(), permissions: ['buz.admin'] });
    must(await executeProposal(admin, open[0]!));
    expect(await executeProposal(admin, open[1]!)).toMatchObject({ name: 'ProposalStateRefused', state: 'QUORUM_FAILED' }); // prettier-ignore
  });
});

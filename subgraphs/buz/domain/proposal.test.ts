import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countVotes, powerOf, type Share } from './count-votes.ts';
import { dueStep, outcomeOf, windowsFrom, type Choice, type Proposal, type Tally } from './proposal.ts';

const tally = (yes: bigint, no: bigint, abstain = 0n): Tally => ({ yes, no, abstain, voters: 1 });

describe('the outcome of a vote', () => {
  test('has a quorum at exactly 5 % of what was staked, abstentions included, and not one minor unit below', () => {
    const supply = 1_000_000_000n;
    expect(outcomeOf('FEATURE', supply, tally(50_000_000n, 0n))).toBe('PASSED');
    expect(outcomeOf('FEATURE', supply, tally(1n, 0n, 49_999_999n))).toBe('PASSED');
    expect(outcomeOf('FEATURE', supply, tally(49_999_999n, 0n))).toBe('QUORUM_FAILED');
    expect(outcomeOf('FEATURE', 19n, tally(1n, 0n))).toBe('PASSED');
    expect(outcomeOf('FEATURE', 21n, tally(1n, 0n))).toBe('QUORUM_FAILED');
  });

  test('is no quorum when nobody voted or nothing was staked', () => {
    expect(outcomeOf('FEATURE', 0n, tally(0n, 0n))).toBe('QUORUM_FAILED');
    expect(outcomeOf('FEATURE', 100n, tally(0n, 0n))).toBe('QUORUM_FAILED');
  });

  test('takes more than half of yes and no; of an economic one 66 %', () => {
    expect(outcomeOf('TECHNICAL', 100n, tally(50n, 50n))).toBe('REJECTED');
    expect(outcomeOf('TECHNICAL', 101n, tally(51n, 50n))).toBe('PASSED');
    expect(outcomeOf('ECONOMIC', 100n, tally(66n, 34n))).toBe('PASSED');
    expect(outcomeOf('ECONOMIC', 10_000n, tally(6_599n, 3_401n))).toBe('REJECTED');
    expect(outcomeOf('ECONOMIC', 100n, tally(0n, 0n, 100n))).toBe('REJECTED');
  });
});

test('what is due is due at its millisecond, one step after the other', () => {
  const openedAt = new Date('2026-03-01T10:00:00.000Z');
  const windows = windowsFrom(openedAt);
  expect(windows.votingAt.toISOString()).toBe('2026-03-08T10:00:00.000Z');
  expect(windows.closesAt.toISOString()).toBe('2026-03-11T10:00:00.000Z');
  const at = (state: Proposal['state'], instant: number, change: unknown = null) =>
    dueStep({ state, ...windows, change, notExecuted: null } as Proposal, new Date(instant));
  expect(at('DISCUSSION', windows.votingAt.getTime() - 1)).toBeNull();
  expect(at('DISCUSSION', windows.votingAt.getTime())).toBe('OPEN_VOTING');
  expect(at('VOTING', windows.closesAt.getTime() - 1)).toBeNull();
  expect(at('VOTING', windows.closesAt.getTime())).toBe('CLOSE');
  expect(at('PASSED', windows.closesAt.getTime())).toBeNull();
  expect(at('PASSED', windows.closesAt.getTime(), {})).toBe('EXECUTE');
  expect(at('WITHDRAWN', windows.closesAt.getTime())).toBeNull();
});

describe('counting', () => {
  const people = fc.integer({ min: 0, max: 6 }).map(String);
  const shares: fc.Arbitrary<Share[]> = fc.uniqueArray(
    fc.record({ userId: people, power: fc.bigInt({ min: 1n, max: 1_000n }), delegateId: fc.option(people) }),
    { selector: ({ userId }) => userId },
  );
  const votes = fc
    .array(fc.tuple(people, fc.constantFrom<Choice>('YES', 'NO', 'ABSTAIN')))
    .map((all) => new Map<string, Choice>(all));

  test('counts no share twice and none that nobody votes with: the powers of those who voted are the tally', () => {
    fc.assert(
      fc.property(shares, votes, (all, cast) => {
        const { yes, no, abstain } = countVotes(all, cast);
        const powers = [...cast.keys()].map((userId) => powerOf(userId, all, cast));
        expect(yes + no + abstain).toBe(powers.reduce((sum, one) => sum + one, 0n));
        expect(yes + no + abstain <= all.reduce((sum, { power }) => sum + power, 0n)).toBe(true);
      }),
    );
  });

  test('a delegator who votes takes his share, and nothing else, from his delegate', () => {
    const all = [
      { userId: 'a', power: 10n, delegateId: 'b' },
      { userId: 'b', power: 5n, delegateId: 'c' },
      { userId: 'c', power: 1n, delegateId: null },
    ];
    expect(countVotes(all, new Map([['b', 'YES' as const]]))).toMatchObject({ yes: 15n, no: 0n });
    expect(countVotes(all, new Map([['b', 'YES' as const], ['a', 'NO' as const]]))).toMatchObject({ yes: 5n, no: 10n }); // prettier-ignore
    // what b was given by a does not go on to c
    expect(countVotes(all, new Map([['c', 'YES' as const]]))).toMatchObject({ yes: 6n });
  });
});

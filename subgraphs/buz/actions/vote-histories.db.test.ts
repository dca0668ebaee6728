import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import type { Choice } from '../domain/proposal.ts';
import { buzSubgraph } from '../subgraph.ts';
import { votersOf } from '../testing/voters.ts';

const PEOPLE = 5;
const who = fc.nat(PEOPLE - 1);
const change = fc.oneof(
  fc.record({ act: fc.constant('stake' as const), who, buz: fc.integer({ min: 100, max: 900 }) }),
  fc.record({ act: fc.constant('leave' as const), who }),
  fc.record({ act: fc.constant('delegate' as const), who, to: fc.option(who) }),
);
const changes = fc.array(change, { maxLength: 8 });
const votes = fc.array(
  fc.record({ who, choice: fc.constantFrom<Choice>('YES', 'NO', 'ABSTAIN') }),
  { minLength: 1, maxLength: 6 }, // prettier-ignore
);

let mount: TestMount<unknown>;
let world: ReturnType<typeof votersOf>;
beforeAll(async () => {
  mount = await mountForTest(buzSubgraph());
  world = votersOf(mount);
});
afterAll(() => mount.stop());

test('whatever was staked, left and delegated before, in and after the instant of the snapshot: the tally is the recount', async () => {
  const proposer = await world.voter(1_000);
  await fc.assert(
    fc.asyncProperty(changes, changes, changes, votes, async (before, meanwhile, after, cast) => {
      const people = await Promise.all(Array.from({ length: PEOPLE }, () => world.person('2000')));
      await Promise.all(people.map((userId) => world.staked(userId, 'BRONZE', '100')));
      const apply = async (one: (typeof before)[number]): Promise<void> => {
        const userId = people[one.who]!;
        if (one.act === 'stake') await world.stake(userId, 'BRONZE', String(one.buz));
        else if (one.act === 'delegate') await world.delegate(userId, one.to === null ? null : people[one.to]!);
        else {
          const [stake] = await world.rows<{ id: string; back: string }>(
            `select id, (principal * 9 / 10 / 1000000)::text as back from stake where user_id = $1 and status = 'ACTIVE' limit 1`,
            userId,
          );
          if (stake) await world.withdraw(userId, stake.id, stake.back);
        }
      };
      for (const one of before) await apply(one);
      const id = await world.opened(proposer);
      mount.clock.set((await world.proposal(id)).votingAt!);
      await Promise.all([world.walk(), ...meanwhile.map(apply), world.walk()]);
      await world.walk();
      const taken = await world.rows('select * from power_snapshot where proposal_id = $1 order by user_id', id);
      for (const { who: voter, choice } of cast) await world.vote(people[voter]!, id, choice);
      for (const one of after) await apply(one);
      mount.clock.set((await world.proposal(id)).closesAt!);
      await world.walk();
      expect(await world.recount(id)).toMatchObject({ agrees: true });
      expect(await world.rows('select * from power_snapshot where proposal_id = $1 order by user_id', id)).toEqual(taken); // prettier-ignore
      expect(await world.missing()).toBe('0');
    }),
    { numRuns: 8 },
  );
}, 120_000);

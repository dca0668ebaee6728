import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CAP } from '#kernel/buz';
import { newId } from '#kernel/id';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';
import { economyOf } from '../testing/economy.ts';
import { claimRewards, expireRewards } from './claim-rewards.ts';
import { earnRewards } from './earn-rewards.ts';
import { endCharge, releaseOverdueCharges } from './end-charge.ts';
import { holdCharge } from './hold-charge.ts';
import { payRewards } from './pay-rewards.ts';
import { continueReconciliation, reconcileLedger } from './reconcile-ledger.ts';

const CODES = ['WELCOME', 'PROFILE_COMPLETED', 'XP_MILESTONE_100', 'XP_MILESTONE_500', 'BADGE_EPIC', 'DAILY_LOGIN'];
const PRICES = ['VENTURE_CREATE', 'WHITE_LABEL', 'LEGAL_SIGN', 'VENTURE_EDIT'];

/** mulberry32: the same storm for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

describe('after a storm of everything at once', () => {
  let mount: TestMount<BuzPorts>;
  let economy: ReturnType<typeof economyOf>;
  beforeAll(async () => {
    mount = await mountForTest(buzSubgraph());
    economy = economyOf(mount);
    await economy.rule('EMISSION', 'DAILY_EMISSION', 1_500, mount.clock.now());
  });
  afterAll(() => mount.stop());

  test.each([1, 2, 3])('all BUZ sums to the cap, and every book agrees with the ledger (seed %i)', async (seed) => {
    const roll = dice(seed);
    const people = await Promise.all(Array.from({ length: 6 }, () => economy.person(100)));
    const charges: string[] = [];
    const act = async (): Promise<unknown> => {
      const userId = people[roll(people.length)]!;
      const [code, subject] = [CODES[roll(CODES.length)]!, String(roll(3))];
      switch (roll(8)) {
        case 0:
        case 1:
          return earnRewards(mount.scope(), [{ userId, code, subject }], {
            eventId: newId(),
            earnedAt: mount.clock.now(),
          });
        case 2:
          return payRewards(mount.scope());
        case 3:
          return claimRewards(mount.scope({ userId }), newId());
        case 4: {
          const chargeId = newId();
          charges.push(chargeId);
          const request = {
            chargeId,
            payerId: userId,
            priceCode: PRICES[roll(4)]!,
            subject: { type: 'app', id: chargeId },
          };
          return holdCharge(mount.scope(), { asker: 'shop', request, askedAt: mount.clock.now() });
        }
        case 5:
        case 6: {
          const chargeId = charges[roll(charges.length + 1)] ?? newId();
          return endCharge(mount.scope(), { asker: 'shop', chargeId, outcome: roll(2) ? 'CAPTURE' : 'RELEASE' });
        }
        default:
          return Promise.all([expireRewards(mount.scope()), releaseOverdueCharges(mount.scope())]);
      }
    };
    for (let round = 0; round < 20; round++) {
      await Promise.all(Array.from({ length: 12 }, act));
      mount.clock.advance([1_000, 16 * 60_000, 86_400_000, 91 * 86_400_000][roll(4)]!);
    }
    expect(
      await economy.rows(
        "select (-sum(balance) filter (where kind = 'GENESIS'))::text as cap, sum(balance)::text as all from account",
      ),
    ).toEqual([{ cap: String(CAP), all: '0' }]);
    const [books] = await economy.rows(`select
      (select coalesce(sum(balance), 0)::text from account where kind = 'HELD') as held,
      (select coalesce(sum(amount), 0)::text from charge where state = 'HELD') as charged,
      (select balance::text from account where address = 'reserve/CLAIMABLE') as reserve,
      (select coalesce(sum(amount), 0)::text from reward where state = 'CLAIMABLE') as claimable,
      (select sum(balance)::text from account where kind = 'TREASURY') as treasury,
      (select coalesce(sum(amount), 0)::text from charge where state = 'CAPTURED') as captured,
      (select coalesce(sum(emitted), 0)::text from emission_day) as emitted,
      (select coalesce(sum(amount), 0)::text from reward where emitted_on is not null) as given,
      (select count(*)::int from account where balance < 0 and kind <> 'GENESIS') as below`);
    expect(books).toMatchObject({
      charged: books!['held'],
      claimable: books!['reserve'],
      captured: books!['treasury'],
      given: books!['emitted'],
      below: 0,
    });
    const days =
      await economy.rows(`select d.day, d.emitted::text as emitted, (select coalesce(sum(-e.amount), 0)::text from entry e
        join account a on a.id = e.account_id join transfer t on t.id = e.transfer_id
        where a.address = 'pool/REWARDS' and e.amount < 0 and (t.occurred_at at time zone 'UTC')::date = d.day) as left_pool from emission_day d`);
    expect(days.length).toBeGreaterThan(1);
    for (const day of days) expect(day['left_pool']).toBe(day['emitted']);
    const run = await reconcileLedger(mount.scope());
    await continueReconciliation(mount.scope(), run.id);
    const reconciled =
      'select ended_at is not null as whole, (select count(*)::int from reconciliation_finding) as findings from reconciliation where id = $1';
    expect(await economy.rows(reconciled, run.id)).toEqual([{ whole: true, findings: 0 }]);
  });
});

import { BUZ } from '#kernel/buz';
import { isRefusal } from '#kernel/refusal';
import { deadlocksOf, wrongsOf } from './invariants.ts';
import { askingFor, mountLanes, seeded, sendOf } from './lanes.ts';
import { manyRich } from './money.ts';

export interface BankReport {
  readonly booked: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly wrongs: readonly string[];
  readonly deadlocks: number;
  /** The wallets at the end, less what they should have by the answers that the workers got. */
  readonly drift: readonly string[];
}

/**
 * So many workers send random amounts between random people, through two lanes and one of them past both, each waiting for its answer before it goes on.
 * People start with 20 BUZ, so that many a transfer is refused for want of money.
 */
export async function runBank(people: number, workers: number, transfers: number, seed: number): Promise<BankReport> {
  const bank = await mountLanes(2);
  const pool = bank.mount.mounted.database.roadPool;
  try {
    const users = await manyRich(bank.mount, people, 20n * BUZ);
    const expected = new Map(users.map((userId) => [userId, 20n * BUZ]));
    const refused: Record<string, number> = {};
    let booked = 0;
    const work = async (worker: number): Promise<void> => {
      const random = seeded(seed + worker);
      for (let n = 0; n < transfers; n++) {
        const from = users[random(people)]!;
        const to = users[random(people)]!;
        const command = sendOf(from, to, BUZ + BigInt(random(14_000_000)));
        const lane = worker === 0 ? undefined : bank.lanes[worker % 2];
        const outcome = lane ? (await lane.settle([command], askingFor(from)))[0]! : await bank.alone(command);
        if (isRefusal(outcome)) refused[outcome.name] = (refused[outcome.name] ?? 0) + 1;
        else {
          booked += 1;
          const { amount, fee } = outcome.transfer;
          expected.set(from, expected.get(from)! - amount - fee);
          expected.set(to, expected.get(to)! + amount);
        }
      }
    };
    await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
    const { rows } = await pool.query<{ id: string; balance: string }>(
      `select owner_id as id, balance::text as balance from account where kind = 'WALLET'`,
    );
    const drift = rows.filter(({ id, balance }) => expected.get(id) !== BigInt(balance)).map(({ id }) => id);
    return { booked, refused, wrongs: await wrongsOf(pool), deadlocks: await deadlocksOf(pool), drift };
  } finally {
    await bank.stop();
  }
}

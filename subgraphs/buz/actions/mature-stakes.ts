import { isRefusal } from '#kernel/refusal';
import type { Scope, Transaction } from '#chassis/mount/scope';
import { fits, matured, renewed, type Stake } from '../domain/stake.ts';
import { payReward, reserveReward } from '../domain/stake-move.ts';
import { termsAt, type StakeTerms } from '../domain/stake-tier.ts';
import type { Outcome } from '../domain/transfer.ts';
import { readStakers, type Staker } from '../storage/stakers.store.ts';
import { lockDueStakes, readTiers, writeStakes } from '../storage/stakes.store.ts';
import { refuseStaker } from './refuse-staking.ts';
import { settle } from './settle.ts';
import { tellMatured, tellStaked } from './tell-stake.ts';

const AT_ONCE = 50;

/**
 * Ends the terms whose time is over, each at its exact instant however late this runs, and pays their rewards; a position that renews itself
 * begins its next term at that same instant, at the terms that held then. Run by a schedule, each minute, and for one position before it is
 * withdrawn. Several terms of one position follow each other. @returns how many terms ended.
 */
export async function matureStakes(scope: Scope, only?: string): Promise<number> {
  const stuck: string[] = [];
  for (let ended = 0; ;) {
    const now = scope.clock.now();
    const batch = await scope.transact(async (tx) => {
      const stakes = await lockDueStakes(tx.sql, { now, limit: AT_ONCE, only, except: stuck });
      return stakes.length > 0 ? matureBatch(tx, stakes, now) : [];
    });
    for (const { stake, refused } of batch.filter(isStuck)) {
      stuck.push(stake.id);
      scope.log.error({ stakeId: stake.id, refused }, 'a stake has matured and cannot be paid: its wallet is closed');
    }
    ended += batch.length - batch.filter(isStuck).length;
    if (batch.length === 0) return ended;
  }
}

/** One due position, what was asked of the ledger for it, and what becomes of it. */
interface Ending {
  readonly stake: Stake;
  /** The next term, when one is wanted and nothing stands against it. */
  readonly next: Stake | null;
  /** Why there is no next term although one is wanted. */
  notRenewed: string | null;
  /** The reward could not be paid: the position stays as it is. */
  refused: string | null;
}

const isStuck = (ending: Ending): boolean => ending.refused !== null;

async function matureBatch(tx: Transaction, stakes: readonly Stake[], now: Date): Promise<Ending[]> {
  const versions = await readTiers(tx.em);
  const standings = await readStakers(
    tx.sql,
    stakes.map(({ userId }) => userId),
  );
  const endings = stakes.map((stake) => endingOf(stake, versions, standings.get(stake.userId)));
  const asked = endings.map(({ stake, next }) => [...payReward(stake), ...(next ? reserveReward(next) : [])]);
  const outcomes = await settle(tx, asked.flat(), now);
  const after = endings.flatMap((ending, at) => close(ending, outcomes.splice(0, asked[at]!.length)) ?? []);
  await writeStakes(tx.sql, after);
  for (const ending of endings) await tell(tx, ending);
  return endings;
}

function endingOf(stake: Stake, versions: readonly StakeTerms[], standing: Staker | undefined): Ending {
  const ending = { stake, next: null, notRenewed: null, refused: null };
  if (!stake.autoRenew) return ending;
  const refused = refuseStaker(standing);
  if (refused) return { ...ending, notRenewed: refused.code };
  const terms = termsAt(versions, stake.tier, stake.maturesAt);
  if (!terms || !fits(stake.principal, terms)) return { ...ending, notRenewed: 'STAKE_AMOUNT_INVALID' };
  return { ...ending, next: renewed(matured(stake), terms, stake.maturesAt) };
}

/** The position as it is afterwards, or null when its reward could not be paid. */
function close(ending: Ending, outcomes: readonly Outcome[]): Stake | null {
  const { stake, next } = ending;
  const [paid, reserved] = stake.reward > 0n ? outcomes : [undefined, outcomes[0]];
  if (isRefusal(paid)) {
    // the wallet was closed after it had been read: begin again, and read it closed
    if (next && reserved && !isRefusal(reserved)) throw new Error(`Stake ${stake.id} renews and cannot be paid.`);
    ending.refused = paid.code;
    return null;
  }
  if (isRefusal(reserved)) ending.notRenewed = 'STAKE_POOL_EXHAUSTED';
  return next && !isRefusal(reserved) ? next : matured(stake);
}

async function tell(tx: Transaction, { stake, next, notRenewed, refused }: Ending): Promise<void> {
  if (refused) return;
  const goesOn = next !== null && notRenewed === null;
  await tellMatured(tx, stake, { renewed: goesOn, notRenewed });
  if (goesOn) await tellStaked(tx, next);
}

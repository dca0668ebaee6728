import type { Clock } from '#kernel/clock';
import { isRefusal } from '#kernel/refusal';
import { tellFirsts, type Telling } from '#chassis/events/tell';
import { spendNonces } from '#chassis/identity/nonce';
import type { Sql } from '#chassis/storage/transact';
import type { Command } from '../domain/command.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { Asking } from '../outside/committer-lane.ts';
import { settle } from './settle.ts';

/** The commands of one call; they travel in one batch. */
export interface Parcel {
  readonly commands: readonly Command[];
  readonly asking: Asking;
}

interface Committed {
  /** The outcomes of each parcel; none for one whose sealed call had been used before. */
  readonly answers: (Outcome[] | undefined)[];
  /** An event was written. */
  readonly told: boolean;
}

/** Settles parcels in order, in the transaction of `sql`: each sealed call is spent once, and each event has its own caller as its cause. */
export async function commitParcels(sql: Sql, parcels: readonly Parcel[], clock: Clock): Promise<Committed> {
  const fresh = await spendNonces(
    sql,
    parcels.flatMap(({ asking: { nonce } }) => nonce || []),
  );
  // delete answers whether it was there: the second of two twins in one batch finds it gone
  const known = parcels.map(({ asking: { nonce } }) => nonce === '' || fresh.delete(nonce));
  const admitted = parcels.filter((_, at) => known[at]);
  const causes = new Map(admitted.flatMap(({ commands, asking }) => commands.map(({ id }) => [id, causeOf(asking)])));
  const telling: Telling = { producer: 'buz', clock, actor: null, correlationId: 'lane', causationId: null };
  const outcomes = await settle(
    {
      sql,
      tellFirsts: (contract, facts) =>
        tellFirsts(
          sql,
          telling,
          contract,
          facts.map((fact) => ({ ...fact, cause: causes.get(fact.aggregateId)! })),
        ),
    },
    admitted.flatMap(({ commands }) => commands),
    clock.now(),
  );
  let next = 0;
  return {
    answers: parcels.map(({ commands }, at) =>
      known[at] ? outcomes.slice(next, (next += commands.length)) : undefined,
    ),
    told: outcomes.some((outcome) => !isRefusal(outcome) && !outcome.replayed),
  };
}

const causeOf = ({ userId, requestId, trace }: Asking) => ({
  actor: userId,
  correlationId: requestId,
  causationId: null,
  trace,
});

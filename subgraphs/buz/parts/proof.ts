import type { Part } from '#chassis/mount/part';
import { continueReconciliation, RECONCILE, reconcileWhenDue } from '../actions/reconcile-ledger.ts';
import { keepSealing, SEAL_BLOCKS } from '../actions/seal-blocks.ts';
import { proofAccess } from '../graphql/proof.access.ts';
import { ProofResolver, StatementAnchorResolver, WalletAsOfResolver } from '../graphql/proof.resolver.ts';
import { ReconciliationResolver } from '../graphql/reconciliation.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { proofEvents } from '../published/proof.events.ts';

/** That the ledger is what it was. */
export const proofPart: Part<BuzPorts> = {
  resolvers: [ProofResolver, WalletAsOfResolver, StatementAnchorResolver, ReconciliationResolver],
  access: proofAccess,
  publishes: proofEvents,
  jobs: [
    { task: SEAL_BLOCKS, cron: '* * * * *', run: keepSealing },
    { task: 'reconcile-nightly', cron: '* * * * *', run: reconcileWhenDue },
    { task: RECONCILE, run: (scope, { id }) => continueReconciliation(scope, id as string) },
  ],
};

import type { Part } from '#chassis/mount/part';
import { keepSealing, SEAL_BLOCKS } from '../actions/seal-blocks.ts';
import { proofAccess } from '../graphql/proof.access.ts';
import { ProofResolver, WalletAsOfResolver } from '../graphql/proof.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';

/** That the ledger is what it was. */
export const proofPart: Part<BuzPorts> = {
  resolvers: [ProofResolver, WalletAsOfResolver],
  access: proofAccess,
  jobs: [{ task: SEAL_BLOCKS, cron: '* * * * *', run: keepSealing }],
};

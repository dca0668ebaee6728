import { isId } from '#kernel/id';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { headerText, type Block } from '../domain/block.ts';
import { leafHash, pathOf, type Step } from '../domain/merkle.ts';
import { maySeeTransfer } from '../domain/policy.ts';
import { readSealOf } from '../storage/blocks.store.ts';

/** All that a stranger needs to check, without asking anybody, that a transfer stands in the signed chain. */
export interface TransferProof {
  readonly transferId: string;
  readonly text: string;
  readonly index: number;
  readonly path: readonly Step[];
  readonly header: string;
  readonly block: Block;
}

/** Null for who is no party to it, for a transfer that does not exist, and until it is sealed. */
export async function transferProof(scope: Scope, transferId: string): Promise<TransferProof | null> {
  if (!isId(transferId)) return null;
  const sealed = await readSealOf(sqlOf(scope.em), transferId);
  if (!sealed?.block || !maySeeTransfer(scope.caller, sealed.owners)) return null;
  const { text, block } = sealed;
  const leaf = leafHash(text);
  const index = block.leaves.findIndex((one) => one.equals(leaf));
  if (index < 0) {
    scope.log.error({ transferId, block: block.number }, 'a transfer is not what was sealed: verify the ledger');
    return null;
  }
  return { transferId, text, index, path: pathOf(block.leaves, index), header: headerText(block), block };
}

import type { Scope } from '#chassis/mount/scope';
import { BLOCK_SIZE, NO_BLOCK, nextBlock } from '../domain/block.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { becomeSealer, hasGoneBeyond, insertBlock, readLastBlock, readSealable } from '../storage/blocks.store.ts';

export const SEAL_BLOCKS = 'seal-blocks';

/** Blocks in one run: half a million transfers or so, then others get their turn. */
const BLOCKS_A_RUN = 128;
const AGAIN_AFTER_MS = 1_000;

/**
 * Seals what was written, block by block, until little is left; goes on a second later while there is something to seal. One replica seals
 * at a time. Answers how many blocks it made.
 */
export async function sealBlocks(scope: Scope<BuzPorts>): Promise<number> {
  let made = 0;
  for (let full = true; full && made < BLOCKS_A_RUN;) {
    const count = await sealOne(scope);
    if (count > 0) made += 1;
    full = count === BLOCK_SIZE;
  }
  return made;
}

/** The schedule: sealing continues by itself for as long as people move BUZ. */
export async function keepSealing(scope: Scope<BuzPorts>): Promise<void> {
  const made = await sealBlocks(scope);
  if (made === 0) return;
  const runAt = new Date(scope.ports.wall.now().getTime() + AGAIN_AFTER_MS);
  await scope.transact((tx) => tx.enqueue(SEAL_BLOCKS, {}, { key: SEAL_BLOCKS, runAt }));
}

/** Answers how many transfers went into the block; none when there are none, or when it must not be. */
async function sealOne(scope: Scope<BuzPorts>): Promise<number> {
  const { sealing } = scope.ports;
  return scope.transact(async (tx) => {
    if (!(await becomeSealer(tx.sql))) return 0;
    const last = await readLastBlock(tx.sql);
    if (last && !sealing.trusted.has(last.key)) {
      scope.log.error({ block: last.number, key: last.key }, 'not sealing: name the key of the last block in BUZ_FORMER_SEALING_KEYS, if it was ours'); // prettier-ignore
      return 0;
    }
    if (last && !(await hasGoneBeyond(tx.sql, last.last))) {
      scope.log.error({ block: last.number, xid: String(last.last.xid) }, 'not sealing: this PostgreSQL is younger than the ledger, set its next transaction id beyond it'); // prettier-ignore
      return 0;
    }
    const { last: after } = last ?? NO_BLOCK;
    const sealable = await readSealable(tx.sql, after);
    if (!sealable) return 0;
    const block = nextBlock(last ?? NO_BLOCK, sealable, sealing);
    await insertBlock(tx.sql, block);
    scope.log.info({ block: block.number, hash: block.hash.toString('hex'), transfers: block.count }, 'ledger sealed');
    return block.count;
  });
}

import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { NO_BLOCK, type Block } from '../domain/block.ts';
import { verifyBlocks, verifyUnsealed, type ChainFault } from '../domain/verify-chain.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { readBlockHash, readChainPage, readLastBlock, readUnsealed } from '../storage/blocks.store.ts';

/** A block that somebody wrote down elsewhere: in a statement, in the process log. */
export interface Anchor {
  readonly block: number;
  /** Hex. */
  readonly hash: string;
}

export interface LedgerVerdict {
  readonly faults: readonly ChainFault[];
  /** The first and the last block that this part looked at; null when there was none. */
  readonly firstBlock: number | null;
  readonly lastBlock: number | null;
  readonly transfers: number;
  /** Go on after this block; null when everything was walked. */
  readonly resumeAfter: number | null;
  /** The end of the chain now: anchor it elsewhere, a cut-off end shows there alone. */
  readonly head: Block | null;
  /** Whether the chain holds the anchor; null when none was given. */
  readonly anchored: boolean | null;
}

const UNSEALED_SLICE = 4_096;

/**
 * Verifies one slice of the ledger: some 4,000 transfers (one block at least) behind block `after`, the first of all for 0. The last slice takes
 * what is not sealed yet besides. Whoever asks calls again from `resumeAfter`, so no call takes long or much memory however large the ledger.
 */
export async function verifyLedger(
  scope: Scope<BuzPorts>,
  after: number,
  anchor: Anchor | null,
): Promise<LedgerVerdict> {
  const sql = sqlOf(scope.em);
  const { head, blocks, transfers } = await readChainPage(sql, after);
  const faults = verifyBlocks(head, blocks, transfers, scope.ports.sealing.trusted);
  const last = await readLastBlock(sql);
  const end = blocks.at(-1)?.number ?? after;
  const isEnd = end >= (last?.number ?? 0);
  const unsealed = isEnd ? await readUnsealed(sql, last?.last ?? NO_BLOCK.last, UNSEALED_SLICE) : [];
  return {
    faults: [...faults, ...verifyUnsealed(unsealed)],
    firstBlock: blocks[0]?.number ?? null,
    lastBlock: blocks.at(-1)?.number ?? null,
    transfers: transfers.length + unsealed.length,
    resumeAfter: isEnd ? null : end,
    head: last,
    anchored: anchor && (await readBlockHash(sql, anchor.block)) === anchor.hash.toLowerCase(),
  };
}

/** The end of the chain, for anchors: its leaves are left out. */
export async function ledgerHead(scope: Scope): Promise<Block | null> {
  return readLastBlock(sqlOf(scope.em));
}

const PROGRESS_EVERY = 100_000;
const SHOWN = 20;

/** All parts one after the other, for a console: exit code 0 when everything is as it was written, else 1, and what to print. */
export async function verifyWholeLedger(
  scope: Scope<BuzPorts>,
  anchor: Anchor | null,
  progress: (line: string) => void,
): Promise<{ code: number; text: string }> {
  const faults: ChainFault[] = [];
  let [transfers, after, told] = [0, 0, 0];
  for (;;) {
    const part = await verifyLedger(scope, after, anchor);
    faults.push(...part.faults.slice(0, SHOWN - faults.length));
    transfers += part.transfers;
    if (transfers - told >= PROGRESS_EVERY) progress(`${(told = transfers)} transfers, block ${part.lastBlock} of ${part.head?.number}\n`); // prettier-ignore
    if (part.resumeAfter !== null) {
      after = part.resumeAfter;
      continue;
    }
    const head = part.head ? `${part.head.number}:${part.head.hash.toString('hex')}` : 'none';
    const lines = faults.map(({ kind, block, transferId, what }) =>
      [block === null ? 'not sealed yet' : `block ${block}`, kind, transferId, what].filter(Boolean).join('  '),
    );
    if (part.anchored === false)
      lines.push(`block ${anchor!.block}  ANCHOR_MISSING  The chain does not hold ${anchor!.hash}.`);
    const intact = lines.length === 0;
    const verdict = intact ? 'intact' : 'NOT AS IT WAS WRITTEN; the first of what is wrong:';
    return {
      code: intact ? 0 : 1,
      text: `${[`${transfers} transfers, head ${head}: ${verdict}`, ...lines].join('\n')}\n`,
    };
  }
}

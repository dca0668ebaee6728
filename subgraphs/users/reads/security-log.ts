import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { GENESIS, walkChain, type ChainHead, type SecurityLogLine } from '../domain/security-log.ts';
import { securityLines, securityLinesAfter, type LineFilter } from '../storage/security-log.store.ts';
import { readingSql } from '../storage/sql.ts';

/** The security log, the latest line first; unchecked: whoever asks for more than the own account holds `system.logs`. */
export async function securityLog(
  scope: Scope,
  filter: LineFilter,
  request: PageRequest,
): Promise<Page<SecurityLogLine>> {
  const lines = await securityLines(readingSql(scope.em), filter, request);
  return pageOf(lines, request.first, (line) => [line.n]);
}

export interface ChainVerdict {
  readonly intact: boolean;
  /** How many lines were found good, in order. */
  readonly lines: number;
  /** The number of the first line that is missing, moved or changed. */
  readonly brokenAt: number | null;
  /** The hash of the last good line, hex: compare it with an anchor that was kept elsewhere. */
  readonly head: string;
}

const BATCH = 1_000;

/** Walks the whole chain. What it cannot see is an end that was cut off: that shows against an anchor of the process log. */
export async function verifySecurityLog(scope: Scope): Promise<ChainVerdict> {
  const sql = readingSql(scope.em);
  let head: ChainHead = { n: 0, hash: GENESIS };
  for (;;) {
    const lines = await securityLinesAfter(sql, head.n, BATCH);
    const walk = walkChain(head, lines);
    head = walk.head;
    if (walk.brokenAt !== null || lines.length < BATCH) {
      const { brokenAt } = walk;
      return { intact: brokenAt === null, lines: head.n, brokenAt, head: head.hash.toString('hex') };
    }
  }
}

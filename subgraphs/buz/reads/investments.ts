import { isId } from '#kernel/id';
import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import type { Conversion, ConversionWindow, Investment } from '../domain/investment.ts';
import { readConversion, readConversions, readWindows } from '../storage/conversions.store.ts';
import { readInvestment, readInvestments } from '../storage/investments.store.ts';

const before = ({ after }: PageRequest): string | null => (after ? String(after[0]) : null);

/** Somebody's investments, newest first. */
export async function investmentsOf(scope: Scope, investorId: string, page: PageRequest): Promise<Page<Investment>> {
  const rows = await readInvestments(sqlOf(scope.em), investorId, { first: page.first, beforeId: before(page) });
  return pageOf(rows, page.first, ({ id }) => [id]);
}

/** The caller's own, after an action; null for anybody else's. */
export async function ownInvestment(scope: Scope, id: string): Promise<Investment | null> {
  const { userId } = scope.caller;
  return userId && isId(id) ? readInvestment(sqlOf(scope.em), userId, id) : null;
}

/** Somebody's conversions, newest first; of everybody that waits for a decision with `null`. */
export async function conversionsOf(
  scope: Scope,
  ownerId: string | null,
  page: PageRequest,
): Promise<Page<Conversion>> {
  const rows = await readConversions(sqlOf(scope.em), { ownerId, first: page.first, beforeId: before(page) });
  return pageOf(rows, page.first, ({ id }) => [id]);
}

/** One conversion after an action that was allowed to touch it. */
export async function conversionById(scope: Scope, id: string): Promise<Conversion> {
  return (await readConversion(sqlOf(scope.em), id))!;
}

/** Newest first, of one venture or of all. */
export async function windowsOf(
  scope: Scope,
  ventureId: string | null,
  page: PageRequest,
): Promise<Page<ConversionWindow>> {
  if (ventureId !== null && !isId(ventureId)) return { rows: [], hasNextPage: false };
  const rows = await readWindows(sqlOf(scope.em), { ventureId, first: page.first, beforeId: before(page) });
  return pageOf(rows, page.first, ({ id }) => [id]);
}

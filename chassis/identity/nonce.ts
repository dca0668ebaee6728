import type { TransactionSql } from '#chassis/events/tell';

/** A sealed mutation arrived twice. */
export class ReplayRefused extends Error {
  constructor() {
    super('This sealed call was already used.');
  }
}

/** Spends nonces of sealed mutations in the caller's transaction; answers those that were not spent before, in whichever replica. */
export async function spendNonces(sql: TransactionSql, nonces: readonly string[]): Promise<Set<string>> {
  if (nonces.length === 0) return new Set();
  const fresh = await sql<{ nonce: string }>(
    `insert into spent_nonce (nonce) select jsonb_array_elements_text(?::jsonb) on conflict do nothing returning nonce`,
    [JSON.stringify(nonces)],
  );
  return new Set(fresh.map(({ nonce }) => nonce));
}

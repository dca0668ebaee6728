import { pageOf, type Page, type PageRequest } from '#kernel/page';
import type { LoaderDefinition, Scope } from '#chassis/mount/scope';
import { sqlOf } from '#chassis/storage/transact';
import { quoteBinding, quoteIdParts, quoteOf, type ChargeQuote } from '../domain/charge-quote.ts';
import type { EconomyRule, RuleKind } from '../domain/economy-rule.ts';
import { readHistory, readRulesAt, readVersions } from '../storage/economy-rules.store.ts';
import { walletLoader } from './wallet.loader.ts';

/** The whole list as it holds at an instant, in the order of its codes. */
export function rulesAt(scope: Scope, kind: RuleKind, at: Date): Promise<EconomyRule[]> {
  return readRulesAt(sqlOf(scope.em), kind, at);
}

/** Every version of one code, also those that are only scheduled; newest first. */
export async function ruleHistory(
  scope: Scope,
  kind: RuleKind,
  code: string,
  request: PageRequest,
): Promise<Page<EconomyRule>> {
  const before = request.after ? Number(request.after[0]) : null;
  const rows = await readHistory(sqlOf(scope.em), kind, code, request.first, before);
  return pageOf(rows, request.first, ({ version }) => [version]);
}

const versionsLoader: LoaderDefinition<string, EconomyRule[]> = {
  name: 'buz.price-versions',
  async load(scope, codes) {
    const versions = await readVersions(sqlOf(scope.em), 'PRICE', codes);
    return codes.map((code) => versions.filter((rule) => rule.code === code));
  },
};

export interface SignedQuote extends ChargeQuote {
  readonly id: string;
}

/** What something costs the asker now; null when it has no price. Its id says everything about it and is signed: nothing is kept. */
export async function quoteCharge(scope: Scope, priceCode: string): Promise<SignedQuote | null> {
  const userId = scope.caller.userId;
  if (!userId) return null;
  const [versions, wallet] = await Promise.all([
    scope.loader(versionsLoader).load(priceCode),
    scope.loader(walletLoader).load(userId),
  ]);
  const quote = quoteOf(versions, wallet?.available ?? 0n, scope.clock.now());
  if (!quote) return null;
  return { ...quote, id: scope.cursors.encode(quoteBinding(priceCode, userId), quoteIdParts(quote)) };
}

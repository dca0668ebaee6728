import type { DomainEvent } from '#kernel/event';

/** The live topic of everything that changes one wallet. */
export const walletTopic = (userId: string): string => `wallet:${userId}`;
/** The live topic of one wallet's transfers. */
export const transfersTopic = (userId: string): string => `transfers:${userId}`;

interface Owners {
  owners: readonly { readonly userId: string; readonly account: string }[];
}

export function walletTopicsOf({ body }: DomainEvent<Owners>): string[] {
  return [...new Set(body.owners.map(({ userId }) => walletTopic(userId)))];
}

/** What moves only between the other accounts of a person (a hold that is captured) is no transfer of the wallet. */
export function transfersTopicsOf({ body }: DomainEvent<Owners>): string[] {
  return body.owners.filter(({ account }) => account.startsWith('wallet/')).map(({ userId }) => transfersTopic(userId));
}

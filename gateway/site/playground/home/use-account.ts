import type { ExecutionResult } from 'graphql';
import { useEffect, useState } from 'react';
import { createTransport } from '../transport.ts';
import { operations } from './operations.ts';

export interface Account {
  readonly me: {
    readonly displayName: string | null;
    readonly avatar: { readonly url: string } | null;
    readonly gamification: {
      readonly xp: number;
      readonly level: { readonly name: string } | null;
      readonly nextLevel: { readonly name: string; readonly xpFrom: number } | null;
      readonly progressPercent: number;
    } | null;
  } | null;
  readonly wallet: { readonly available: string } | null;
}

/** One line of what was told while the page was open. */
export interface Happening {
  readonly key: string;
  readonly at: Date;
  readonly words: string;
}

interface XpAwarded {
  readonly xpAwarded: { id: string; activity: string; amount: number; awardedAt: string } | null;
}

interface WalletUpdated {
  readonly walletUpdated: { available: string } | null;
}

const LONGEST = 20;

/** The transport answers a query with one result, or with a stream of one. */
async function first(answer: unknown): Promise<ExecutionResult> {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer))
    return answer as ExecutionResult;
  const { value } = await (answer as AsyncIterable<ExecutionResult>)[Symbol.asyncIterator]().next();
  return value as ExecutionResult;
}

/** The figures of the person who is signed in, and what moves them. After every event they are asked for anew: the graph knows, not the page. */
export function useAccount() {
  const [account, setAccount] = useState<Account | null>(null);
  const [happenings, setHappenings] = useState<readonly Happening[]>([]);
  const [problem, setProblem] = useState('');

  useEffect(() => {
    let over = false;
    const transport = createTransport();
    const streams: AsyncIterator<unknown>[] = [];
    const load = async (): Promise<void> => {
      const { data, errors } = await first(await transport({ query: operations.account }));
      if (over) return;
      if (data) setAccount(data as unknown as Account);
      setProblem(errors?.[0]?.message ?? '');
    };
    const follow = async <Data>(query: string, told: (data: Data) => Happening | null): Promise<void> => {
      const stream = (await transport({ query })) as AsyncIterableIterator<ExecutionResult>;
      streams.push(stream);
      for await (const { data } of stream) {
        const happening = data && told(data as Data);
        if (happening) setHappenings((before) => [happening, ...before].slice(0, LONGEST));
        await load();
      }
    };
    const told = (error: unknown): void => {
      if (!over) setProblem(error instanceof Error ? error.message : String(error));
    };
    load().catch(told);
    follow<XpAwarded>(operations.watchXp, ({ xpAwarded }) => {
      if (xpAwarded === null) return null;
      const { id, amount, activity, awardedAt } = xpAwarded;
      return {
        key: id,
        at: new Date(awardedAt),
        words: `+${amount} XP: ${activity.toLowerCase().replaceAll('_', ' ')}`,
      };
    }).catch(told);
    follow<WalletUpdated>(operations.watchWallet, ({ walletUpdated }) => {
      if (walletUpdated === null) return null;
      return { key: crypto.randomUUID(), at: new Date(), words: `${walletUpdated.available} BUZ available` };
    }).catch(told);
    return () => {
      over = true;
      for (const stream of streams) void stream.return?.();
    };
  }, []);
  return { account, happenings, problem };
}

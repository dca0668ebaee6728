import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { GraphClient } from '#platform/story/graph-client';

export interface Traffic {
  /** Resolves when the product no longer answers. */
  readonly ended: Promise<unknown>;
}

interface Person {
  readonly id: string;
  readonly token: string;
}

const STREAMS = ['walletUpdated { available }', 'buzTransferred { id }', 'xpAwarded { xp }'];

/** Two people of the demo story who pay each other and hear of it until the product is gone; resolves when both pay and have heard. */
export async function beginTraffic(url: string): Promise<Traffic> {
  const [founder, builder] = await Promise.all([signIn(url, 'founder'), signIn(url, 'builder')]);
  const lives = [listen(url, founder), listen(url, builder)];
  const pays = [pay(url, founder, builder), pay(url, builder, founder)];
  const early = Promise.race(pays).then((why) => Promise.reject(new Error('nobody can pay', { cause: why })));
  await Promise.race([Promise.all(lives.map(({ heard }) => heard)), early]);
  early.catch(() => undefined); // from now on that is how it ends
  return { ended: Promise.all([...pays, ...lives.map(({ ended }) => ended)]) };
}

async function signIn(url: string, part: string): Promise<Person> {
  const { signIn: session } = await new GraphClient(url).ask<{ signIn: { accessToken: string; user: { id: string } } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken user { id } } } }',
    { input: { email: `${part}@demo.test`, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' } },
  );
  return { id: session.user.id, token: session.accessToken };
}

function listen(url: string, { token }: Person): { readonly heard: Promise<void>; readonly ended: Promise<unknown> } {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  let hear: () => void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const ended = STREAMS.map(async (field) => {
    try {
      const events = client.iterate({ query: `subscription { ${field} }` });
      while (!(await events.next()).done) hear();
    } catch {
      // the socket was closed: that is what happens here
    }
  });
  return { heard, ended: Promise.all(ended) };
}

/** One after the other, until one fails: resolves with how. */
async function pay(url: string, from: Person, to: Person): Promise<unknown> {
  const graph = new GraphClient(url, from.token);
  for (;;) {
    const input = { toUserId: to.id, amount: '1', idempotencyKey: randomUUID() };
    try {
      await graph.act('transferBuz', 'TransferCompleted', input, 'transferId');
    } catch (fault) {
      return fault;
    }
  }
}

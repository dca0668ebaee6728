import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ApolloClient, CombinedProtocolErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';

let at: Opened;
const clients: ApolloClient[] = [];
beforeAll(async () => {
  at = await opened();
  await until(async () => (await at.request('/health/ready')).status === 200);
});
afterEach(() => clients.splice(0).forEach((client) => client.stop()));
afterAll(() => at.stop());

function clientOf(token?: string): ApolloClient {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const client = new ApolloClient({
    link: new HttpLink({ uri: new URL('/graphql', at.door.url).href, headers }),
    cache: new InMemoryCache(),
  });
  clients.push(client);
  return client;
}

function heardBy(client: ApolloClient, query: string) {
  const heard = { results: [] as { data?: unknown; error?: unknown }[], completed: false };
  const subscription = client.subscribe({ query: gql(query) }).subscribe({
    next: (result) => heard.results.push(result),
    error: (error: unknown) => heard.results.push({ error }),
    complete: () => (heard.completed = true),
  });
  return { heard, stop: () => subscription.unsubscribe() };
}

describe('Apollo Client over multipart', () => {
  test('hears the events of a subscription, and leaves nothing behind when it unsubscribes', async () => {
    const { heard, stop } = heardBy(clientOf(), 'subscription{ticks}');
    await until(() => at.pair.users.ticks.size > 0);
    for (const tick of [1, 2, 3]) at.pair.users.ticks.publish(tick);
    await until(() => heard.results.length === 3);
    expect(heard.results.map(({ data }) => data)).toEqual([{ ticks: 1 }, { ticks: 2 }, { ticks: 3 }]);
    stop();
    await until(() => at.pair.users.ticks.size === 0);
  });

  test('asks queries beside it, as ever', async () => {
    const { data } = await clientOf().query({ query: gql('{open{title}}') });
    expect(data).toEqual({ open: { __typename: 'Public', title: 'open' } });
  });

  test('hears what is wrong with its operation', async () => {
    const { heard } = heardBy(clientOf(), 'subscription{scored{points}}');
    await until(() => heard.results.length > 0);
    expect(JSON.stringify(heard.results[0])).toMatch(/UNAUTHENTICATED|401/);
  });

  test('hears why the door ends the stream', async () => {
    const session = await at.signIn();
    const { heard } = heardBy(clientOf(session.token), 'subscription{ticks}');
    await until(() => at.pair.users.ticks.size > 0);
    at.pair.users.revoke(session.sessionId);
    await until(() => heard.results.length > 0);
    const { error } = heard.results.at(-1)!;
    expect(CombinedProtocolErrors.is(error)).toBe(true);
    expect((error as CombinedProtocolErrors).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    await until(() => at.pair.users.ticks.size === 0);
  });
});

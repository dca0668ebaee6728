import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, getOperationAST, isAbstractType } from 'graphql';
import { eventually } from '#chassis/testing/eventually';
import { AddSkillDocument, CompleteMyProfileDocument, MyProgressDocument, SkillsDocument, WatchXpDocument, WhoAmIDocument } from './gql/graphql.ts'; // prettier-ignore
import type { Stage } from './stage.ts';
import { User } from './user.ts';

/** The contract with the main user of the graph: a real Apollo Client with its normalised cache, typed by the registered operations. */
export const apolloClient = (stageOf: () => Stage) =>
  describe('an Apollo Client', () => {
    let client: ApolloClient;
    let close: () => void | Promise<void> = () => undefined;
    let requests = 0;

    beforeAll(async () => {
      const { box } = stageOf();
      const user = new User(box);
      await user.registerAndVerify('Apollonia');
      await user.signIn();
      const socket = user.socket();
      close = () => socket.dispose();
      const count = new ApolloLink((operation, forward) => {
        requests += 1;
        return forward(operation);
      });
      const http = new HttpLink({
        uri: `${box.url}/graphql`,
        headers: { authorization: `Bearer ${user.accessToken}` },
      });
      const isLive = ({ query }: { query: Parameters<typeof getOperationAST>[0] }) =>
        getOperationAST(query)?.operation === 'subscription';
      client = new ApolloClient({
        link: count.concat(ApolloLink.split(isLive, new GraphQLWsLink(socket), http)),
        cache: new InMemoryCache({
          possibleTypes: possibleTypes(), // or `... on Refusal` matches nothing in the cache
          // A profile has no id of its own: it is a part of its user.
          typePolicies: { GamificationProfile: { keyFields: ['userId'] }, Profile: { merge: true } },
        }),
      });
    }, 60_000);
    afterAll(async () => {
      client?.stop();
      await close();
    }, 60_000);

    test('keeps what two subgraphs say about one user as one object of its cache', async () => {
      await eventually(async () => {
        const { data } = await client.query({ query: MyProgressDocument, fetchPolicy: 'network-only' });
        expect(data?.me?.gamification).toMatchObject({ xp: 50, level: { name: 'OWLET' } });
      }, 15_000);
      const { data } = await client.query({ query: WhoAmIDocument });
      const id = data!.me!.id;
      expect(client.cache.extract()).toMatchObject({
        [`User:${id}`]: { id, displayName: 'Apollonia', profile: { completeness: expect.any(Number) } },
        [`GamificationProfile:{"userId":"${id}"}`]: { xp: 50 },
      });
      const before = requests;
      const cached = await client.query({ query: MyProgressDocument, fetchPolicy: 'cache-first' });
      expect(cached.data?.me?.displayName).toBe('Apollonia');
      expect(requests).toBe(before);
    }, 60_000);

    test('sees its own mutation in every query without asking again, and the XP arrive live', async () => {
      const arrived: { activity: string; amount: number; name?: string | null }[] = [];
      const live = client.subscribe({ query: WatchXpDocument }).subscribe(({ data }) => {
        const xp = data?.xpAwarded;
        if (xp) arrived.push({ activity: xp.activity, amount: xp.amount, name: xp.user?.displayName });
      });
      const { data: catalogue } = await client.query({ query: SkillsDocument });
      await client.mutate({
        mutation: AddSkillDocument,
        variables: { input: { skillId: catalogue!.skills![0]!.id, level: 3 } },
      });
      const { data: now } = await client.query({ query: WhoAmIDocument, fetchPolicy: 'network-only' });
      const { data: done } = await client.mutate({
        mutation: CompleteMyProfileDocument,
        variables: {
          input: {
            expectedVersion: now!.me!.profile!.version!,
            bio: 'Keeps a cache of everything that two subgraphs ever said about her.',
            location: 'Delphi',
            interests: ['caches'],
            experienceStartDate: '2016-02-01',
          },
        },
      });
      expect(done?.updateProfile?.__typename).toBe('ProfileUpdated');

      const before = requests;
      const { data: seen } = await client.query({ query: WhoAmIDocument, fetchPolicy: 'cache-only' });
      expect(seen?.me?.profile?.completeness).toBeGreaterThanOrEqual(80);
      expect(requests).toBe(before);
      await eventually(() =>
        expect(arrived).toContainEqual({ activity: 'PROFILE_COMPLETED', amount: 100, name: 'Apollonia' }),
      );
      live.unsubscribe();
    }, 60_000);

    test('is told by name and code what it did wrong, in the errors that it knows', async () => {
      const anonymous = new ApolloClient({
        link: new HttpLink({ uri: `${stageOf().box.url}/graphql` }),
        cache: new InMemoryCache(),
      });
      await expect(anonymous.query({ query: WhoAmIDocument })).rejects.toMatchObject({
        errors: expect.arrayContaining([
          expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) } }),
        ]),
      });
      const { data } = await client.mutate({
        mutation: CompleteMyProfileDocument,
        variables: { input: { expectedVersion: 0, location: 'Nowhere' } },
      });
      expect(data?.updateProfile).toMatchObject({ code: 'PROFILE_OUTDATED', message: expect.any(String) });
      anonymous.stop();
    });
  });

function possibleTypes(): Record<string, string[]> {
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
  const abstract = Object.values(schema.getTypeMap()).filter((type) => isAbstractType(type));
  return Object.fromEntries(abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]));
}

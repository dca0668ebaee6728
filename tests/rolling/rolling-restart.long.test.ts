import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { LINK } from '#gateway/testing/endpoint-of';
import { identitySubgraph, type IdentitySubgraph } from '#gateway/testing/identity-subgraph';
import { AUTHORS_SDL, Newsroom, NEWS_SDL } from '#gateway/testing/news';
import { until } from '#gateway/testing/until';
import { GatewayProcess } from './gateway-process.ts';
import { Balancer } from './balancer.ts';
import { Follower } from './follower.ts';

const FOLLOWERS = 300;
/** Sockets leave within a quarter of it. */
const DRAIN_MS = 12_000;
const PACE_MS = 50;
const NEWS = 'subscription { news { text author { name } } }';

const folder = mkdtempSync(join(tmpdir(), 'rolling-'));
const balancer = new Balancer();
const room = new Newsroom();
let identity: IdentitySubgraph;
const processes: GatewayProcess[] = [];
const followers: Follower[] = [];

async function start(): Promise<GatewayProcess> {
  const endpoints = { users: identity.endpoint, ...room.endpoints };
  const one = await GatewayProcess.start(folder, endpoints, { DRAIN_MS: `${DRAIN_MS}` });
  processes.push(one);
  return one;
}

beforeAll(async () => {
  identity = await identitySubgraph();
  const { supergraphSdl, errors } = composeServices([
    { name: 'users', url: 'http://users.invalid', typeDefs: identity.typeDefs },
    { name: 'news', url: 'http://news.invalid', typeDefs: parse(`${LINK}\n${NEWS_SDL}`) },
    { name: 'authors', url: 'http://authors.invalid', typeDefs: parse(`${LINK}\n${AUTHORS_SDL}`) },
  ]);
  if (errors) throw new AggregateError(errors, errors.map(String).join('\n'));
  writeFileSync(join(folder, 'supergraph.graphql'), supergraphSdl);
});
afterAll(async () => {
  for (const one of followers) one.leave();
  await Promise.all(processes.map((one) => one.kill()));
  await balancer.stop();
  identity.stop();
  rmSync(folder, { recursive: true });
});

test('a gateway is replaced under hundreds of subscriptions: they come back by and by, and hear each event once, in order', async () => {
  const old = await start();
  await balancer.open(old.port);
  for (let n = 0; n < FOLLOWERS; n++) {
    const token = await identity.token(identity.openSession());
    followers.push(new Follower(`ws://127.0.0.1:${balancer.port}/graphql`, token, NEWS));
  }
  await until(() => followers.every((one) => one.position !== undefined), 60_000);
  const upstreamsBefore = room.subscribed.length;
  const told: string[] = [];
  const telling = setInterval(() => {
    told.push(`n${told.length}`);
    room.tell(told.at(-1)!);
  }, PACE_MS);
  await until(() => followers.every(({ heard }) => heard.length > 0), 60_000);

  const successor = await start();
  balancer.direct(successor.port); // as a balancer does that hears of a stop
  const asked = identity.outage.asked;
  old.child.kill('SIGTERM');
  const [code] = (await once(old.child, 'exit')) as [number];
  expect(code).toBe(0); // everything closed in time, sockets included
  await until(() => followers.every(({ closes, isConnected }) => closes.length === 1 && isConnected), 60_000);
  const atReturn = told.length;
  await until(() => told.length > atReturn + 10, 60_000);
  clearInterval(telling);
  await until(() => followers.every(({ heard }) => heard.length >= told.length), 60_000);

  for (const { heard, faults } of followers) {
    expect(heard).toEqual(told);
    expect(faults).toEqual([]);
  }
  expect(new Set(followers.flatMap(({ closes }) => closes.map(({ code: closed }) => closed)))).toEqual(new Set([1001]));
  // in slices: a stall of this process can bring some of them together, but not all
  const closedAt = followers.map(({ closes }) => closes[0]!.at).sort((a, b) => a - b);
  expect(closedAt.at(-1)! - closedAt[0]!).toBeGreaterThan(DRAIN_MS / 4 / 2);
  // what hundreds of returns cost: an upstream of theirs serves all who were as far or further, so there is one per slice at the very worst
  expect(room.subscribed.length - upstreamsBefore).toBeLessThanOrEqual(20);
  expect(identity.outage.asked - asked).toBeLessThanOrEqual(FOLLOWERS * 3); // about once for each session, which the successor does not know
  expect(room.fetched.length).toBeLessThan(told.length * 10); // an event is completed for all who missed it, not for each
}, 240_000);

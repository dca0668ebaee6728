import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { parse } from 'graphql';
import { LINK } from '../testing/endpoint-of.ts';
import { AUTHORS_SDL, Newsroom, NEWS_SDL } from '../testing/news.ts';
import { hangUpReaders, Reader } from '../testing/open-reader.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { federatedPair } from '../testing/pair.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp, type Wire } from '../testing/wire.ts';

const NEWS = 'subscription { news { text author { name } } }';
const RIGHT = '@requiresScopes(scopes: [["news.read"]])';

let at: Opened;
let room: Newsroom;
const newsroom = (news = NEWS_SDL) => [
  { name: 'news', endpoint: room.endpoints.news, typeDefs: parse(`${LINK}\n${news}`) },
  { name: 'authors', endpoint: room.endpoints.authors, typeDefs: parse(`${LINK}\n${AUTHORS_SDL}`) },
];
const guarded = () => newsroom(NEWS_SDL.replace('news: News', `news: News ${RIGHT}`));

beforeEach(() => {
  room = new Newsroom();
});
afterEach(async () => {
  jest.restoreAllMocks();
  hangUp();
  hangUpReaders();
  await at.stop();
});

async function open(more: ReturnType<typeof newsroom>): Promise<void> {
  at = await opened({}, {}, { more });
  await until(async () => (await at.request('/health/ready')).status === 200);
}

/** Subscribed for certain: it has been told a position. */
async function follower(token?: string): Promise<Wire> {
  const wire = await greeted(at, token);
  wire.send({ id: '1', type: 'subscribe', payload: { query: NEWS, extensions: { positions: true } } });
  await wire.first('1');
  return wire;
}

const textsOf = (wire: Wire): string[] =>
  wire.of('1').flatMap(({ payload }) => (payload.data ? [payload.data.news.text] : []));
const codesOf = (wire: Wire): string[] =>
  wire.of('1').flatMap(({ payload }) => (payload.errors ? [payload.errors[0].extensions.code] : []));

test('an event that is the same for everybody is made into text once, for readers on every road', async () => {
  await open(newsroom());
  const wires = await Promise.all(Array.from({ length: 20 }, async () => follower((await at.signIn()).token)));
  const events = await Reader.open(at, NEWS);
  const parts = await Reader.open(at, NEWS, { headers: { accept: 'multipart/mixed;subscriptionSpec=1.0' } });
  await until(() => events.text !== '' && parts.text !== '');
  const stringify = jest.spyOn(JSON, 'stringify');
  room.tell('shared');
  await until(() => wires.every((wire) => textsOf(wire).length === 1));
  await until(() => [events, parts].every(({ text }) => text.includes('"text":"shared"')));
  const made = stringify.mock.results.filter(({ value }) => /"text":"shared".*"name":/.test(String(value)));
  expect(made).toHaveLength(1);
  const frames = wires.map((wire) => wire.of('1').at(-1)!.payload);
  expect(new Set(frames.map((payload) => JSON.stringify(payload))).size).toBe(1);
  expect(frames[0]).toEqual({
    data: { news: { text: 'shared', author: { name: 'Author shared' } } },
    extensions: { position: '1' },
  });
});

test('a reader whose fresh token has lost the right hears why, and nothing more of what others share', async () => {
  await open(guarded());
  const claims = { scope: 'news.read' };
  const session = await at.signIn({ claims });
  const [lost, kept] = [await follower(session.token), await follower((await at.signIn({ claims })).token)];
  room.tell('one');
  await until(() => [lost, kept].every((wire) => textsOf(wire).length === 1));
  const poorer = await at.pair.users.token(session, { claims: { scope: '' } });
  lost.send({ type: 'ping', payload: { authorization: `Bearer ${poorer}` } });
  await until(() => lost.heard.some(({ type }) => type === 'pong'));
  room.tell('two', 'three');
  await until(() => textsOf(kept).length === 3 && lost.of('1', 'complete').length === 1);
  expect([textsOf(kept), codesOf(kept)]).toEqual([['one', 'two', 'three'], []]);
  expect([textsOf(lost), codesOf(lost)]).toEqual([['one'], ['FORBIDDEN']]);
});

test('a right that the supergraph of now demands holds from the next event on', async () => {
  await open(newsroom());
  const stranger = await follower();
  const reader = await follower((await at.signIn({ claims: { scope: 'news.read' } })).token);
  room.tell('one');
  await until(() => [stranger, reader].every((wire) => textsOf(wire).length === 1));
  const { supergraphSdl, users } = await federatedPair(guarded());
  users.stop();
  at.door.replaceSupergraph(supergraphSdl);
  room.tell('two', 'three');
  await until(() => textsOf(reader).length === 3 && stranger.of('1', 'complete').length === 1);
  expect([textsOf(stranger), codesOf(stranger)]).toEqual([['one'], ['UNAUTHENTICATED']]);
});

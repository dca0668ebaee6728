import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse, type GraphQLObjectType } from 'graphql';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { recordingLog } from '../testing/recording-log.ts';
import { Stream } from '../testing/stream.ts';
import { Graph, type GraphResult } from './graph.ts';
import { independenceOf } from './live/viewer-independent.ts';
import { Plans } from './plan/plans.ts';
import { planningHere } from './planning/planning.ts';
import { snapshotOf } from './snapshot.ts';

const sdl = readFileSync('schema/supergraph.graphql', 'utf8');
const snapshot = snapshotOf(sdl);
const fields = Object.keys((snapshot.apiSchema.getType('Announcement') as GraphQLObjectType).getFields());
/** Everything that an announcement has: a field that is added without the mark ends the sharing, and this test. */
const ALL = `subscription { announcement { ${fields.join(' ')} } }`;
const OWN = 'subscription { xpAwarded { id amount } }';

const user = (userId: string): Caller => ({ ...ANONYMOUS, kind: 'user', userId, permissions: [`only.${userId}`] });

let topic: Stream<SubgraphResult>;
let asked: SubgraphCall[];
let graph: Graph;
beforeEach(async () => {
  topic = new Stream();
  asked = [];
  const endpoint: SubgraphEndpoint = {
    execute: () => Promise.reject(new Error('an announcement is made of its event alone')),
    subscribe: async (call) => {
      asked.push(call);
      return topic.follow(call.signal);
    },
  };
  graph = await Graph.load({ sdl, endpointOf: () => endpoint, log: recordingLog() });
});
afterEach(() => graph.stop());

describe('announcements over our own supergraph', () => {
  test.each([
    ['announcement', ALL, { primary: true, whole: true }],
    ['what is somebody’s own', OWN, { primary: false, whole: false }],
  ])('%s: what the plan says of whom it depends on', async (_, text, independence) => {
    const plans = new Plans(snapshot, planningHere(snapshot));
    const prepared = await plans.prepared(parse(text), undefined, text);
    expect(independenceOf(prepared, prepared.executable({}))).toEqual(independence);
  });

  test.each([
    ['an announcement is one upstream in nobody’s name, and one result', ALL, 1],
    ['what is somebody’s own is an upstream each', OWN, 2],
  ])('for two people %s', async (_, text, upstreams) => {
    const open = async (userId: string) => {
      const stream = await graph.subscribe({ document: parse(text), caller: user(userId) });
      if (!('next' in stream)) throw new Error(JSON.stringify(stream));
      return stream;
    };
    const streams = [await open('ada'), await open('bob')];
    const next = Promise.all(streams.map((stream) => stream.next()));
    expect(graph.live).toEqual({ subscriptions: 2, upstreams });
    topic.publish({
      data: { announcement: Object.fromEntries(fields.map((field) => [field, 'INFO'])), xpAwarded: null },
    });
    const results = (await next).map(({ value }) => value as GraphResult);
    expect(new Set(results).size).toBe(upstreams);
    expect(asked.map(({ caller }) => [caller.kind, caller.userId, caller.permissions])).toEqual(
      upstreams === 1 ? [['everyone', null, []]] : ['ada', 'bob'].map((id) => ['user', id, [`only.${id}`]]),
    );
    await Promise.all(streams.map((stream) => stream.return()));
  });
});

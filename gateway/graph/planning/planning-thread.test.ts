import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FetchNode } from '@apollo/query-planner';
import { parse, print, type DocumentNode, type GraphQLError } from 'graphql';
import { recordingLog } from '../../testing/recording-log.ts';
import { compose } from '../../../tests/federation/arena.ts';
import { circle } from '../../../tests/gateway/circle.ts';
import { until } from '../../testing/until.ts';
import { Plans } from '../plan/plans.ts';
import { stepsOf } from '../plan/steps.ts';
import { separateArguments } from '../plan/required-arguments.ts';
import { snapshotOf } from '../snapshot.ts';
import { planningHere, type Planning } from './planning.ts';
import { PLANNING_LIMITS, PlanningThread } from './planning-thread.ts';

const snapshot = snapshotOf(readFileSync('schema/supergraph.graphql', 'utf8'));
const log = recordingLog();
const open: Planning[] = [];
const started = (limits = {}, on = snapshot): PlanningThread => {
  const planning = new PlanningThread(on, log, { ...PLANNING_LIMITS, ...limits });
  open.push(planning);
  return planning;
};
afterEach(() => Promise.all(open.splice(0).map((planning) => planning.stop())));

const what = (text: string, ahead = false) => ({ document: parse(text), operationName: undefined, ahead });
/** A plan as text, the document of each fetch printed in its place. */
const plain = (plan: unknown): unknown =>
  JSON.parse(
    JSON.stringify(plan, (key, value: DocumentNode) => (key === 'operationDocumentNode' ? print(value) : value)),
  );
const ME = '{ me { id displayName } }';
/** Far beyond the guard: each level doubles what the planner walks, and 20 of them take it a quarter of a minute. */
const nest = Array.from(
  { length: 20 },
  (_, i) =>
    `fragment F${i} on User { a${i}: id ...F${i + 1} ...G${i} } fragment G${i} on User { b${i}: displayName ...F${i + 1} }`,
);
const BOMB = `{ me { ...F0 } } ${nest.join(' ')} fragment F20 on User { id }`;
const codeOf = (error: unknown): unknown => (error as GraphQLError).extensions['code'];
const refusal = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'planned', codeOf);

describe('a planner thread', () => {
  test('makes the plans that a planner in this thread makes, the documents of their fetches with them', async () => {
    const thread = started();
    const here = planningHere(snapshot);
    for (const file of ['who-am-i', 'my-progress', 'send-buz', 'watch-xp']) {
      const text = readFileSync(`schema/operations/playground/${file}.graphql`, 'utf8');
      expect(plain(await thread.plan(what(text)))).toEqual(plain(await here.plan(what(text))));
    }
  });

  test('plans with the fields of @requires chains apart when it is told to, as a planner in this thread does', async () => {
    const chained = snapshotOf(compose(circle));
    const thread = started({}, chained);
    const shout = { ...what('{ post { shout } }'), apart: true };
    const plan = await thread.plan(shout);
    expect(plain(plan)).toEqual(plain(await planningHere(chained).plan(shout)));
    expect(chained.mended(plan, shout.document).mending).toBe('none');
    expect(chained.mended(await thread.plan({ ...shout, apart: false }), shout.document).doubts).not.toEqual([]);
  });

  test('making the second planner costs the first operation that needs it none of its time', async () => {
    const apart = { sdl: snapshot.separated.sdl, services: new Map<string, string>() }; // takes far longer to read than to plan on
    const thread = started({ planMs: 100 }, { ...snapshot, apart });
    await thread.plan(what('{ me { id } }', true));
    expect(await refusal(thread.plan({ ...what(ME), apart: true }))).toBe('planned');
  });

  test('says so when the planner breaks off over what the schema accepts', async () => {
    const planning = refusal(started().plan(what('subscription { xpAwarded { ... @defer { id } } }')));
    expect(await planning).toBe('NO_PLAN');
  });

  test('gives up what takes too long while the event loop turns on, and serves whoever waited behind it', async () => {
    const thread = started();
    await thread.plan(what(ME));
    let over = false;
    const bomb = refusal(thread.plan(what(BOMB))).finally(() => (over = true));
    const behind = thread.plan(what('{ me { id } }'));
    let turns = 0;
    for (; !over; turns++) await turn();
    expect(await bomb).toBe('OPERATION_TOO_COMPLEX');
    expect(turns).toBeGreaterThan(100); // planning here, it would not have turned once
    expect((await behind).node?.kind).toBe('Fetch');
  });

  test('refuses more than may wait, answers what waits when another supergraph serves, and refuses it when it stops', async () => {
    const thread = started({ waiting: 2 });
    const waiting = [thread.plan(what(ME)), thread.plan(what(ME))];
    expect(await refusal(thread.plan(what(ME)))).toBe('SERVICE_UNAVAILABLE');
    thread.retire();
    expect(await Promise.all(waiting)).toHaveLength(2);
    const left = refusal(thread.plan(what(ME)));
    await thread.stop();
    expect(await left).toBe('SERVICE_UNAVAILABLE');
  });

  test('plans what is asked for before what nobody waits for', async () => {
    const thread = started();
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      thread.plan(what(ME, true)).then(note('ahead')),
      thread.plan(what('{ me { displayName } }', true)).then(note('ahead')),
      thread.plan(what('{ me { id } }')).then(note('asked for')),
    ]);
    expect(order[0]).toBe('asked for');
  });

  test('one that cannot start refuses instead of letting everybody wait', async () => {
    const broken = new PlanningThread({ separated: separateArguments('type Query { a: Int }'), apart: undefined }, log);
    open.push(broken);
    expect(await refusal(broken.plan(what(ME)))).toBe('SERVICE_UNAVAILABLE');
  });
});

describe('the plans of a supergraph', () => {
  test('equal operations that come at once are planned once', async () => {
    let asked = 0;
    const here = planningHere(snapshot);
    const plans = new Plans(snapshot, {
      ...here,
      plan: async (one) => {
        asked += 1;
        await turn();
        return here.plan(one);
      },
    });
    const all = await Promise.all(Array.from({ length: 20 }, async () => plans.prepared(parse(ME), undefined, 'me')));
    expect([asked, new Set(all).size]).toEqual([1, 1]);
    expect(plans.prepared(parse(ME), undefined, 'me')).toBe(all[0]); // known: at once
  });

  test('one that was given up is refused at once the next time, and not planned again', async () => {
    const plans = new Plans(snapshot, started({ planMs: 50 }));
    const first = plans.prepared(parse(BOMB), undefined, 'bomb') as Promise<unknown>;
    expect(await refusal(first)).toBe('OPERATION_TOO_COMPLEX');
    await until(() => log.lines.some((line) => 'message' in line && line.message === 'a plan was given up'));
    expect(() => plans.prepared(parse(BOMB), undefined, 'bomb')).toThrow('takes too long to plan');
  });

  interface Limited {
    readonly NonLocalSelectionsMetadata: { readonly MAX_NON_LOCAL_SELECTIONS: number };
  }
  describe('at a limit of the planner itself', () => {
    const refused = async (planning: Planning) => {
      const plans = new Plans(snapshot, planning);
      const ask = async (): Promise<unknown> => plans.prepared(parse(ME), undefined, 'me');
      const told = (error: unknown) => [codeOf(error), (error as GraphQLError).message];
      const first = await ask().catch(told);
      expect(await ask().catch(told)).toEqual(first);
      return first;
    };
    const here = planningHere(snapshot);
    const TOO_MANY_WAYS = ['OPERATION_TOO_COMPLEX', expect.stringContaining('more ways to answer')];

    test('for selections, an operation is refused as too complex', async () => {
      const doubled = Array.from(
        { length: 24 },
        (_, i) => `fragment F${i} on User { ...F${i + 1} ... @include(if: true) { ...F${i + 1} } }`,
      );
      const document = parse(`{ me { ...F0 } } ${doubled.join(' ')} fragment F24 on User { id }`); // the guard stops these
      expect(await refused({ ...here, plan: () => here.plan({ ...what(ME), document }) })).toEqual(TOO_MANY_WAYS);
    });

    test('for ways to answer what several subgraphs have, too', async () => {
      const ofPlanner = createRequire(createRequire(import.meta.url).resolve('@apollo/query-planner'));
      const { NonLocalSelectionsMetadata } = ofPlanner('@apollo/query-graphs') as Limited;
      const limit = { MAX_NON_LOCAL_SELECTIONS: NonLocalSelectionsMetadata.MAX_NON_LOCAL_SELECTIONS };
      Object.assign(NonLocalSelectionsMetadata, { MAX_NON_LOCAL_SELECTIONS: 1 });
      const answer = await refused(here).finally(() => Object.assign(NonLocalSelectionsMetadata, limit));
      expect(answer).toEqual(TOO_MANY_WAYS);
    });
  });

  test('one that needs more fetches than are run is refused as too complex', () => {
    const fetch = {
      kind: 'Fetch',
      serviceName: 'users',
      operation: '{ me { id } }',
      operationKind: 'query',
    } as FetchNode;
    const rules = {
      condition: () => true,
      parts: (one: FetchNode) => [{ fetch: one, only: undefined }],
      idle: () => new Set<never>(),
    };
    const steps = (count: number) =>
      stepsOf({ kind: 'Parallel', nodes: Array.from({ length: count }, () => fetch) }, rules);
    expect(steps(400)).toHaveLength(400);
    expect(() => steps(401)).toThrow(expect.objectContaining({ extensions: { code: 'OPERATION_TOO_COMPLEX' } }));
  });
});

import { request } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { GatewaySettings } from '../settings.ts';
import { RATE_LIMITS, widened } from '../guard/limits.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';

/** A door whose subgraph answers when it is told to, and which says how many operations it has let in. */
describe('equal reads of clients', () => {
  let door: Opened;
  let admitted: number;
  let asked: number;
  let release: () => void;
  let token: string;

  async function open(settings: Partial<GatewaySettings> = { shareAnswers: true }): Promise<void> {
    admitted = asked = 0;
    const held = Promise.withResolvers<void>();
    release = held.resolve;
    door = await opened(settings, { policies: { vip: () => ++admitted > 0 } });
    const { endpoint } = door.pair.users;
    const honest = endpoint.execute.bind(endpoint);
    endpoint.execute = async (call) => {
      if (!/vault|rename/.test(call.query)) return honest(call);
      asked++;
      await held.promise;
      return honest(call);
    };
    token = (await door.signIn()).token;
  }
  afterEach(() => door.stop());
  const ask = (more: Parameters<Opened['ask']>[1] = {}, query = '{ vault }') => door.ask(query, { token, ...more });
  /** Whoever was admitted has joined, or has asked the subgraph, within the same turn. */
  const whenAdmitted = async (count: number) => {
    await until(() => admitted >= count);
    await new Promise((resolve) => setImmediate(resolve));
  };

  test('are run once; each is admitted and has a request id of its own', async () => {
    await open();
    const answers = [ask(), ask(), ask()];
    await whenAdmitted(3);
    release();
    const bodies = await Promise.all(answers);
    expect(bodies.map(({ status, body }) => ({ status, body }))).toEqual(
      Array(3).fill({ status: 200, body: { data: { vault: 'gold' } } }),
    );
    expect(asked).toBe(1);
    expect(new Set(bodies.map(({ headers }) => headers.get('x-request-id'))).size).toBe(3);
    expect(new Set(bodies.map(({ headers }) => headers.get('content-type'))).size).toBe(1);
  });

  test('are run again once they were answered', async () => {
    await open();
    release();
    await ask();
    await ask();
    expect(asked).toBe(2);
  });

  test('of another session, with another header or asking otherwise, are others', async () => {
    await open();
    const other = (await door.signIn()).token;
    const answers = [
      ask(),
      ask({ token: other }),
      ask({ headers: { 'user-agent': 'another' } }),
      ask({ headers: { 'x-tenant': 'acme' } }),
      ask({ headers: { cookie: 'a=1' } }),
      ask({ variables: { unused: 1 } }),
      ask({}, '{ vault } # otherwise'),
    ];
    await whenAdmitted(answers.length);
    await until(() => asked === answers.length);
    release();
    await Promise.all(answers);
  });

  test('of other languages are others, whatever else of a request does not count', async () => {
    await open({ shareAnswers: true, forward: [{ header: 'connection', subgraphs: undefined }] }); // as if it were allowed
    const heard: unknown[] = [];
    const { endpoint } = door.pair.users;
    const execute = endpoint.execute.bind(endpoint);
    endpoint.execute = (call) => (heard.push(call.caller.headers?.['connection']), execute(call));
    const over = (connection: string) =>
      new Promise((resolve, reject) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection };
        const sent = request(`${door.door.url}/graphql`, { method: 'POST', headers }, (answer) =>
          answer.resume().on('end', resolve),
        );
        sent.on('error', reject).end(JSON.stringify({ query: '{ vault }' }));
      });
    const answers = [over('close'), over('keep-alive'), over('close')];
    await whenAdmitted(3);
    release();
    await Promise.all(answers);
    expect(heard.sort()).toEqual(['close', 'keep-alive']);
  });

  test('pay each for themselves', async () => {
    const rates = { ...widened(RATE_LIMITS, 1_000), userPerMinute: 2 };
    await open({ shareAnswers: true, rates });
    const answers = [ask(), ask(), ask(), ask()];
    await whenAdmitted(2);
    release();
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
  });

  test('cost each of their readers what they cost, and not what they might have', async () => {
    const query = '{ vault found { ... on Public { title } } }';
    const costOf = async () => {
      const body = JSON.stringify({ query, extensions: { cost: true } });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return (await door.request('/graphql', { method: 'POST', headers, body })).body.extensions.cost;
    };
    await open();
    release();
    const { estimated, actual } = await costOf();
    expect(3 * actual + estimated).toBeLessThanOrEqual(3 * estimated); // else three readers could not pay for a fourth
    await door.stop();
    await open({ shareAnswers: true, rates: { ...widened(RATE_LIMITS, 1_000), costPerMinute: 3 * estimated } });
    const answers = [ask({}, query), ask({}, query), ask({}, query)];
    await whenAdmitted(3);
    release();
    await Promise.all(answers);
    expect(asked).toBe(1);
    expect((await ask({}, query)).status).toBe(200);
  });

  test('that go wrong are nobody elses: each error names the request that it is of', async () => {
    await open();
    const answers = [ask({}, '{ vault fault }'), ask({}, '{ vault fault }')];
    await whenAdmitted(2);
    release();
    for (const { body, headers } of await Promise.all(answers))
      expect(body.errors[0].extensions.requestId).toBe(headers.get('x-request-id'));
  });

  test('are never mutations', async () => {
    await open();
    const answers = [1, 2].map(() => ask({}, 'mutation { rename(name: "Eve") { id } }'));
    await until(() => asked === 2);
    release();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('do not reach over a write: what is asked after it was not read before it', async () => {
    await open();
    const before = ask();
    await until(() => asked === 1);
    await ask({}, 'mutation { signIn(name: "Eve") }');
    const after = ask();
    await until(() => asked === 2);
    release();
    await Promise.all([before, after]);
  });

  test('are each run unless the setting says otherwise', async () => {
    await open({});
    const answers = [ask(), ask()];
    await until(() => asked === 2);
    release();
    await Promise.all(answers);
  });
});

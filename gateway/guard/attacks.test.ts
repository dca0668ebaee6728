import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ATTACKS, attack, probe } from '../testing/attacks.ts';
import { opened, type Opened } from '../testing/opened.ts';
import { until } from '../testing/until.ts';
import { greeted, hangUp } from '../testing/wire.ts';

let at: Opened;
beforeAll(async () => {
  at = await opened();
});
afterAll(async () => {
  hangUp();
  await at.stop();
});

test.each(ATTACKS)('%s is refused by its code, in less than 50 ms of CPU', async (_, body, status, code) => {
  let cpuMs = Infinity;
  for (let i = 0; i < 5 && cpuMs >= 50; i++) {
    const before = process.threadCpuUsage();
    const answer = await attack(at, body);
    const { user, system } = process.threadCpuUsage(before);
    cpuMs = Math.min(cpuMs, (user + system) / 1_000); // what the test's own client costs is in it
    expect([answer.status, answer.body.errors[0].extensions.code]).toEqual([status, code]);
  }
  expect(cpuMs).toBeLessThan(50);
});

test('while all of them come at once, a probe of life is answered between them, and every one of them is answered', async () => {
  const stop = probe(at);
  const answers = await Promise.all([...ATTACKS, ...ATTACKS].map(([, body]) => attack(at, body)));
  const times = await stop();
  expect(answers.every(({ status }) => status === 400 || status === 413)).toBe(true);
  expect(times.length).toBeGreaterThan(0);
});

test('a socket is told the same of a document, and is closed for a frame that is too large or no text', async () => {
  const documents = ATTACKS.filter(([, body, , code]) => code === 'GRAPHQL_VALIDATION_FAILED' && body.length < 60_000);
  const wire = await greeted(at);
  documents.forEach(([, body], i) => wire.send({ id: String(i), type: 'subscribe', payload: JSON.parse(body) }));
  for (const i of documents.keys())
    expect((await wire.first(String(i), 'error')).payload[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  wire.socket.send('x'.repeat(70_000));
  await until(() => wire.closed?.code === 1009);
  const binary = await greeted(at);
  binary.socket.send(Buffer.from([1, 2, 3]));
  await until(() => binary.closed?.code === 4400);
});

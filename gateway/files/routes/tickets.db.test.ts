import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { codeOf, SET_FACE } from '../../testing/file-door.ts';
import { opened } from '../../testing/opened.ts';
import { as, ATTACH, ticketDoor, WORDS, type Someone, type TicketDoor } from '../../testing/ticket-door.ts';
import { until } from '../../testing/until.ts';

let at: TicketDoor;
let me: Someone;
let other: Someone;
beforeAll(async () => {
  at = await ticketDoor();
});
beforeEach(async () => {
  [me, other] = [await at.signIn(), await at.signIn()];
});
afterAll(() => at.stop());

describe('an upload without GraphQL', () => {
  test('costs a ticket, and its reference stands for the file in a mutation', async () => {
    const { status, body } = await at.ticketFor(me, {
      purpose: 'attachment',
      name: 'a/b\\notes.txt',
      size: WORDS.length,
    });
    expect([status, body.maxBytes, body.types]).toEqual([201, WORDS.length, expect.arrayContaining(['text/plain'])]);
    expect(Math.abs(Date.parse(body.expiresAt) - Date.now() - 3_600_000)).toBeLessThan(120_000);
    const stored = await at.upload(body.ticket, WORDS, { 'content-type': 'text/html' }, 'PUT');
    const sha256 = createHash('sha256').update(WORDS).digest('hex');
    const file = { name: 'notes.txt', type: 'text/plain', size: WORDS.length, sha256 };
    expect([stored.status, stored.body.file]).toMatchObject([201, file]);
    const answer = await at.ask(ATTACH, { token: me.token, variables: { file: stored.body.reference } });
    expect(answer.body).toEqual({ data: { attach: [{ ...file, proven: true }] } });
  });

  test('a ticket opens once, however many hold it at once, and is no secret in the database', async () => {
    const { ticket } = (await at.ticketFor(me, { purpose: 'attachment' })).body;
    expect(JSON.stringify(await at.rows('select * from upload_ticket'))).not.toContain(ticket);
    const answers = await Promise.all(Array.from({ length: 6 }, () => at.upload(ticket, WORDS)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401, 401, 401]);
    expect((await at.upload(ticket, WORDS)).status).toBe(401);
  });

  test('a reference is used once, by its owner, for its purpose', async () => {
    const file = await at.uploaded(me);
    const use = (who: Someone, query = ATTACH) => at.ask(query, { token: who.token, variables: { file } });
    for (const answer of [await use(other), await use(me, SET_FACE)])
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_USER_INPUT']);
    const answers = await Promise.all(Array.from({ length: 5 }, () => use(me)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await use(me)).status).toBe(400);
    const twice = 'mutation($file: Upload!) { a: attach(input: {file: $file}) { name } b: attach(input: {file: $file}) { name } }'; // prettier-ignore
    const again = await at.ask(twice, { token: me.token, variables: { file: await at.uploaded(me) } });
    expect([again.status, codeOf(again)]).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('a changed, ended or invented ticket, or one of a session that has ended, is refused before a byte is read', async () => {
    const { ticket } = (await at.ticketFor(me, { purpose: 'attachment' })).body;
    for (const bad of [`${ticket.slice(0, -2)}AA`, '', 'x'.repeat(43), `${ticket}x`])
      expect((await at.upload(bad, WORDS)).status).toBe(401);
    await at.rows("update upload_ticket set expires_at = clock_timestamp() - interval '1 second'");
    expect((await at.upload(ticket, WORDS)).status).toBe(401);
    const late = (await at.ticketFor(me, { purpose: 'attachment' })).body.ticket;
    const stolen = (await at.ticketFor(me, { purpose: 'attachment' })).body.ticket;
    expect((await at.upload(stolen, WORDS, as(other))).status).toBe(401);
    at.pair.users.revoke(me.sessionId);
    await until(async () => (await at.ask('{me{id}}', me)).status === 401);
    expect((await at.upload(late, WORDS)).status).toBe(401);
  });

  test.each([
    ['without a sign-in', {}, { purpose: 'attachment' }, 401],
    ['for nothing that is taken', undefined, { purpose: 'world-domination' }, 400],
    ['for a prototype', undefined, { purpose: '__proto__' }, 400],
    ['for more than the purpose takes', undefined, { purpose: 'avatar', size: 11 * 1024 * 1024 }, 413],
    ['with words of no meaning', undefined, { purpose: 'avatar', ownerId: 'me' }, 400],
  ])('no ticket is given %s', async (_why, headers, asked, status) => {
    const answer = await at.request('/files/tickets', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers ?? as(me)) },
      body: JSON.stringify(asked),
    });
    expect(answer.status).toBe(status);
  });

  test('what is larger than its ticket, of another kind, or compressed leaves nothing', async () => {
    const before = at.left().length;
    const ticket = async (asked: object) => (await at.ticketFor(me, asked)).body.ticket;
    const stream = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 40; n += 1) controller.enqueue(new TextEncoder().encode('words '.repeat(10_000)));
        controller.close();
      },
    });
    const unannounced = await at.request('/files', {
      method: 'POST',
      headers: { 'upload-ticket': await ticket({ purpose: 'attachment', size: 100_000 }) },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect([unannounced.status, codeOf(unannounced)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await at.upload(await ticket({ purpose: 'attachment', size: 3 }), WORDS)).status).toBe(413);
    expect((await at.upload(await ticket({ purpose: 'avatar' }), WORDS)).status).toBe(415);
    expect((await at.upload(await ticket({ purpose: 'attachment' }), '<svg onload=alert(1)>')).status).toBe(415);
    expect(
      (await at.upload(await ticket({ purpose: 'attachment' }), WORDS, { 'content-encoding': 'gzip' })).status,
    ).toBe(415);
    expect(at.left()).toHaveLength(before);
    expect(await at.rows('select * from stored_file where owner_id = $1', [me.userId])).toEqual([]);
  });

  test('what nobody used, and what its subgraph does not keep, is swept; what is kept stays', async () => {
    await at.uploaded(me);
    const id = await at.attached(me);
    await at.rows("update stored_file set expires_at = clock_timestamp() - interval '1 second' where state = 'ready'");
    await at.rows("update stored_file set since = since - interval '1 day'");
    await at.sweep();
    expect(await at.rows('select id from stored_file where owner_id = $1', [me.userId])).toEqual([{ id }]);
    at.works.open.down = true;
    at.works.kept.delete(id);
    await at.rows("update stored_file set since = since - interval '1 day'");
    await at.sweep();
    expect(await at.rows('select id from stored_file where owner_id = $1', [me.userId])).toEqual([{ id }]);
    at.works.open.down = false;
    await at.sweep();
    expect(await at.rows('select id from stored_file where owner_id = $1', [me.userId])).toEqual([]);
  });
});

test('where nothing can be stored no door opens, and no connection stays', async () => {
  const end = jest.spyOn(pg.Pool.prototype, 'end');
  const nowhere = { kind: 'disk', folder: '/dev/null/files' } as const;
  await expect(opened({ files: { ...at.files, store: nowhere } })).rejects.toThrow('ENOTDIR');
  expect(end).toHaveBeenCalledTimes(1);
  end.mockRestore();
});

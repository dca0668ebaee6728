import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '#kernel/id';
import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import { testDatabase, type TestDatabase } from '#chassis/testing/database';
import { sqlOn } from '#chassis/testing/producer';
import { answerOnce } from './answer-once.ts';

describe('an answer under an idempotency key', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let worked = 0;
  beforeAll(async () => {
    database = await testDatabase(['alpha']);
    pool = new pg.Pool({ connectionString: database.urlOf('alpha'), max: 20 });
    await pool.query(
      'create table answered (actor_id uuid, key text, body jsonb not null, answer jsonb, primary key (actor_id, key))',
    );
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  /** As an action does: a returned refusal rolls back, unless the action keeps what it wrote. */
  async function act(
    key: string,
    body: Record<string, unknown>,
    answer: object | Refusal,
    how: { actorId?: string; operation?: string; keeps?: boolean } = {},
  ): Promise<object | Refusal> {
    const connection = await pool.connect();
    try {
      await connection.query('begin');
      const { actorId = ACTOR, operation = 'pay' } = how;
      const given = await answerOnce(sqlOn(connection), { actorId, key, operation, body }, async () => {
        worked += 1;
        return answer;
      });
      await connection.query(isRefusal(given) && !how.keeps ? 'rollback' : 'commit');
      return given;
    } finally {
      connection.release();
    }
  }
  const ACTOR = newId();

  test('is given once: forty parallel questions do the work once and get the same answer', async () => {
    worked = 0;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, nth) => act('storm', { to: 'b', amount: '1' }, { nth })),
    );
    expect(worked).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('is the same when the fields come in another order, and refused with their names when they differ', async () => {
    await act('order', { a: 1, deep: { x: 1, y: [2] } }, { done: true });
    expect(await act('order', { deep: { y: [2], x: 1 }, a: 1 }, {})).toEqual({ done: true });
    expect(await act('order', { a: 2, deep: { x: 1, y: [3] } }, {})).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      differs: ['a', 'deep'],
    });
    expect(await act('order', { a: 1, deep: { x: 1, y: [2] } }, {}, { operation: 'give' })).toMatchObject({
      differs: ['(operation)'],
    });
  });

  test('belongs to one actor: the key of somebody else means nothing', async () => {
    await act('mine', { a: 1 }, { of: 'me' });
    expect(await act('mine', { a: 2 }, { of: 'you' }, { actorId: newId() })).toEqual({ of: 'you' });
  });

  test.each([false, true])(
    'is not remembered when it is a refusal (kept: %p): the key works once its cause is mended',
    async (keeps) => {
      const key = `mended ${keeps}`;
      expect(await act(key, { a: 1 }, refusal('TooPoor', 'no'), { keeps })).toMatchObject({ code: 'TOO_POOR' });
      expect(await act(key, { a: 1 }, { done: true })).toEqual({ done: true });
    },
  );
});

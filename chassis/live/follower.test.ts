import { describe, expect, test } from '@jest/globals';
import { newId } from '#kernel/id';
import { QUEUE_BYTES, QUEUE_EVENTS, QueueFollower, type FollowerHome } from './follower.ts';
import type { Told } from './outbox-reader.ts';
import { ResumeTokens } from './resume.ts';
import type { Mark } from './snapshot.ts';

const markAt = (position: number): Mark => ({ from: '10:10:', to: '20:20:', position });

function told(n: number, bytes = 100): Told {
  const event = {
    id: newId(),
    producer: 'alpha',
    type: 'thing.counted',
    version: 1,
    aggregate: 'thing',
    aggregateId: 'one',
    sequence: n,
    occurredAt: '2026-01-01T00:00:00.000Z',
    actor: null,
    correlationId: 'test',
    causationId: null,
    body: { n },
  };
  return { event, xid: 15n, bytes, mark: markAt(n) };
}

function home(): FollowerHome & { left_: number } {
  const self = {
    left_: 0,
    mark: () => markAt(0),
    freshAt: () => 1000,
    sign: (mark: Mark) => JSON.stringify(mark),
    left: () => void (self.left_ += 1),
  };
  return self;
}

describe('a follower', () => {
  test('hands over in order what came before it was read, and waits for what comes after', async () => {
    const follower = new QueueFollower('topic', home());
    follower.push(told(1));
    follower.push(told(2));
    expect((await follower.next()).value?.sequence).toBe(1);
    expect((await follower.next()).value?.sequence).toBe(2);
    const waiting = [follower.next(), follower.next()];
    follower.push(told(3));
    follower.push(told(4));
    expect((await Promise.all(waiting)).map(({ value }) => value?.sequence)).toEqual([3, 4]);
  });

  test.each([
    ['257 events', QUEUE_EVENTS + 1, 1],
    ['more than 1 MiB', 2, QUEUE_BYTES / 2 + 1],
  ])('that leaves %s unread is ended with LAGGED, once, and forgotten by the hub', async (_, count, bytes) => {
    const its = home();
    const follower = new QueueFollower('topic', its);
    for (let n = 1; n <= count; n++) follower.push(told(n, bytes));
    expect(its.left_).toBe(1);
    await expect(follower.next()).rejects.toMatchObject({ code: 'LAGGED', extensions: { code: 'LAGGED' } });
    expect(await follower.next()).toEqual({ value: undefined, done: true });
  });

  test('one event below either bound is no reason to end it', async () => {
    const follower = new QueueFollower('topic', home());
    for (let n = 1; n <= QUEUE_EVENTS; n++) follower.push(told(n, QUEUE_BYTES / QUEUE_EVENTS));
    expect((await follower.next()).value?.sequence).toBe(1);
  });

  test('that returns ends whoever waits, and leaves the hub once', async () => {
    const its = home();
    const follower = new QueueFollower('topic', its);
    const waiting = follower.next();
    await follower.return();
    await follower.return();
    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(its.left_).toBe(1);
  });

  test('its token is that of the last event taken while others wait, and of the tail when none does', async () => {
    const follower = new QueueFollower('topic', home());
    follower.push(told(1));
    follower.push(told(2));
    await follower.next();
    expect(JSON.parse(follower.token())).toEqual(markAt(1));
    await follower.next();
    expect(JSON.parse(follower.token())).toEqual(markAt(0)); // what home.mark() says
  });
});

describe('a resume token', () => {
  const key = Buffer.alloc(32, 1);

  test('is good for ten minutes, and for nobody without the key', () => {
    let now = 1_000_000;
    const tokens = new ResumeTokens(key, () => now);
    const token = tokens.sign(markAt(7));
    now += 600_000;
    expect(tokens.read(token)).toEqual(markAt(7));
    expect(new ResumeTokens(Buffer.alloc(32, 2), () => now).read(token)).toBeNull();
    now += 1;
    expect(tokens.read(token)).toBeNull();
  });

  test('is not whatever else a client may send', () => {
    for (const text of ['', '.', 'a.b', 'a.b.c', `${'x'.repeat(5000)}.y`]) {
      expect(new ResumeTokens(key).read(text)).toBeNull();
    }
  });
});

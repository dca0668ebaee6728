import { describe, expect, test } from '@jest/globals';
import { AnswerStore } from './answer-store.ts';

describe('kept answers', () => {
  const answer = (text: string, askedAt = 0) => ({ data: { text }, askedAt, maxAgeMs: 1_000, isPrivate: false });
  const keep = (store: AnswerStore, key: string, tags: string[] = [], text = 'x'.repeat(1_000)) =>
    store.keep(key, answer(text), new Set(tags), new Set(tags.map((tag) => tag.split(':')[0]!)));

  test('never take more than their room; the least recently used goes first', () => {
    const store = new AnswerStore(20_000);
    for (let i = 0; i < 100; i++) {
      keep(store, `key ${i}`, [`A:${i}`]);
      store.find('key 0', 0);
      expect(store.bytes).toBeLessThanOrEqual(20_000);
    }
    expect(store.find('key 0', 0)).toBeDefined();
    expect(store.find('key 99', 0)).toBeDefined();
    expect(store.find('key 1', 0)).toBeUndefined();
    keep(store, 'large', [], 'x'.repeat(5_000));
    expect(store.find('large', 0)).toBeUndefined();
    store.clear();
    expect([store.bytes, store.size]).toEqual([0, 0]);
  });

  test('are over at their age, and give back what they took', () => {
    const store = new AnswerStore(20_000);
    keep(store, 'a', ['A:1']);
    expect(store.find('a', 999)).toBeDefined();
    expect(store.find('a', 1_000)).toBeUndefined();
    expect([store.bytes, store.size]).toEqual([0, 0]);
  });

  test('are forgotten by what they contain, or may contain', () => {
    const store = new AnswerStore(100_000);
    keep(store, 'one', ['A:1', 'B:1']);
    keep(store, 'other', ['A:2']);
    keep(store, 'unnamed', ['A']);
    expect(store.forget('A:1')).toBe(2);
    expect(store.find('other', 0)).toBeDefined();
    expect(store.forget('A')).toBe(1);
    expect(store.forget('B')).toBe(0);
    expect([store.bytes, store.size]).toEqual([0, 0]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { deriveKey } from './seal.ts';
import { roadPurpose, sealDelivery, whoDelivers } from './road-seal.ts';

const key = (from: string, to: string) => deriveKey('master', roadPurpose(from, to));
const body = Buffer.from('{"events":[]}');

describe('a sealed delivery', () => {
  const text = sealDelivery('users', 'gamification', body, key('users', 'gamification'));

  test('names its sender to the one it was made for', () => {
    expect(whoDelivers(text, 'gamification', body, (from) => key(from, 'gamification'))).toBe('users');
  });

  test('is refused for another receiver, another body, another sender and another time', () => {
    const keyOf = (from: string) => key(from, 'gamification');
    expect(whoDelivers(text, 'buz', body, (from) => key(from, 'buz'))).toBeNull();
    expect(whoDelivers(text, 'gamification', Buffer.from('{}'), keyOf)).toBeNull();
    expect(whoDelivers(text.replace('users', 'legal'), 'gamification', body, keyOf)).toBeNull();
    expect(whoDelivers(text.replace(/\.\d+\./, `.${Date.now() - 3_600_000}.`), 'gamification', body, keyOf)).toBeNull();
    expect(whoDelivers(text.replace(/\.\d+\./, '.NaN.'), 'gamification', body, keyOf)).toBeNull();
    expect(whoDelivers(undefined, 'gamification', body, keyOf)).toBeNull();
  });
});

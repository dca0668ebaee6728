import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from './caller.ts';
import { deriveKey, seal, sealPurpose, unseal, type SealKey } from './seal.ts';

const keyFor = (subgraph: string): SealKey => ({ id: 'k1', secret: deriveKey('master', sealPurpose(subgraph)) });
const caller = { ...ANONYMOUS, kind: 'user' as const, userId: 'u1', requestId: 'r1' };

describe('a seal', () => {
  test('carries the caller to the subgraph it was made for', () => {
    const text = seal(caller, 'users', 'body', keyFor('users'));
    expect(unseal(text, 'users', 'body', [keyFor('users')])).toMatchObject({ caller: { userId: 'u1' } });
  });

  test.each([
    ['another body', 'users', 'other', 'users'],
    ['another audience', 'buz', 'body', 'users'],
    ["another subgraph's key", 'users', 'body', 'buz'],
  ])('is refused with %s', (_, audience, body, key) => {
    const text = seal(caller, 'users', 'body', keyFor('users'));
    expect(unseal(text, audience, body, [keyFor(key)])).toHaveProperty('fault');
  });

  test('is refused when one character of it changed', () => {
    const text = seal(caller, 'users', 'body', keyFor('users'));
    for (let i = 0; i < text.length; i += 7) {
      const forged = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
      expect(unseal(forged, 'users', 'body', [keyFor('users')])).toHaveProperty('fault');
    }
  });

  test('is refused when there is none', () => {
    expect(unseal(undefined, 'users', 'body', [keyFor('users')])).toEqual({ fault: 'no seal' });
  });
});

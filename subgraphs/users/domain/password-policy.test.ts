import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgePassword, normalPassword, skeletonOf } from './password-policy.ts';

const owner = { email: 'martha.stone@example.org', displayName: 'Martha Stone', privileged: false };
const reasonsOf = (password: string, who = owner) => judgePassword(password, who)?.reasons ?? [];

describe('a password', () => {
  test('is refused below 12 characters (14 for administrators) and above 128, and otherwise needs no kind of character', () => {
    expect(reasonsOf('vkwqzpmxtbh')).toEqual(['It has 11 characters and needs at least 12.']);
    expect(reasonsOf('vkwqzpmxtbhr')).toEqual([]);
    expect(reasonsOf('vkwqzpmxtbhr', { ...owner, privileged: true })).toHaveLength(1);
    expect(reasonsOf('correct horse battery staple')).toEqual([]);
    expect(reasonsOf('vkwqzpmxtbhr'.repeat(11))).toHaveLength(1);
  });

  test('counts characters, not bytes: twelve emoji are twelve', () => {
    expect(reasonsOf('🐙🦀🐳🦑🐠🐡🦈🐬🐋🐟🦐🦞')).toEqual([]);
  });

  test.each([
    'P@ssw0rd2024!!', 'passwordpassword', '!!!letmein!!!123', 'Qwerty123456!', 'iloveyou20242024', 'Administrator1', 'ventureos2026',
    '1qaz2wsx3edc', 'Football#1234567', '$unshine$unshine', 'unbelievable',
  ])('is refused when it is a common one under decoration: %s', (password) => {
    expect(reasonsOf(password)).not.toEqual([]);
  }); // prettier-ignore

  test.each([
    '123456789012',
    'abcdefghijkl',
    'aaaaaaaaaaaaaaa',
    'xyzxyzxyzxyz',
    'qwertyuiopas',
    '987654321098',
    '121212121212',
  ])('is refused when it is a pattern: %s', (password) => expect(reasonsOf(password)).not.toEqual([]));

  test.each(['my name is martha, yes', 'MARTHA.STONE-1987!', 'martha.stone@example.org', 'visit example.org now'])(
    'is refused when it contains its owner: %s',
    (password) => expect(reasonsOf(password)).toContain('It contains your name or e-mail address.'),
  );

  test('of random letters is accepted, whatever they are', () => {
    const letters = fc.string({ minLength: 20, maxLength: 100, unit: fc.constantFrom(...'bdfgjkmpqvwxz') });
    fc.assert(
      fc.property(letters, (text) => {
        fc.pre(new Set(text).size > 8);
        expect(reasonsOf(text)).toEqual([]);
      }),
    );
  });

  test('is judged for any text without a fault, in bounded time, and the same whichever way its letters are composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(judgePassword(text.normalize('NFD'), owner)?.reasons).toEqual(
          judgePassword(normalPassword(text.normalize('NFC')), owner)?.reasons,
        );
      }),
    );
  });

  test('keeps its skeleton under decoration of case, digits and signs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('dragon', 'sunshine', 'monkey'),
        fc.stringMatching(/^[0-9#.?-]{0,8}$/),
        (word, tail) => {
          expect(skeletonOf(word.toUpperCase() + tail)).toBe(skeletonOf(word));
        },
      ),
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { unsoundLiteral, unsoundVariable } from './sound-text.ts';

describe('text that nothing can keep as it is', () => {
  test.each([
    ['U+0000', { input: { bio: 'a\0b' } }, 'input.bio'],
    ['half a pair', { input: { tags: ['fine', 'a\ud800b'] } }, 'input.tags.1'],
    ['a name with it', { input: { 'a\0': 1 } }, 'input'],
  ])('%s in a variable is refused, and the place is named', (_what, variables, place) => {
    expect(unsoundVariable(variables)).toMatchObject({
      message: expect.stringContaining(`variable ${place} holds`),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test.each(['\\u0000', '\\u{0}', '\\u{000}'])('%s in a literal is refused', (escape) => {
    const text = `{ user(name: ["x", "a${escape}"]) { id } }`;
    expect(unsoundLiteral(text, parse(text))?.extensions['code']).toBe('BAD_USER_INPUT');
  });

  test('anything else passes: emoji, other control characters, an escaped backslash', () => {
    expect(unsoundVariable({ a: '👩🏽‍🚀', b: '\u0001\n', c: null, d: 1, e: [true] })).toBeUndefined();
    const text = '{ user(name: "C:\\\\u0000") { id } }';
    expect(unsoundLiteral(text, parse(text))).toBeUndefined();
  });
});

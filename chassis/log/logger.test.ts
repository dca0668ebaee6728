import { describe, expect, test } from '@jest/globals';
import { createLogger, type LoggerOptions } from './logger.ts';
import { requestIdOf } from './request-id.ts';

const JWT = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWFkYQ';

function logged(say: (log: ReturnType<typeof createLogger>) => void, options: Partial<LoggerOptions> = {}): string {
  let text = '';
  say(createLogger({ name: 'users', level: 'debug', ...options, write: (line) => void (text += line) }));
  return text;
}

describe('no secret reaches the log', () => {
  const SECRETS: Record<string, object> = {
    'a field': {
      password: 'hunter2',
      newPassword: 'hunter2',
      MASTER_SECRET: 'hunter2',
      otpCode: 'hunter2',
      recoveryCodes: ['hunter2'],
    },
    'a header, however deep': {
      request: { headers: { Authorization: 'hunter2', cookie: 'refresh=hunter2', 'set-cookie': ['hunter2'] } },
    },
    'variables of an operation': { variables: { input: { refreshToken: 'hunter2', totpSecret: 'hunter2' } } },
    'a number under a telling key': { apiKey: 'hunter2', token: 987654, keys: [{ privateKey: { d: 'hunter2' } }] },
    'a map': { things: new Map([['accessToken', 'hunter2']]) },
    'a URL': { url: 'postgres://users_role:hunter2@127.0.0.1:5432/venture' },
    'the message of an error, its cause and its fields': {
      err: Object.assign(new Error('connect postgres://a:hunter2@host/x', { cause: new Error('password=hunter2') }), {
        token: 'hunter2',
      }),
    },
  };
  test.each(Object.entries(SECRETS))('%s', (_where, fields) => {
    for (const text of [
      logged((log) => log.error(fields, 'failed')),
      logged((log) => log.child(fields).warn({}, 'failed')),
      logged((log) => log.info(fields), { form: 'text' }),
    ]) {
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/hunter2|987654/);
    }
  });

  test('a token inside any text', () => {
    const text = logged((log) =>
      log.info({ line: `curl -H "Authorization: Bearer ${JWT}"` }, `got ${JWT} and Bearer abcdefgh12345`),
    );
    expect(text).not.toContain(JWT.slice(0, 30));
    expect(text).not.toContain('abcdefgh12345');
  });
});

describe('what is not secret stays', () => {
  test('fields, ids, errors with their stack, circular and strange values', () => {
    const circle: Record<string, unknown> = { size: 3n, at: new Date(0), bytes: new Uint8Array(5), hasPassword: true };
    circle['self'] = circle;
    const line = JSON.parse(
      logged((log) =>
        log.child({ requestId: 'r-1' }).error({ err: new TypeError('no such row'), circle }, 'sign-in failed'),
      ),
    );
    expect(line).toMatchObject({
      level: 'error',
      name: 'users',
      requestId: 'r-1',
      msg: 'sign-in failed',
      err: { type: 'TypeError', message: 'no such row', stack: expect.stringContaining('logger.test') },
      circle: { size: '3', at: '1970-01-01T00:00:00.000Z', bytes: '[5 bytes]', self: '[circular]', hasPassword: true },
    });
  });

  test('a request id comes from the proxy only in a form that cannot forge a log line or a header', () => {
    expect(requestIdOf('0190b3a2-abcd')).toBe('0190b3a2-abcd');
    for (const forged of [
      undefined,
      '',
      'short',
      'a b c d e f g h',
      'x'.repeat(65),
      'abcdefgh\r\nSet-Cookie: x',
      ['abcdefgh'],
    ]) {
      expect(requestIdOf(forged)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

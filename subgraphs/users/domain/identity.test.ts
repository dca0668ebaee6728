import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '#kernel/refusal';
import { Account, canMove, type AccountStatus } from './account.ts';
import { normalEmail } from './email.ts';
import { IDENTITY_RULES } from './identity-rules.ts';
import { normalRecoveryCode, recoveryCode, recoveryCodeHash } from './recovery-code.ts';
import { chainHash, GENESIS, walkChain, type SecurityLogLine } from './security-log.ts';
import { deviceName, judgeSpent, sessionTimes } from './session.ts';
import { KEEP_AFTER_MS, nextKeyDue, publishedKeysAt, PUBLISH_AHEAD_MS, ROTATE_EVERY_MS, signingKeyAt, type KeyPlan } from './signing-key.ts'; // prettier-ignore

const start = new Date('2026-01-01T00:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

describe('an account', () => {
  const statuses: AccountStatus[] = ['PENDING', 'ACTIVE', 'SUSPENDED', 'INACTIVE'];

  test('moves only along the allowed edges', () => {
    const edges = statuses.flatMap((from) => statuses.filter((to) => canMove(from, to)).map((to) => `${from}>${to}`));
    expect(edges).toEqual(['PENDING>ACTIVE', 'PENDING>INACTIVE', 'ACTIVE>SUSPENDED', 'ACTIVE>INACTIVE', 'SUSPENDED>ACTIVE', 'SUSPENDED>INACTIVE']); // prettier-ignore
  });

  test('is not woken by an old verification link: only a pending one becomes active', () => {
    const account = Object.assign(new Account(), { status: 'SUSPENDED', securityVersion: 3, emailVerifiedAt: start });
    account.verifyEmail(after(1));
    expect(account).toMatchObject({ status: 'SUSPENDED', securityVersion: 3, emailVerifiedAt: start });
    expect(isRefusal(account.suspend())).toBe(true);
    expect(account.reinstate()).toBeUndefined();
    expect(account).toMatchObject({ status: 'ACTIVE', securityVersion: 4 });
  });
});

test('an e-mail address has one form, and nonsense has none', () => {
  expect(normalEmail('  Ada.Lovelace@Example.ORG ')).toBe('ada.lovelace@example.org');
  for (const bad of [
    '',
    'a',
    'a@b',
    'a b@c.de',
    'a@b..de',
    'a@b.de\nBcc: x@y.zz',
    '"x"@y.de',
    'a\u200db@c.de',
    '\u202ea@b.de',
    `${'a'.repeat(65)}@b.de`,
  ]) {
    expect(normalEmail(bad)).toBeUndefined();
  }
});

describe('a session', () => {
  test('lives 14 idle and 30 days in all; 12 hours for administrators', () => {
    expect(sessionTimes(IDENTITY_RULES, false, start)).toEqual({ idleMinutes: 20_160, idleEndsAt: after(14 * 86_400_000), endsAt: after(30 * 86_400_000) }); // prettier-ignore
    expect(sessionTimes(IDENTITY_RULES, true, start)).toMatchObject({ idleEndsAt: after(43_200_000), endsAt: after(43_200_000) }); // prettier-ignore
  });

  test('forgives the immediate parent for ten seconds, and takes everything else for theft', () => {
    const parent = { rotatedAt: start, childIsCurrent: true, sessionLives: true };
    expect(judgeSpent(parent, after(10_000), 10)).toBe('GRACE');
    expect(judgeSpent(parent, after(10_001), 10)).toBe('REUSE');
    expect(judgeSpent({ ...parent, childIsCurrent: false }, after(1), 10)).toBe('REUSE');
    expect(judgeSpent({ ...parent, sessionLives: false }, after(1), 10)).toBe('ENDED');
  });

  test('names its device without versions', () => {
    const chrome = (version: number) =>
      `Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/${version}.0 Safari/537.36`;
    expect(deviceName(chrome(120))).toBe('Chrome on Windows');
    expect(deviceName(chrome(121))).toBe(deviceName(chrome(120)));
    expect(deviceName('curl/8.5.0')).toBe('curl');
    expect(deviceName('')).toBe('unknown device');
  });
});

test('a recovery code survives the way a person types it, and another account has another hash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (bytes) => {
      const code = recoveryCode(() => bytes);
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      expect(normalRecoveryCode(typed)).toBe(code.replaceAll('-', ''));
    }),
  );
  const codes = Array.from({ length: 10 }, () => recoveryCode((bytes) => randomBytes(bytes)));
  expect(new Set(codes).size).toBe(10);
  expect(recoveryCodeHash('a', codes[0]!)).not.toEqual(recoveryCodeHash('b', codes[0]!));
  expect(normalRecoveryCode('123456')).toBeUndefined();
});

describe('the security log', () => {
  const chainOf = (details: Record<string, unknown>[]): SecurityLogLine[] => {
    let previousHash: Buffer = GENESIS;
    return details.map((detail, index) => {
      const event = { at: after(index), kind: 'signed_in', actorId: null, userId: null, sessionId: null, ip: '::1', requestId: 'r', detail };
      const line = { ...event, n: index + 1, previousHash, hash: chainHash(index + 1, previousHash, event) };
      previousHash = line.hash;
      return line;
    });
  }; // prettier-ignore
  const start0 = { n: 0, hash: GENESIS };

  test('finds any line that was changed, removed or moved, and walks in parts as in one', () => {
    const detail = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(detail, { minLength: 2, maxLength: 8 }), fc.nat(), (details, at) => {
        const lines = chainOf(details);
        const where = at % lines.length;
        const whole = walkChain(start0, lines);
        const half = walkChain(start0, lines.slice(0, where));
        expect(walkChain(half.head, lines.slice(where))).toEqual(whole);
        const changed = lines.with(where, { ...lines[where]!, ip: '::2' });
        expect(walkChain(start0, changed)).toMatchObject({ head: { n: where }, brokenAt: where + 1 });
        if (where < lines.length - 1)
          expect(walkChain(start0, lines.toSpliced(where, 1))).toMatchObject({ brokenAt: where + 1 });
      }),
    );
  });

  test('does not depend on the order of keys, which jsonb does not keep', () => {
    const [one] = chainOf([{ a: 1, b: { c: 2, d: [3] } }]);
    const [two] = chainOf([{ b: { d: [3], c: 2 }, a: 1 }]);
    expect(one!.hash).toEqual(two!.hash);
  });
});

describe('signing keys', () => {
  test('a life of 400 days: always exactly one signer, published a day before it signs and as long as its tokens live', () => {
    const keys: KeyPlan[] = [{ kid: 'k0', activeFrom: start, withdrawnAt: null }];
    const published = new Map<string, number>([['k0', start.getTime() - PUBLISH_AHEAD_MS]]);
    let signer = 'k0';
    let changedAt = 0;
    for (let hour = 0; hour < 400 * 24; hour += 1) {
      const now = after(hour * 3_600_000);
      const due = nextKeyDue(keys, now);
      if (due) keys.push({ kid: `k${keys.length}`, activeFrom: due, withdrawnAt: null });
      for (const key of publishedKeysAt(keys, now)) if (!published.has(key.kid)) published.set(key.kid, now.getTime());
      const current = signingKeyAt(keys, now)!;
      expect(now.getTime() - published.get(current.kid)!).toBeGreaterThanOrEqual(PUBLISH_AHEAD_MS);
      if (current.kid !== signer) {
        expect(publishedKeysAt(keys, now).map((key) => key.kid)).toContain(signer);
        [signer, changedAt] = [current.kid, now.getTime()];
      } else if (changedAt > 0 && now.getTime() - changedAt > KEEP_AFTER_MS) {
        expect(publishedKeysAt(keys, now).length).toBeLessThanOrEqual(2);
      }
    }
    expect(keys.length).toBe(Math.floor(400 / (ROTATE_EVERY_MS / 86_400_000)) + 1);
  });

  test('a withdrawn key neither signs nor is published', () => {
    const keys: KeyPlan[] = [
      { kid: 'old', activeFrom: start, withdrawnAt: after(5) },
      { kid: 'new', activeFrom: after(5), withdrawnAt: null },
    ];
    expect(signingKeyAt(keys, after(6))?.kid).toBe('new');
    expect(publishedKeysAt(keys, after(6)).map((key) => key.kid)).toEqual(['new']);
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { folderMailer } from './mailer.ts';
import { argon2Hasher, turnstile } from './password-hasher.ts';
import { secretBox } from './secret-box.ts';
import { totpCodes } from './totp-codes.ts';

describe('the password hasher', () => {
  const cost = { memoryKiB: 64, passes: 1, lanes: 1, atOnce: 4 };

  test('verifies its own argon2id hashes, and nothing against an unknown account', async () => {
    const hasher = argon2Hasher(cost);
    const encoded = await hasher.hash('correct horse battery');
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await hasher.verify(encoded, 'correct horse battery')).toBe(true);
    expect(await hasher.verify(encoded, 'correct horse batteries')).toBe(false);
    expect(await hasher.verify(undefined, 'nobody has this password')).toBe(false);
    expect(hasher.isOutdated(encoded)).toBe(false);
    expect(argon2Hasher({ ...cost, passes: 2 }).isOutdated(encoded)).toBe(true);
  });

  test('works on four at once at most, in the order of asking, and refuses a queue that is too long', async () => {
    const inTurn = turnstile(4, 8);
    let running = 0;
    let most = 0;
    const done: number[] = [];
    const work = (n: number) => async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      done.push(n);
    };
    const results = await Promise.allSettled(Array.from({ length: 14 }, (_, n) => inTurn(work(n))));
    expect(most).toBe(4);
    expect(done).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(2);
    await inTurn(work(99));
    expect(done.at(-1)).toBe(99);
  });
});

describe('the secret box', () => {
  const box = secretBox(randomBytes(32));

  test('opens what it sealed under the same context, and nothing that was changed, moved or sealed by another key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), fc.nat(), (plain, context, where) => {
        const sealed = box.seal(plain, context);
        expect(new Uint8Array(box.open(sealed, context))).toEqual(plain);
        expect(() => box.open(sealed, `${context}.`)).toThrow();
        const changed = Buffer.from(sealed);
        changed[where % changed.length]! ^= 1;
        expect(() => box.open(changed, context)).toThrow();
      }),
    );
    expect(() => secretBox(randomBytes(32)).open(box.seal(Buffer.from('x'), 'c'), 'c')).toThrow(
      'another key-encryption key',
    );
  });

  test('derives 256 bits that differ by purpose and id', () => {
    const derived = [box.derive('a', '1'), box.derive('a', '2'), box.derive('b', '1')];
    expect(new Set(derived).size).toBe(3);
    expect(derived.every((text) => /^[\w-]{43}$/.test(text))).toBe(true);
  });
});

test('TOTP agrees with the vectors of RFC 6238 (SHA-1, last six digits)', () => {
  const codes = totpCodes('test');
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ] as const) {
    expect(codes.stepOf(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
    expect(codes.stepOf(secret, code, seconds * 1000 + 90_000)).toBeUndefined();
  }
  expect(codes.stepOf(secret, '28708', 59_000)).toBeUndefined();
});

test('a mail in the folder is whole, private and one file however often it is sent; its receiver cannot become two', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  try {
    const mailer = folderMailer(folder, 'Venture <no-reply@example.org>');
    const token = randomBytes(32).toString('base64url');
    const mail = {
      id: '0199-1',
      to: 'a@example.org',
      subject: 'Grüße',
      text: `Go:\n\nhttp://localhost:4000/verify-email?token=${token}\n`,
    };
    await mailer.send(mail);
    await mailer.send(mail);
    await mailer.send({ ...mail, id: '0199-2', to: 'a@example.org, b@example.org' });
    expect((await readdir(folder)).sort()).toEqual(['0199-1.eml', '0199-2.eml']);
    const text = await readFile(join(folder, '0199-1.eml'), 'utf8');
    expect(text).toContain('Message-ID: <0199-1@example.org>');
    expect(text).toMatch(/^To: a@example.org\r?$/m);
    expect(text).toContain(`http://localhost:4000/verify-email?token=${token}`);
    expect((await stat(join(folder, '0199-1.eml'))).mode & 0o077).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

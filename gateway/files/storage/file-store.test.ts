import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { s3Server } from '../../testing/s3-server.ts';
import { diskStore } from './disk.ts';
import { NoSuchFile, type FileStore } from './file-store.ts';
import { newKey, rawKey } from './key.ts';
import { s3Store } from './s3.ts';

interface Case {
  readonly store: FileStore;
  /** Everything that lies there, finished or not. */
  left(): string[];
  close(): Promise<void>;
}

const cases: Record<string, () => Promise<Case>> = {
  disk: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'files-'));
    return {
      store: diskStore(folder),
      left: () =>
        (readdirSync(folder, { recursive: true }) as string[]).filter((name) => statSync(join(folder, name)).isFile()),
      close: async () => rmSync(folder, { recursive: true }),
    };
  },
  S3: async () => {
    const server = await s3Server();
    const store = s3Store(server.settings);
    return {
      store,
      left: () => [...server.objects.keys(), ...server.uploads.keys()],
      close: async () => {
        await store.close();
        expect(server.refused).toEqual([]);
        server.stop();
      },
    };
  },
};

async function* chunks(bytes: Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* broken(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* chunks(bytes);
  throw new Error('the client left');
}

describe.each(Object.entries(cases))('the file store on %s', (_name, open) => {
  let at: Case;
  beforeAll(async () => {
    at = await open();
    await at.store.check();
  });
  afterAll(() => at.close());

  test.each([['of nothing'], ['of one byte'], ['of many parts']])('a file %s comes back as it was', async (what) => {
    const bytes = randomBytes({ 'of nothing': 0, 'of one byte': 1 }[what] ?? 11 * 1024 * 1024 + 7);
    const key = newKey();
    const stored = await at.store.put(key, chunks(bytes));
    expect(stored).toEqual({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect((await buffer(await at.store.get(key))).equals(bytes)).toBe(true);
    expect(await at.store.head(key)).toEqual({ size: bytes.length });
    await at.store.delete(key);
  });

  test('any range of it, to the byte', async () => {
    const bytes = randomBytes(100_000);
    const key = newKey();
    await at.store.put(key, chunks(bytes, 999));
    for (const [start, end] of [
      [0, 0],
      [0, 99_999],
      [99_999, 99_999],
      [12_345, 67_890],
    ] as const)
      expect((await buffer(await at.store.get(key, { start, end }))).equals(bytes.subarray(start, end + 1))).toBe(true);
  });

  test.each([
    ['small', 1_000],
    ['large', 12 * 1024 * 1024],
  ])('a %s write that breaks leaves nothing', async (_size, size) => {
    const before = at.left().length;
    const key = newKey();
    await expect(at.store.put(key, broken(randomBytes(size)))).rejects.toThrow('the client left');
    expect(await at.store.head(key)).toBeUndefined();
    await expect(at.store.get(key)).rejects.toThrow(NoSuchFile);
    expect(at.left()).toHaveLength(before);
  });

  test('a deleted file is gone, and deleting it again is no fault', async () => {
    const key = rawKey(newKey());
    await at.store.put(key, chunks(Buffer.from('x')));
    await at.store.delete(key);
    await at.store.delete(key);
    expect(await at.store.head(key)).toBeUndefined();
  });

  test.each(['../../etc/passwd', 'a/b', '', 'A'.repeat(32), `${'a'.repeat(32)}/..`])(
    'a key that is none reaches no path: %p',
    async (key) => {
      await expect(async () => at.store.put(key, chunks(Buffer.from('x')))).rejects.toThrow(TypeError);
      await expect(async () => at.store.get(key)).rejects.toThrow(TypeError);
    },
  );
});

test('requests of a wrong secret are refused by the bucket, so that the right one proves something', async () => {
  const server = await s3Server();
  const store = s3Store({ ...server.settings, secretAccessKey: 'another' });
  await expect(store.put(newKey(), chunks(Buffer.from('x')))).rejects.toThrow();
  expect(server.objects.size).toBe(0);
  await store.close();
  server.stop();
});

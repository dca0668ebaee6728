import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createLogger } from '../log/logger.ts';
import { createGracefulStop } from './graceful-stop.ts';

function prepared(budgetMs?: number) {
  const happened: string[] = [];
  const lines: string[] = [];
  const log = createLogger({ name: 'test', write: (line) => void lines.push(line) });
  const told: string[] = [];
  const tell = (line: string): void => void told.push(line);
  const stop = createGracefulStop({ log, budgetMs, tell, exit: (code) => void happened.push(`exit ${code}`) });
  return { happened, lines, told, stop };
}

describe('graceful stop', () => {
  test('closes in the opposite order of opening, once, and ends with the given code', async () => {
    const { happened, told, stop } = prepared();
    stop.opened('PostgreSQL', () => void happened.push('PostgreSQL'));
    stop.opened('users', async () => {
      await new Promise(setImmediate);
      happened.push('users');
    });
    stop.opened('door', () => void happened.push('door'));
    expect(stop.stopping).toBe(false);
    await Promise.all([stop.stop('SIGTERM', 3), stop.stop('SIGINT')]);
    expect(happened).toEqual(['door', 'users', 'PostgreSQL', 'exit 3']);
    expect(stop.stopping).toBe(true);
    expect(told).toEqual(['stopping', 'stopped']);
  });

  test('a step that fails or hangs is told to hurry, then left, and those below it are still closed', async () => {
    const { happened, lines, told, stop } = prepared(300);
    stop.opened('PostgreSQL', () => void happened.push('PostgreSQL'));
    stop.opened('hangs', () => new Promise<void>(() => {}));
    stop.opened('hurries', async (hurry) => void (await once(hurry, 'abort')));
    stop.opened('fails', () => Promise.reject(new Error('broken pipe')));
    const begun = performance.now();
    await stop.stop('SIGTERM');
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(happened).toEqual(['PostgreSQL', 'exit 1']);
    expect(told.at(-1)).toBe('stopped, not everything cleanly');
    const text = lines.join('');
    expect(text).toContain('broken pipe');
    expect(text).toMatch(/"step":"hangs".*did not stop in time/);
    expect(text).not.toContain('"step":"hurries"');
  });
});

import type { Log } from '#chassis/log/log';

/** Keeps what would be logged, so that a test can look for what must never be there. */
export function recordingLog(): Log & { readonly lines: object[] } {
  const lines: object[] = [];
  const write = (fields: object, message?: string): void => void lines.push({ ...fields, message });
  const log = { lines, debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}

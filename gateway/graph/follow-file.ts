import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Log } from '#chassis/log/log';
import { BrokenSupergraph } from './supergraph.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Hands every new content of the supergraph's file to `replace`, which refuses a broken one by throwing. It polls: mounted files (a
 * ConfigMap is a link to a link) tell no watcher of their changes. Returns the way to stop.
 */
export function followSupergraphFile(
  path: string,
  replace: (sdl: string) => void,
  log: Log,
  everyMs: number = LOOK_EVERY_MS,
): () => void {
  const look = async (): Promise<void> => {
    try {
      replace(await readFile(path, 'utf8'));
    } catch (error) {
      if (!(error instanceof BrokenSupergraph))
        log.error({ err: error, path }, 'the supergraph file could not be read');
    }
  };
  const onChange = () => void look();
  watchFile(path, { interval: everyMs, persistent: false }, onChange);
  return () => unwatchFile(path, onChange);
}

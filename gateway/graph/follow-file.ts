import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Log } from '#chassis/log/log';
import type { Graph } from './graph.ts';
import { BrokenSupergraph } from './supergraph.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Serves every new content of the supergraph's file; a broken one is refused and the old one stays. It polls: mounted files (a ConfigMap
 * is a link to a link) tell no watcher of their changes. Returns the way to stop.
 */
export function followSupergraphFile(
  graph: Graph,
  path: string,
  log: Log,
  everyMs: number = LOOK_EVERY_MS,
): () => void {
  const look = async (): Promise<void> => {
    try {
      graph.replace(await readFile(path, 'utf8'));
    } catch (error) {
      if (!(error instanceof BrokenSupergraph))
        log.error({ err: error, path }, 'the supergraph file could not be read');
    }
  };
  const onChange = () => void look();
  watchFile(path, { interval: everyMs, persistent: false }, onChange);
  return () => unwatchFile(path, onChange);
}

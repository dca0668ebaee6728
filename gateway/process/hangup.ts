import type { Log } from '#chassis/log/log';

/** Something that can be read anew while the process lives. */
export interface Reload {
  readonly what: string;
  /** Says what serves now. Throws, with everything as it was, when what it reads cannot serve. */
  again(): Promise<object> | object;
}

/**
 * On every SIGHUP reads each of them anew, one after the other, and logs what serves now or why the old one stays. Signals that come meanwhile
 * are one. Windows has no such signal: there it means that the console was closed. Returns the way to stop.
 */
export function reloadOnHangup(reloads: readonly Reload[], log: Log): () => void {
  if (process.platform === 'win32') return () => undefined;
  let running: Promise<void> | undefined;
  let wanted = false;
  const hear = (): void => {
    wanted = true;
    running ??= run().finally(() => (running = undefined));
  };
  const run = async (): Promise<void> => {
    while (wanted) {
      wanted = false;
      for (const one of reloads) await reload(one, log);
    }
  };
  process.on('SIGHUP', hear);
  return () => process.off('SIGHUP', hear);
}

async function reload({ what, again }: Reload, log: Log): Promise<void> {
  try {
    log.info({ what, ...(await again()) }, 'reloaded');
  } catch (fault) {
    log.error({ what, err: fault }, 'not reloaded: it stays as it was');
  }
}

import type { Runner } from 'graphile-worker';
import type { Log } from '#chassis/log/log';

const AGAIN_MS = 500;
const AGAIN_AT_MOST_MS = 10_000;
/** What graphile-worker leaves as the exit code of the process when it ends by itself. */
const ENDED_BY_ITSELF = 57;

/**
 * graphile-worker ends by itself when any schema of the database gets its migrations, because it tells of them on a channel that has no
 * schema: another subgraph that starts for the first time would silence everybody's jobs. So whoever ends unasked begins again; beginning
 * checks the own schema, and refuses one that is newer than this code.
 */
export async function keepRunning(begin: () => Promise<Runner>, log: Log): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let runner: Runner | null = null;
  let waiting: NodeJS.Timeout | undefined;

  const follow = (current: Runner): void => {
    runner = current;
    current.promise
      .catch((error: unknown) => log.error({ err: error }, 'the job runner failed'))
      .finally(() => {
        runner = null;
        if (process.exitCode === ENDED_BY_ITSELF) process.exitCode = undefined;
        if (!stopped) again(AGAIN_MS);
      });
  };
  const again = (afterMs: number): void => {
    waiting = setTimeout(() => {
      begin().then(
        (current) => {
          if (stopped) return void current.stop();
          log.info({}, 'the job runner began again');
          follow(current);
        },
        (error: unknown) => {
          log.error({ err: error }, 'the job runner cannot begin again');
          if (!stopped) again(Math.min(afterMs * 2, AGAIN_AT_MOST_MS));
        },
      );
    }, afterMs);
  };

  follow(await begin());
  return {
    async stop() {
      stopped = true;
      clearTimeout(waiting);
      await runner?.stop();
    },
  };
}

import type { Log } from '#chassis/log/log';

const BUDGET_MS = 25_000;
/** Ctrl-C reaches the process from the terminal and again from npm: one wish, not two. */
const ONE_WISH_MS = 1_000;

export interface GracefulStop {
  /** What was opened last is closed first. `close` is given a signal that aborts when its time is over. */
  opened(name: string, close: (hurry: AbortSignal) => void | Promise<void>): void;
  /** Closes everything, within 25 s altogether, and ends the process. Further calls wait for the first. */
  stop(reason: string, exitCode?: number): Promise<void>;
  /** Closes what is open so far, and lives on: for a start that failed half-way. */
  close(): Promise<void>;
  /** True once stopping has begun. */
  readonly stopping: boolean;
  /** Hears SIGTERM and SIGINT; a second one, a second later, ends the process at once. */
  listen(): void;
}

export interface GracefulStopOptions {
  readonly log: Log;
  readonly budgetMs?: number;
  /** For somebody at a terminal, who sees no log of everyday things. */
  readonly tell?: (line: string) => void;
  /** For tests. */
  readonly exit?: (code: number) => void;
}

export function createGracefulStop(options: GracefulStopOptions): GracefulStop {
  const { log, budgetMs = BUDGET_MS } = options;
  const exit = options.exit ?? ((code: number) => process.exit(code));
  const steps: { name: string; close: (hurry: AbortSignal) => void | Promise<void> }[] = [];
  let ended: Promise<void> | undefined;

  const run = async (reason: string, exitCode: number): Promise<void> => {
    log.info({ reason }, 'stopping');
    options.tell?.('stopping');
    const clean = await closeAll();
    const outcome = clean ? 'stopped' : 'stopped, not everything cleanly';
    log.info({}, outcome);
    options.tell?.(outcome);
    exit(clean ? exitCode : exitCode || 1);
  };
  const closeAll = async (): Promise<boolean> => {
    const deadline = performance.now() + budgetMs;
    let clean = true;
    for (let step = steps.pop(); step; step = steps.pop()) {
      // A step that hangs must leave time for those below it: PostgreSQL is the last of them.
      const share = Math.max(100, (deadline - performance.now()) * (steps.length === 0 ? 1 : 0.6));
      clean = (await closed(step, share)) && clean;
    }
    return clean;
  };
  const closed = async (step: (typeof steps)[number], limitMs: number): Promise<boolean> => {
    const hurry = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        hurry.abort(new Error(`${step.name} must end now`));
        setImmediate(resolve, 'late'); // what the abort itself ends still counts
      }, limitMs);
    });
    try {
      const outcome = await Promise.race([Promise.resolve(step.close(hurry.signal)), late]);
      if (outcome === 'late') log.error({ step: step.name }, 'did not stop in time');
      return outcome !== 'late';
    } catch (error) {
      log.error({ step: step.name, err: error }, 'did not stop cleanly');
      return false;
    } finally {
      clearTimeout(timer);
    }
  };

  const stop = (reason: string, exitCode = 0): Promise<void> => {
    ended ??= run(reason, exitCode);
    return ended;
  };
  return {
    opened: (name, close) => void steps.push({ name, close }),
    stop,
    close: async () => void (await closeAll()),
    get stopping() {
      return ended !== undefined;
    },
    listen() {
      let firstAt: number | undefined;
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          if (firstAt !== undefined && performance.now() - firstAt > ONE_WISH_MS)
            return exit(signal === 'SIGINT' ? 130 : 143);
          firstAt ??= performance.now();
          void stop(signal);
        });
      }
    },
  };
}

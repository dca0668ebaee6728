import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '#chassis/log/log';

const CHECK_MS = 1_000;
const REMEMBER_MS = 250;

/** Answers when all is well, throws (or rejects) with the reason when not. */
export type HealthCheck = () => void | Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  /** `ok` or `failing` per check: the reason goes to the log, not to whoever asks. */
  readonly checks: Readonly<Record<string, 'ok' | 'failing'>>;
}

/** What `/health/live` and `/health/ready` say about this process. */
export interface Health {
  add(name: string, check: HealthCheck): void;
  /** Adds something to the answer that decides nothing. */
  tell(name: string, what: () => unknown): void;
  ready(): Promise<Readiness>;
  /** From now on not ready: a load balancer sends nobody new while the old ones finish. */
  drain(): void;
  /** Answers the two paths and returns true; leaves any other request alone. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createHealth(log: Log): Health {
  const checks = new Map<string, HealthCheck>();
  const told = new Map<string, () => unknown>();
  let draining = false;
  let last: { at: number; readiness: Promise<Readiness> } | undefined;

  const ask = async (): Promise<Readiness> => {
    const answers = await Promise.all(
      [...checks].map(async ([name, check]) => [name, await outcome(name, check)] as const),
    );
    const ready = answers.every(([, answer]) => answer === 'ok');
    return { ready, checks: Object.fromEntries(answers) };
  };
  const outcome = async (name: string, check: HealthCheck): Promise<'ok' | 'failing'> => {
    try {
      await within(CHECK_MS, check);
      return 'ok';
    } catch (error) {
      log.warn({ check: name, err: error }, 'not ready');
      return 'failing';
    }
  };
  const ready = async (): Promise<Readiness> => {
    if (draining) return { ready: false, checks: { draining: 'failing' } };
    // However many probe, the database is asked four times a second.
    if (!last || performance.now() - last.at > REMEMBER_MS) last = { at: performance.now(), readiness: ask() };
    return last.readiness;
  };

  return {
    add: (name, check) => void checks.set(name, check),
    tell: (name, what) => void told.set(name, what),
    ready,
    drain: () => void (draining = true),
    answer(request, response) {
      const path = request.url?.split('?')[0];
      if (path === '/health/live') send(response, 200, { status: 'live' });
      else if (path === '/health/ready') {
        ready().then(
          (readiness) =>
            send(response, readiness.ready ? 200 : 503, {
              status: readiness.ready ? 'ready' : 'not ready',
              checks: readiness.checks,
              ...Object.fromEntries([...told].map(([name, what]) => [name, what()])),
            }),
          () => send(response, 503, { status: 'not ready' }),
        );
      } else return false;
      return true;
    },
  };
}

async function within(limitMs: number, check: HealthCheck): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

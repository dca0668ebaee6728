import type { Log } from '#chassis/log/log';
import type { IdentitySource, SessionState } from './source.ts';
import { ResumeTooOld } from './source.ts';

/** A revocation may go unnoticed for 5 s altogether: so much of it for a stream that beats every second to be silent ... */
const MAX_SILENCE_MS = 3_000;
/** ... and for so long an answer counts while it is. */
const MAX_AGE_MS = 1_500;
const MAX_KNOWN = 100_000;
/** Sessions in one question. */
const MAX_ASKED = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

type Verdict = 'good' | 'revoked' | 'unknown';

/**
 * What is known of sessions. A session that was never seen is asked for once; from then on the stream of changes keeps it true. While the
 * stream is silent each session is asked for again; when that fails the verdict is `unknown`, and
 * whoever asked must refuse.
 */
export class SessionBook {
  private readonly known = new Map<string, SessionState & { readonly askedAt: number }>();
  private readonly listeners = new Set<(session: SessionState | 'everyone') => void>();
  private readonly stopping = new AbortController();
  private heardAt = -Infinity;
  private resume: string | undefined;
  private asking: { ids: Set<string>; answer: Promise<void> } | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly source: IdentitySource,
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** True while revocations arrive as they happen. */
  get current(): boolean {
    return this.now() - this.heardAt <= MAX_SILENCE_MS;
  }

  /** True once the stream has said anything. */
  get begun(): boolean {
    return this.heardAt > -Infinity;
  }

  start(): void {
    this.running ??= this.follow();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Told of each change, and `everyone` when changes may have been missed. */
  onChange(listener: (session: SessionState | 'everyone') => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async verdict(sessionId: string, epoch: number): Promise<Verdict> {
    let state = this.known.get(sessionId);
    if (!state || (!this.current && this.now() - state.askedAt > MAX_AGE_MS)) {
      try {
        await this.ask(sessionId);
      } catch (error) {
        this.log.warn({ err: error }, 'sessions cannot be asked for: refusing');
        return 'unknown';
      }
      state = this.known.get(sessionId);
    }
    return state && state.active && epoch >= state.epoch ? 'good' : 'revoked';
  }

  /** Questions of the same turn travel together. */
  private ask(sessionId: string): Promise<void> {
    if (!this.asking) {
      const ids = new Set<string>();
      const answer = Promise.resolve().then(() => {
        this.asking = undefined;
        return this.fetch([...ids]);
      });
      this.asking = { ids, answer };
    }
    this.asking.ids.add(sessionId);
    return this.asking.answer;
  }

  private async fetch(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += MAX_ASKED) await this.fetchSome(ids.slice(at, at + MAX_ASKED));
  }

  private async fetchSome(ids: readonly string[]): Promise<void> {
    const states = new Map((await this.source.sessions(ids)).map((state) => [state.sessionId, state]));
    for (const sessionId of ids) this.learn(states.get(sessionId) ?? { sessionId, epoch: 0, active: false });
  }

  /** An answer and a change may cross: the higher epoch wins, and an ended session stays ended. */
  private learn(state: SessionState): void {
    const before = this.known.get(state.sessionId);
    this.known.delete(state.sessionId);
    if (this.known.size >= MAX_KNOWN) this.known.delete(this.known.keys().next().value!);
    const newer = !before || state.epoch > before.epoch;
    const active = newer ? state.active : before.active && state.active;
    const epoch = newer ? state.epoch : before.epoch;
    this.known.set(state.sessionId, { sessionId: state.sessionId, epoch, active, askedAt: this.now() });
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const heardBefore = this.heardAt;
      await this.listen(signal).catch((error: unknown) => this.lost(error));
      pauseMs = this.heardAt > heardBefore ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await pause(pauseMs, signal);
    }
  }

  private async listen(signal: AbortSignal): Promise<void> {
    const silence = new AbortController();
    const guard = setInterval(() => !this.current && silence.abort(), MAX_SILENCE_MS * 2).unref();
    const either = AbortSignal.any([signal, silence.signal]);
    const stream = this.source.changes(this.resume, either)[Symbol.asyncIterator]();
    const ended = onAbort(either);
    try {
      for (;;) {
        const next = await Promise.race([stream.next(), ended]);
        if (!next || next.done) return;
        this.heardAt = this.now();
        if (this.resume === undefined) this.forget(); // what was asked for before this stream began may have changed unheard
        this.resume = next.value.token;
        if (next.value.session) this.changed(next.value.session);
      }
    } finally {
      clearInterval(guard);
      void stream.return?.()?.catch(() => undefined);
    }
  }

  private changed(session: SessionState): void {
    this.learn(session);
    for (const listener of this.listeners) listener(session);
  }

  private forget(): void {
    this.known.clear();
    for (const listener of this.listeners) listener('everyone');
  }

  private lost(error: unknown): void {
    if (error instanceof ResumeTooOld) this.resume = undefined;
    if (!this.stopping.signal.aborted) this.log.warn({ err: error }, 'the revocation stream broke: listening again');
  }
}

function onAbort(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

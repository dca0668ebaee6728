import type { Log } from '#chassis/log/log';
import { FollowedStream } from '../follow-stream.ts';
import type { AccessChange, IdentitySource, SessionState } from './source.ts';

/** A revocation may go unnoticed for 5 s altogether: so much of it for a stream that beats every second to be silent ... */
const MAX_SILENCE_MS = 3_000;
/** ... and for so long an answer counts while it is. */
const MAX_AGE_MS = 1_500;
const MAX_KNOWN = 100_000;
/** Sessions in one question. */
const MAX_ASKED = 500;

type Verdict = 'good' | 'revoked' | 'unknown';

/**
 * What is known of sessions. A session that was never seen is asked for once; from then on the stream of changes keeps it true. While the
 * stream is silent each session is asked for again; when that fails the verdict is `unknown`, and
 * whoever asked must refuse.
 */
export class SessionBook {
  private readonly known = new Map<string, SessionState & { readonly askedAt: number }>();
  private readonly listeners = new Set<(session: SessionState | 'everyone') => void>();
  private readonly stream: FollowedStream<AccessChange>;
  private asking: { ids: Set<string>; answer: Promise<void> } | undefined;

  constructor(
    private readonly source: IdentitySource,
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.stream = new FollowedStream({
      name: 'revocation stream',
      open: (after, signal) => source.changes(after, signal),
      heard: ({ session }) => session && this.changed(session),
      begunAnew: () => this.forget(), // what was asked for before this stream began may have changed unheard
      maxSilenceMs: MAX_SILENCE_MS,
      log,
      now,
    });
  }

  /** True while revocations arrive as they happen. */
  get current(): boolean {
    return this.stream.current;
  }

  /** True once the stream has said anything. */
  get begun(): boolean {
    return this.stream.begun;
  }

  start(): void {
    this.stream.start();
  }

  async stop(): Promise<void> {
    await this.stream.stop();
  }

  /** Told of each change, and `everyone` when changes may have been missed. */
  onChange(listener: (session: SessionState | 'everyone') => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What is known without asking; undefined when that is not enough. */
  verdictNow(sessionId: string, epoch: number): Verdict | undefined {
    const state = this.known.get(sessionId);
    if (!state || (!this.current && this.now() - state.askedAt > MAX_AGE_MS)) return undefined;
    return verdictOf(state, epoch);
  }

  async verdict(sessionId: string, epoch: number): Promise<Verdict> {
    const known = this.verdictNow(sessionId, epoch);
    if (known !== undefined) return known;
    try {
      await this.ask(sessionId);
    } catch (error) {
      this.log.warn({ err: error }, 'sessions cannot be asked for: refusing');
      return 'unknown';
    }
    return verdictOf(this.known.get(sessionId), epoch);
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

  private changed(session: SessionState): void {
    this.learn(session);
    for (const listener of this.listeners) listener(session);
  }

  private forget(): void {
    this.known.clear();
    for (const listener of this.listeners) listener('everyone');
  }
}

function verdictOf(state: SessionState | undefined, epoch: number): Verdict {
  return state && state.active && epoch >= state.epoch ? 'good' : 'revoked';
}

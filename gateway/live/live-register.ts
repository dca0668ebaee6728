import { LIVE_LIMITS } from '../guard/limits.ts';
import type { Authenticator } from '../identity/authenticate.ts';
import type { SessionBook } from '../identity/session-book.ts';
import type { SessionState } from '../identity/source.ts';
import { CLOSE } from './close-codes.ts';
import type { OpenConnection } from './open-connection.ts';
import { OpenStream } from './open-stream.ts';

const TICK_MS = 1_000;
/** While the stream of revocations is silent. */
const SWEEP_MS = 500;
/** Slices in which all connections leave, so that a thousand clients do not come back in the same instant. */
const SLICES = 20;

/** All open sockets and streams in one: who holds how many, which belong to a session, and which still answer. */
export class LiveRegister {
  private readonly all = new Set<OpenConnection>();
  private readonly byHolder = new Map<string, Set<OpenConnection>>();
  private readonly bySession = new Map<string, Set<OpenConnection>>();
  private readonly timers: NodeJS.Timeout[];
  private readonly unlisten: () => void;
  private tick = 0;
  private serial = 0;
  private isLeaving = false;

  constructor(
    private readonly sessions: SessionBook,
    private readonly authenticator: Authenticator,
  ) {
    this.unlisten = sessions.onChange((change) => this.changed(change));
    this.timers = [
      setInterval(() => this.beat(), TICK_MS).unref(),
      setInterval(() => this.sessions.current || void this.sweep(), SWEEP_MS).unref(),
    ];
  }

  get size(): number {
    return this.all.size;
  }

  /** How many of them are HTTP responses. */
  get streams(): number {
    let streams = 0;
    for (const one of this.all) if (one instanceof OpenStream) streams++;
    return streams;
  }

  /** True once the open connections are being let go: no new one may begin. */
  get leaving(): boolean {
    return this.isLeaving;
  }

  add(one: OpenConnection): void {
    this.all.add(one);
    one.turn = this.serial++;
    one.gone.addEventListener('abort', () => this.remove(one), { once: true });
  }

  /** Counts the connection for its holder; false when that holder has too many. One that closed while it was asked who it is never counts. */
  claim(one: OpenConnection, holder: string): boolean {
    if (!this.all.has(one)) return false;
    const held = groupOf(this.byHolder, holder);
    if (held.size >= LIVE_LIMITS.connectionsPerUser) return false;
    held.add(one);
    one.holder = holder;
    if (one.identity) groupOf(this.bySession, one.identity.sessionId).add(one);
    return true;
  }

  /** Closes everything in slices, within `withinMs`. */
  async closeAll(withinMs: number): Promise<void> {
    this.isLeaving = true;
    this.unlisten();
    for (const timer of this.timers) clearInterval(timer);
    const size = Math.max(1, Math.ceil(this.all.size / SLICES));
    for (let slice = [...this.all].slice(0, size); slice.length > 0; slice = [...this.all].slice(0, size)) {
      for (const one of slice) {
        this.remove(one);
        one.close(CLOSE.leaving);
      }
      if (this.all.size > 0) await new Promise<void>((resolve) => void setTimeout(resolve, withinMs / SLICES));
    }
  }

  private remove(one: OpenConnection): void {
    this.all.delete(one);
    if (one.holder) leave(this.byHolder, one.holder, one);
    if (one.identity) leave(this.bySession, one.identity.sessionId, one);
  }

  private changed(change: SessionState | 'everyone'): void {
    if (change === 'everyone') return void this.sweep();
    for (const one of this.bySession.get(change.sessionId) ?? []) {
      if (!change.active) one.close(CLOSE.sessionEnded);
      else if (one.identity!.epoch < change.epoch) one.close(CLOSE.rights);
    }
  }

  /** Asks for every session that has a connection; the book answers from memory what it knows and asks for the rest at once. */
  private async sweep(): Promise<void> {
    const signedIn = [...this.all].filter((one) => one.identity !== null);
    await Promise.all(
      signedIn.map(async (one) => {
        const refusal = await this.authenticator.refusal(one.identity!);
        if (refusal) one.close(refusal.extensions['code'] === 'UNAUTHENTICATED' ? CLOSE.sessionEnded : CLOSE.uncertain);
      }),
    );
  }

  /** Each connection beats once in its own interval, a part of them every second; one that did not take the last beat is dead. */
  private beat(): void {
    const tick = this.tick++;
    for (const one of this.all) {
      const rounds = one.beatMs / TICK_MS;
      if (one.turn % rounds === tick % rounds && !one.beat()) one.terminate();
    }
  }
}

function groupOf(groups: Map<string, Set<OpenConnection>>, key: string): Set<OpenConnection> {
  let group = groups.get(key);
  if (!group) groups.set(key, (group = new Set()));
  return group;
}

function leave(groups: Map<string, Set<OpenConnection>>, key: string, one: OpenConnection): void {
  const group = groups.get(key);
  group?.delete(one);
  if (group?.size === 0) groups.delete(key);
}

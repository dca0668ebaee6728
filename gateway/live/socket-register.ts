import { SOCKET_LIMITS } from '../guard/limits.ts';
import type { Authenticator } from '../identity/authenticate.ts';
import type { SessionBook } from '../identity/session-book.ts';
import type { SessionState } from '../identity/source.ts';
import { CLOSE } from './close-codes.ts';
import type { OpenSocket } from './open-socket.ts';

const TICK_MS = 1_000;
/** While the stream of revocations is silent. */
const SWEEP_MS = 500;
/** Slices in which all sockets leave, so that a thousand clients do not come back in the same instant. */
const SLICES = 20;

/** All open sockets: who holds how many, which belong to a session, and which still answer. */
export class SocketRegister {
  private readonly all = new Set<OpenSocket>();
  private readonly byHolder = new Map<string, Set<OpenSocket>>();
  private readonly bySession = new Map<string, Set<OpenSocket>>();
  private readonly timers: NodeJS.Timeout[];
  private readonly unlisten: () => void;
  private tick = 0;
  private serial = 0;

  constructor(
    private readonly sessions: SessionBook,
    private readonly authenticator: Authenticator,
  ) {
    this.unlisten = sessions.onChange((change) => this.changed(change));
    this.timers = [
      setInterval(() => this.ping(), TICK_MS).unref(),
      setInterval(() => this.sessions.current || void this.sweep(), SWEEP_MS).unref(),
    ];
  }

  get size(): number {
    return this.all.size;
  }

  add(one: OpenSocket): void {
    this.all.add(one);
    one.turn = this.serial++;
    one.socket.on('pong', () => (one.alive = true));
    one.socket.once('close', () => this.remove(one));
  }

  /** Counts the socket for its holder; false when that holder has too many. One that closed while it was asked who it is never counts. */
  claim(one: OpenSocket, holder: string): boolean {
    if (!this.all.has(one)) return false;
    const held = groupOf(this.byHolder, holder);
    if (held.size >= SOCKET_LIMITS.socketsPerUser) return false;
    held.add(one);
    one.holder = holder;
    if (one.identity) groupOf(this.bySession, one.identity.sessionId).add(one);
    return true;
  }

  /** Closes everything in slices, within `withinMs`. */
  async closeAll(withinMs: number): Promise<void> {
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

  private remove(one: OpenSocket): void {
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

  /** Asks for every session that has a socket; the book answers from memory what it knows and asks for the rest at once. */
  private async sweep(): Promise<void> {
    const signedIn = [...this.all].filter((one) => one.identity !== null);
    await Promise.all(
      signedIn.map(async (one) => {
        const refusal = await this.authenticator.refusal(one.identity!);
        if (refusal) one.close(refusal.extensions['code'] === 'UNAUTHENTICATED' ? CLOSE.sessionEnded : CLOSE.uncertain);
      }),
    );
  }

  /** Each socket is pinged once in 30 s, a thirtieth of them every second; one that did not answer the last ping is dead. */
  private ping(): void {
    const rounds = SOCKET_LIMITS.pingMs / TICK_MS;
    const turn = this.tick++ % rounds;
    for (const one of this.all) {
      if (one.turn % rounds !== turn) continue;
      if (!one.alive) {
        one.socket.terminate();
        continue;
      }
      one.alive = false;
      one.socket.ping();
    }
  }
}

function groupOf(groups: Map<string, Set<OpenSocket>>, key: string): Set<OpenSocket> {
  let group = groups.get(key);
  if (!group) groups.set(key, (group = new Set()));
  return group;
}

function leave(groups: Map<string, Set<OpenSocket>>, key: string, one: OpenSocket): void {
  const group = groups.get(key);
  group?.delete(one);
  if (group?.size === 0) groups.delete(key);
}

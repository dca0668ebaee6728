import type { Clock } from '#kernel/clock';
import { ReplayRefused } from '#chassis/identity/nonce';
import { ConnectionLost } from '#chassis/storage/own-connection';
import type { Sql } from '#chassis/storage/transact';
import type { Command } from '../domain/command.ts';
import { ledgerBusy, outcomeUnknown } from '../domain/lane-refusals.ts';
import { shareOut } from '../domain/share-out.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { Asking, CommitterLane, LaneFigures } from '../outside/committer-lane.ts';
import { commitParcels, type Parcel } from './commit-parcels.ts';
import { accountsNamedBy } from './settle.ts';

/** One transaction holds at most this many commands: some 30 ms of work, and far below the statement timeout. */
const LARGEST_BATCH = 500;
/** More commands than this never wait: about a second of work. */
const MOST_WAITING = 8_000;
/** Under load, how long the next batch waits for as many commands as the last one had. */
const WINDOW_MS = 2;

export interface LaneStart {
  /** Batches that name no account in common run at the same time, one on each. */
  readonly connections: readonly LaneConnection[];
  readonly clock: Clock;
  /** Wall clock, epoch ms: deadlines. */
  readonly wallMs: () => number;
  readonly log: Record<'info' | 'warn', (fields: object, message: string) => void>;
  /** After a commit that told something. */
  ring(): void;
}

interface LaneConnection {
  transact<T>(work: (sql: Sql) => Promise<T>, traces?: readonly string[]): Promise<T>;
  close(): Promise<void>;
}

interface Waiting extends Parcel {
  readonly size: number;
  readonly accounts: readonly string[];
  /** Wall clock. */
  readonly since: number;
  answer(outcomes: Outcome[]): void;
  fail(fault: unknown): void;
}

/**
 * Settles the commands of many callers in one transaction: one commit, one set of round trips and one lock per account for all of them. While
 * batches are on their way the next ones gather; a command that comes when nothing runs starts at once. Every replica may run one.
 */
export class SettlingLane implements CommitterLane {
  readonly figures = {
    batches: 0,
    commands: 0,
    largestBatch: 0,
    dropped: 0,
    replayedBatches: 0,
    waitedMs: 0,
  } satisfies LaneFigures;
  readonly #start: LaneStart;
  readonly #idle: LaneConnection[];
  readonly #inFlight = new Set<string>();
  #waiting: Waiting[] = [];
  #commandsWaiting = 0;
  #stopped = false;
  #next: { readonly commands: number; readonly timer: NodeJS.Timeout | undefined } | undefined;
  /** Everything that waits meets what is under way: only the end of a batch changes that. */
  #blocked = false;
  #ended: (() => void) | undefined;

  constructor(start: LaneStart) {
    this.#start = start;
    this.#idle = [...start.connections];
  }

  get waiting(): number {
    return this.#commandsWaiting;
  }

  settle(commands: readonly Command[], asking: Asking): Promise<Outcome[]> {
    if (this.#stopped || this.#commandsWaiting + commands.length > MOST_WAITING)
      return Promise.resolve(this.#drop(commands));
    return new Promise((answer, fail) => {
      this.#waiting.push({
        commands,
        asking,
        size: commands.length,
        accounts: accountsNamedBy(commands),
        since: this.#start.wallMs(),
        answer,
        fail,
      });
      this.#commandsWaiting += commands.length;
      if (this.#idle.length > 0 && !this.#blocked) this.#depart(1); // whoever asks in the same turn travels together
    });
  }

  /** Takes nothing more, settles what waits, closes the connections. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#commandsWaiting > 0 || this.#isRunning) {
      const ended = new Promise<void>((resolve) => (this.#ended = resolve));
      this.#depart(1);
      await ended;
    }
    this.#start.log.info({ ...this.figures }, 'the committer lane is closed');
    await Promise.all(this.#start.connections.map((connection) => connection.close()));
  }

  get #isRunning(): boolean {
    return this.#idle.length < this.#start.connections.length;
  }

  /** In the next turn when so many commands wait, else as soon as they do: at the latest after the window. One departure at a time is planned. */
  #depart(commands: number): void {
    this.#next ??= { commands, timer: setTimeout(() => this.#go(), WINDOW_MS) };
    const isEnough = this.#stopped || this.#commandsWaiting >= this.#next.commands;
    if (!isEnough || this.#next.timer === undefined) return;
    clearTimeout(this.#next.timer);
    this.#next = { commands, timer: undefined };
    setImmediate(() => this.#go());
  }

  #go(): void {
    this.#next = undefined;
    if (this.#idle.length === 0) return; // the end of a batch departs again
    this.#leaveOutTheLate();
    const { batches, left } = shareOut(this.#waiting, this.#idle.length, this.#inFlight, LARGEST_BATCH);
    this.#waiting = left;
    this.#blocked = batches.length === 0 && left.length > 0;
    for (const parcels of batches) this.#send(this.#idle.pop()!, parcels);
    if (!this.#isRunning && left.length === 0) this.#ended?.();
  }

  /** Whom nobody waits for any more is answered and settled no more. */
  #leaveOutTheLate(): void {
    const now = this.#start.wallMs();
    const late = this.#waiting.filter(({ asking }) => asking.deadline <= now);
    if (late.length === 0) return;
    this.#waiting = this.#waiting.filter(({ asking }) => asking.deadline > now);
    for (const { commands, answer } of late) {
      this.#commandsWaiting -= commands.length;
      answer(this.#drop(commands));
    }
  }

  #drop(commands: readonly Command[]): Outcome[] {
    this.figures.dropped += commands.length;
    return commands.map(() => ledgerBusy());
  }

  #send(connection: LaneConnection, parcels: readonly Waiting[]): void {
    const commands = parcels.reduce((sum, { size }) => sum + size, 0);
    this.#commandsWaiting -= commands;
    const now = this.#start.wallMs();
    for (const { size, since } of parcels) this.figures.waitedMs += size * Math.max(0, now - since);
    for (const { accounts } of parcels) for (const account of accounts) this.#inFlight.add(account);
    void this.#carry(connection, parcels).then(() => {
      for (const { accounts } of parcels) for (const account of accounts) this.#inFlight.delete(account);
      this.#idle.push(connection);
      this.#blocked = false;
      // those who were just answered ask again in a moment, and not all in the same one
      if (commands > 1 || this.#commandsWaiting > 0 || this.#stopped) this.#depart(commands);
    });
  }

  /** Never throws: everybody in the batch is answered. */
  async #carry(connection: LaneConnection, parcels: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#commit(connection, parcels);
      parcels.forEach((parcel, at) => {
        const outcomes = answers[at];
        if (outcomes) parcel.answer(outcomes);
        else parcel.fail(new ReplayRefused());
      });
    } catch (fault) {
      if (fault instanceof ConnectionLost) {
        const refused = fault.mayHaveCommitted ? outcomeUnknown : ledgerBusy;
        this.#start.log.warn(
          { error: fault.message, mayHaveCommitted: fault.mayHaveCommitted },
          'a batch lost its connection',
        );
        for (const { commands, answer } of parcels) answer(commands.map(() => refused()));
      } else if (parcels.length === 1) parcels[0]!.fail(fault);
      else {
        this.figures.replayedBatches += 1;
        this.#start.log.warn(
          { error: String(fault), calls: parcels.length },
          'a batch failed and is settled one by one',
        );
        for (const parcel of parcels) await this.#carry(connection, [parcel]);
      }
    }
  }

  async #commit(connection: LaneConnection, parcels: readonly Parcel[]): Promise<(Outcome[] | undefined)[]> {
    const { clock, ring } = this.#start;
    const traces = parcels.flatMap(({ asking: { trace } }) => trace ?? []);
    const { answers, told } = await connection.transact((sql) => commitParcels(sql, parcels, clock), traces);
    if (told) ring();
    const commands = answers.reduce((sum, outcomes) => sum + (outcomes?.length ?? 0), 0);
    this.figures.batches += 1;
    this.figures.commands += commands;
    this.figures.largestBatch = Math.max(this.figures.largestBatch, commands);
    return answers;
  }
}

import { isRefusal } from '#kernel/refusal';
import type { Clock } from '#kernel/clock';
import { ReplayRefused, spendNonces } from '#chassis/identity/nonce';
import { tellFirsts, type Telling } from '#chassis/events/tell';
import { ConnectionLost } from '#chassis/storage/own-connection';
import type { Sql } from '#chassis/storage/transact';
import type { Command } from '../domain/command.ts';
import { ledgerBusy, outcomeUnknown } from '../domain/lane-refusals.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { Asking, CommitterLane, LaneFigures } from '../outside/committer-lane.ts';
import { settle } from './settle.ts';

/** One transaction holds at most this many commands: some 30 ms of work, and far below the statement timeout. */
const LARGEST_BATCH = 500;
/** More commands than this never wait: about a second of work. */
const MOST_WAITING = 8_000;
/** Under load, how long the next batch waits for as many commands as the last one had. */
const WINDOW_MS = 2;

export interface LaneStart {
  readonly connection: {
    transact<T>(work: (sql: Sql) => Promise<T>, traces?: readonly string[]): Promise<T>;
    close(): Promise<void>;
  };
  readonly clock: Clock;
  /** Wall clock, epoch ms: deadlines. */
  readonly wallMs: () => number;
  readonly log: Record<'info' | 'warn', (fields: object, message: string) => void>;
  /** After a commit that told something. */
  ring(): void;
}

/** The commands of one call; they travel in one batch. */
interface Parcel {
  readonly commands: readonly Command[];
  readonly asking: Asking;
  answer(outcomes: Outcome[]): void;
  fail(fault: unknown): void;
}

/**
 * Settles the commands of many callers in one transaction: one commit, one set of round trips and one lock per account for all of them. While a
 * batch is on its way the next one gathers; a command that comes when nothing runs starts at once. Every replica may run one.
 */
export class SettlingLane implements CommitterLane {
  readonly figures = { batches: 0, commands: 0, largestBatch: 0, dropped: 0, replayedBatches: 0 } satisfies LaneFigures;
  readonly #start: LaneStart;
  #waiting: Parcel[] = [];
  #commandsWaiting = 0;
  #running: Promise<void> | undefined;
  #stopped = false;
  #enough: { commands: number; go(): void } | undefined;

  constructor(start: LaneStart) {
    this.#start = start;
  }

  settle(commands: readonly Command[], asking: Asking): Promise<Outcome[]> {
    if (this.#stopped || this.#commandsWaiting + commands.length > MOST_WAITING)
      return Promise.resolve(this.#drop(commands));
    return new Promise((answer, fail) => {
      this.#waiting.push({ commands, asking, answer, fail });
      this.#commandsWaiting += commands.length;
      if (this.#enough && this.#commandsWaiting >= this.#enough.commands) this.#enough.go();
      this.#running ??= this.#run();
    });
  }

  /** Takes nothing more, settles what waits, closes the connection. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#enough?.go();
    await this.#running;
    this.#start.log.info({ ...this.figures }, 'the committer lane is closed');
    await this.#start.connection.close();
  }

  async #run(): Promise<void> {
    let last = 0;
    await nextTurn(); // whoever asks in the same turn travels together
    while (this.#waiting.length > 0) {
      if (last > 1) await this.#gather(last);
      const parcels = this.#take();
      last = parcels.reduce((sum, { commands }) => sum + commands.length, 0);
      if (last > 0) await this.#carry(parcels);
      await nextTurn();
    }
    this.#running = undefined;
  }

  /** Those who were just answered ask again in a moment, and not all in the same one. */
  async #gather(commands: number): Promise<void> {
    if (this.#commandsWaiting >= commands || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, WINDOW_MS);
      this.#enough = { commands, go: () => (clearTimeout(timer), resolve()) };
    });
    this.#enough = undefined;
  }

  /** The next batch in the order of asking; whom nobody waits for any more is answered and left out. */
  #take(): Parcel[] {
    const now = this.#start.wallMs();
    const taken: Parcel[] = [];
    let size = 0;
    let read = 0;
    for (; read < this.#waiting.length; read++) {
      const parcel = this.#waiting[read]!;
      if (size > 0 && size + parcel.commands.length > LARGEST_BATCH) break;
      this.#commandsWaiting -= parcel.commands.length;
      if (parcel.asking.deadline <= now) parcel.answer(this.#drop(parcel.commands));
      else {
        taken.push(parcel);
        size += parcel.commands.length;
      }
    }
    this.#waiting = this.#waiting.slice(read);
    return taken;
  }

  #drop(commands: readonly Command[]): Outcome[] {
    this.figures.dropped += commands.length;
    return commands.map(() => ledgerBusy());
  }

  /** Never throws: everybody in the batch is answered. */
  async #carry(parcels: readonly Parcel[]): Promise<void> {
    try {
      const answers = await this.#commit(parcels);
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
        for (const parcel of parcels) await this.#carry([parcel]);
      }
    }
  }

  /** The outcomes of each parcel; none for one whose sealed call had been used before. */
  async #commit(parcels: readonly Parcel[]): Promise<(Outcome[] | undefined)[]> {
    const { connection, clock } = this.#start;
    let told = false;
    const traces = parcels.flatMap(({ asking: { trace } }) => trace ?? []);
    const answers = await connection.transact(async (sql) => {
      const fresh = await spendNonces(
        sql,
        parcels.flatMap(({ asking: { nonce } }) => nonce || []),
      );
      // delete answers whether it was there: the second of two twins in one batch finds it gone
      const known = parcels.map(({ asking: { nonce } }) => nonce === '' || fresh.delete(nonce));
      const admitted = parcels.filter((_, at) => known[at]);
      const causes = new Map(
        admitted.flatMap(({ commands, asking }) => commands.map(({ id }) => [id, causeOf(asking)])),
      );
      const telling: Telling = { producer: 'buz', clock, actor: null, correlationId: 'lane', causationId: null };
      const outcomes = await settle(
        {
          sql,
          tellFirsts: (contract, facts) =>
            tellFirsts(
              sql,
              telling,
              contract,
              facts.map((fact) => ({ ...fact, cause: causes.get(fact.aggregateId)! })),
            ),
        },
        admitted.flatMap(({ commands }) => commands),
        clock.now(),
      );
      told = outcomes.some((outcome) => !isRefusal(outcome) && !outcome.replayed);
      let next = 0;
      return parcels.map(({ commands }, at) =>
        known[at] ? outcomes.slice(next, (next += commands.length)) : undefined,
      );
    }, traces);
    if (told) this.#start.ring();
    const commands = answers.reduce((sum, outcomes) => sum + (outcomes?.length ?? 0), 0);
    this.figures.batches += 1;
    this.figures.commands += commands;
    this.figures.largestBatch = Math.max(this.figures.largestBatch, commands);
    return answers;
  }
}

const causeOf = ({ userId, requestId, trace }: Asking) => ({
  actor: userId,
  correlationId: requestId,
  causationId: null,
  trace,
});

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

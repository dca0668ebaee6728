import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError, print } from 'graphql';
import type { Log } from '#chassis/log/log';
import type { SeparatedArguments } from '../plan/required-arguments.ts';
import { inWholeSubgraphs, type Apart } from '../sound/requires-apart.ts';
import { restorePlan } from '../plan/restore-plan.ts';
import { refuseSeparated, type Snapshot } from '../snapshot.ts';
import { PlannerThread } from './planner-thread.ts';
import type { PlannerAnswer } from './planner-words.ts';
import { plannerBusy, tooComplex, withDocuments, type Planning, type ToPlan } from './planning.ts';

export interface PlanningLimits {
  /** What a plan may take of its thread, in ms of CPU. On the wall clock a busy machine may take ten times as long. */
  readonly planMs: number;
  /** The same for what nobody waits for. */
  readonly aheadMs: number;
  /** Operations that wait for the thread; one more is refused at once. */
  readonly waiting: number;
}

export const PLANNING_LIMITS: PlanningLimits = { planMs: 250, aheadMs: 5_000, waiting: 256 };

const WALL_FACTOR = 10;
/** A thread that cannot even start is not started for ever. */
const MAX_FALSE_STARTS = 3;

interface Job {
  readonly id: number;
  readonly what: ToPlan;
  readonly text: string;
  /** Threads that broke under it. */
  broken: number;
  resolve(plan: QueryPlan): void;
  reject(error: unknown): void;
}

/**
 * Plans in a thread of its own, one operation after the other, so that the event loop serves on. The thread begins with the first
 * operation. One that takes longer than it may is given up: its thread is ended in the middle, and the next operation gets a new one.
 */
export class PlanningThread implements Planning {
  readonly #separated: SeparatedArguments;
  readonly #apart: Apart | undefined;
  readonly #log: Log;
  readonly #limits: PlanningLimits;
  readonly #urgent: Job[] = [];
  readonly #ahead: Job[] = [];
  #thread: PlannerThread | undefined;
  #ready = false;
  #current: Job | undefined;
  #watch: NodeJS.Timeout | undefined;
  #falseStarts = 0;
  #serial = 0;
  #retired = false;
  #stopped = false;

  constructor(on: Pick<Snapshot, 'separated' | 'apart'>, log: Log, limits: PlanningLimits = PLANNING_LIMITS) {
    this.#separated = on.separated;
    this.#apart = on.apart;
    this.#log = log;
    this.#limits = limits;
  }

  plan(what: ToPlan): Promise<QueryPlan> {
    return new Promise((resolve, reject) => {
      refuseSeparated(what.document, this.#separated.fields);
      if (this.#stopped) return reject(plannerBusy());
      const queue = what.ahead ? this.#ahead : this.#urgent;
      if (!what.ahead && queue.length >= this.#limits.waiting) return reject(plannerBusy());
      queue.push({ id: ++this.#serial, what, text: print(what.document), broken: 0, resolve, reject });
      this.#next();
    });
  }

  retire(): void {
    this.#retired = true;
    this.#next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#refuseAll(plannerBusy());
    await this.#endThread();
  }

  #next(): void {
    if (this.#stopped || this.#current) return;
    if (this.#urgent.length === 0 && this.#ahead.length === 0) return void (this.#retired && this.#endThread());
    if (!this.#thread) return this.#start();
    if (!this.#ready) return;
    const job = this.#urgent.shift() ?? this.#ahead.shift()!;
    this.#current = job;
    const { operationName, overrides = [], apart = false } = job.what;
    this.#thread.ask({ id: job.id, text: job.text, operationName, overrides, apart });
  }

  #start(): void {
    const thread = new PlannerThread(
      { sdl: this.#separated.sdl, apartSdl: this.#apart?.sdl },
      {
        ready: () => {
          this.#ready = true;
          this.#falseStarts = 0;
          this.#next();
        },
        planning: () => {
          if (this.#current && thread === this.#thread) void this.#watchOver(this.#current, thread);
        },
        answered: (answer) => this.#answered(answer),
        broke: ({ outOfMemory, error }) => this.#broke(thread, outOfMemory, error),
      },
    );
    this.#thread = thread;
    this.#ready = false;
  }

  /**
   * From when it begins to plan: that a planner has to be made is no fault of the document. Looks again until the thread has really worked so
   * long: a machine that is busy with others is none either.
   */
  async #watchOver(job: Job, thread: PlannerThread): Promise<void> {
    const allowedMs = job.what.ahead ? this.#limits.aheadMs : this.#limits.planMs;
    const startedAt = performance.now();
    const isOver = () => this.#current !== job || this.#thread !== thread;
    const cpuBefore = await thread.cpuMs().catch(() => 0);
    const look = async (): Promise<void> => {
      if (isOver()) return;
      const wallMs = performance.now() - startedAt;
      const workedMs = (await thread.cpuMs().catch(() => Infinity)) - cpuBefore;
      if (isOver()) return;
      if (workedMs >= allowedMs || wallMs >= allowedMs * WALL_FACTOR) return this.#giveUp(job);
      this.#watch = setTimeout(() => void look(), Math.max(5, allowedMs - workedMs)).unref();
    };
    if (!isOver()) this.#watch = setTimeout(() => void look(), allowedMs).unref();
  }

  #giveUp(job: Job): void {
    this.#log.warn({ characters: job.text.length, operationName: job.what.operationName }, 'a plan was given up');
    this.#settle();
    void this.#endThread();
    job.reject(tooComplex());
    if (!this.#retired) this.#start(); // whoever comes next finds it ready
    this.#next();
  }

  #answered({ id, plan, fault }: PlannerAnswer): void {
    const job = this.#current;
    if (job?.id !== id) return;
    this.#settle();
    if (plan) job.resolve(this.#restored(job, withDocuments(plan)));
    else if (fault?.code) job.reject(new GraphQLError(fault.message, { extensions: { code: fault.code } }));
    else job.reject(new Error(fault?.message ?? 'the planner gave neither a plan nor a reason'));
    this.#next();
  }

  #restored({ what }: Job, plan: QueryPlan): QueryPlan {
    return restorePlan(what.apart && this.#apart ? inWholeSubgraphs(plan, this.#apart) : plan, this.#separated);
  }

  #broke(thread: PlannerThread, outOfMemory: boolean, error: Error | undefined): void {
    if (thread !== this.#thread) return;
    this.#log.error({ err: error, outOfMemory }, 'the planner thread broke');
    const job = this.#current;
    const wasReady = this.#ready;
    this.#settle();
    this.#thread = undefined;
    this.#ready = false;
    if (job && outOfMemory) job.reject(tooComplex());
    else if (job && ++job.broken > 1) job.reject(error ?? new Error('the planner thread broke'));
    else if (job) (job.what.ahead ? this.#ahead : this.#urgent).unshift(job);
    if (!wasReady && ++this.#falseStarts >= MAX_FALSE_STARTS) {
      this.#falseStarts = 0; // the next operation tries again
      this.#refuseAll(plannerBusy());
    }
    this.#next();
  }

  #settle(): void {
    clearTimeout(this.#watch);
    this.#watch = undefined;
    this.#current = undefined;
  }

  #refuseAll(error: GraphQLError): void {
    const current = this.#current;
    this.#settle();
    for (const job of [...(current ? [current] : []), ...this.#urgent.splice(0), ...this.#ahead.splice(0)])
      job.reject(error);
  }

  async #endThread(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#ready = false;
    await thread?.end();
  }
}

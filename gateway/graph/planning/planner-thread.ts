import { Worker } from 'node:worker_threads';
import type { PlannerAnswer, PlannerQuestion, PlannerSetting, PlannerWord } from './planner-words.ts';

const PROGRAM = new URL(`./planner-program.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
/** A plan that needs more memory than this ends its thread and not the process. */
const MAX_HEAP_MB = 512;

export interface ThreadEvents {
  ready(): void;
  /** It has the planner for the question, and begins. */
  planning(): void;
  answered(answer: PlannerAnswer): void;
  /** It is gone without having been told to: `outOfMemory` when the document in hand was too much for it. */
  broke(why: { readonly outOfMemory: boolean; readonly error: Error | undefined }): void;
}

/** One thread that plans for one supergraph. It never keeps the process alive. */
export class PlannerThread {
  readonly #worker: Worker;
  #ended = false;

  constructor(setting: PlannerSetting, events: ThreadEvents) {
    this.#worker = new Worker(PROGRAM, {
      workerData: setting,
      name: 'planner',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      execArgv: [], // what this process was started with is not for it: it imports npm packages and types
    });
    this.#worker.unref();
    let error: Error | undefined;
    this.#worker.on('message', (word: PlannerWord) => {
      if (this.#ended) return;
      if (word === 'ready') events.ready();
      else if (word === 'planning') events.planning();
      else events.answered(word);
    });
    this.#worker.on('error', (fault: Error) => (error = fault));
    this.#worker.on('exit', () => {
      if (this.#ended) return;
      this.#ended = true;
      const code = (error as NodeJS.ErrnoException | undefined)?.code;
      events.broke({ outOfMemory: code === 'ERR_WORKER_OUT_OF_MEMORY', error });
    });
  }

  ask(question: PlannerQuestion): void {
    this.#worker.postMessage(question);
  }

  /** Milliseconds of CPU that the thread has used since it began; answered also while it is planning. */
  async cpuMs(): Promise<number> {
    const { user, system } = await this.#worker.cpuUsage();
    return (user + system) / 1_000;
  }

  /** Ends it in the middle of whatever it does; nothing of it is heard again. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }
}

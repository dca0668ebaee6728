import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const LOOK_EVERY_MS = 250;

/** How late this process is with everything it does. One long step says little; being late in two looks in a row does. */
export class LoopWatch {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #timer: NodeJS.Timeout | undefined;
  #before = 0;
  #last = 0;

  start(): void {
    this.#histogram.enable();
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#histogram.disable();
  }

  /** By how much half of all steps were late, in ms; the smaller of the last two looks. */
  get delayMs(): number {
    return Math.min(this.#before, this.#last);
  }

  #look(): void {
    this.#before = this.#last;
    this.#last = Math.max(0, this.#histogram.percentile(50) / 1e6 - RESOLUTION_MS);
    this.#histogram.reset();
  }
}

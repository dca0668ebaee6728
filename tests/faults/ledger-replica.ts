import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answer, Request } from './ledger-program.ts';

/** The program of ledger-program.ts, and who waits for its answers. */
export class LedgerReplica {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  readonly #up: Promise<void>;
  readonly #ended: Promise<unknown>;
  #next = 0;

  constructor(databaseUrl: string) {
    const program = path.resolve('tests/faults/ledger-program.ts');
    const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
    this.#child = spawn(process.execPath, [...flags, program, databaseUrl], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#ended = once(this.#child, 'close').then(() => this.#silence());
    this.#up = new Promise((resolve) => {
      this.#child.on('message', (answer: Answer) => {
        if (answer.number === -1) return resolve();
        this.#waiting.get(answer.number)?.(answer);
        this.#waiting.delete(answer.number);
      });
      void this.#ended.then(() => resolve());
    });
  }

  /** Undefined when the program died before it answered. */
  async ask(request: Omit<Request, 'number'>): Promise<Answer | undefined> {
    await this.#up;
    if (!this.#child.connected) return undefined;
    const number = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#child.send({ ...request, number }, (fault) => {
        if (fault && this.#waiting.delete(number)) resolve(undefined);
      });
    });
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #silence(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

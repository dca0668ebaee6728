import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the bench that answers each message with one; with as many open files as the system lets it have. */
export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  constructor(file: string, ...args: string[]) {
    const module = fileURLToPath(new URL(file, import.meta.url));
    const node = [process.execPath, '--expose-gc', module, ...args];
    // a shell in between, because Node cannot raise its own limit; exec, so that the channel is the child's
    this.#child = spawn('sh', ['-c', 'ulimit -n "$(ulimit -Hn)"; exec "$@"', 'sh', ...node], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#gone = once(this.#child, 'exit');
  }

  async ask<Answer>(message: object): Promise<Answer> {
    const answer = once(this.#child, 'message');
    this.#child.send(message);
    const early = this.#gone.then(() => Promise.reject(new Error('a process of the bench ended early')));
    return ((await Promise.race([answer, early])) as [Answer])[0];
  }

  /** For one that ends by itself after its last answer. */
  async ended(): Promise<void> {
    await this.#gone;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill();
    await this.#gone;
  }
}

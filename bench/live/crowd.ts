import { BenchProcess } from './process.ts';
import type { HeardEvent, Told } from './clients.ts';

/** Few processes, because they share the machine with what is measured. */
const SOCKETS_PER_PROCESS = 5_000;

/** Many clients of one door, spread over processes; client numbers run through all of them. */
export class Crowd {
  readonly #processes: readonly BenchProcess[];
  readonly #size: number;

  private constructor(processes: readonly BenchProcess[], size: number) {
    this.#processes = processes;
    this.#size = size;
  }

  /** One client per token; `isTold` where the subgraph tells a position at once, by which the crowd knows that all are subscribed. */
  static async follow(url: string, tokens: readonly string[], queries: string[], isTold: boolean): Promise<Crowd> {
    const count = Math.ceil(tokens.length / SOCKETS_PER_PROCESS);
    const size = Math.ceil(tokens.length / count);
    const processes = Array.from({ length: count }, () => new BenchProcess('./clients.ts', socketUrl(url)));
    await Promise.all(
      processes.map((one, n) =>
        one.ask({ follow: { tokens: tokens.slice(n * size, (n + 1) * size), queries, isTold } }),
      ),
    );
    return new Crowd(processes, size);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.ask({ leave: true })));
  }

  async resume(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.ask({ resume: true })));
  }

  /** Everything heard; the crowd is gone with it. */
  async tell(): Promise<Told> {
    const all = await Promise.all(this.#processes.map((one) => one.ask<Told>({ tell: true })));
    await Promise.all(this.#processes.map((one) => one.ended()));
    return {
      heard: all.flatMap(({ heard }, n) =>
        heard.map(([client, id, at]): HeardEvent => [n * this.#size + client, id, at]),
      ),
      faults: all.flatMap(({ faults }) => faults),
    };
  }
}

/** How many clients did not hear exactly these events, in this order, each once. */
export function notExactly(heard: readonly HeardEvent[], clients: number, expected: readonly string[]): number {
  const byClient = Array.from({ length: clients }, (): string[] => []);
  for (const [client, id] of heard) byClient[client]!.push(id);
  const right = expected.join();
  return byClient.filter((ids) => ids.join() !== right).length;
}

function socketUrl(url: string): string {
  return new URL('/graphql', url.replace('http', 'ws')).href;
}

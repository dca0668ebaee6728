import type { Log } from '#chassis/log/log';
import { SWEEP } from './limits.ts';
import type { FileRecords, StoredFile } from './records/records.ts';
import type { UploadTickets } from './records/tickets.ts';
import type { Removal } from './removal.ts';

/**
 * Removes what nobody came back for: uploads that broke with their process, files that no mutation used, files that a mutation was given
 * and whose subgraph does not keep them. Several gateways may sweep at once: every step is guarded by the state of the row.
 */
export class Sweep {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly records: FileRecords,
    private readonly tickets: UploadTickets,
    private readonly removal: Removal,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.once());
    }, SWEEP.everyMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  async once(): Promise<void> {
    await this.step('upload tickets', () => this.tickets.forgetEnded());
    await this.step('broken uploads', () => this.drop('reserved', SWEEP.reservedMs));
    await this.step('unused uploads', () => this.drop('ready', 0));
    await this.step('handed files', () => this.ask('handed', SWEEP.handedMs));
    await this.step('kept files', () => this.ask('kept', SWEEP.keptMs));
    await this.step('doomed files', async () => this.removal.finish(await this.staying('doomed', SWEEP.reservedMs)));
  }

  private async step(what: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.log.warn({ err: error }, `${what} could not be swept; later again`));
  }

  private async drop(state: 'reserved' | 'ready', forMs: number): Promise<void> {
    const ids = (await this.staying(state, forMs)).map(({ id }) => id);
    await this.removal.remove(ids, [state]);
  }

  private async ask(state: 'handed' | 'kept', forMs: number): Promise<void> {
    const bySubgraph = Map.groupBy(await this.staying(state, forMs), ({ subgraph }) => subgraph);
    for (const [subgraph, files] of bySubgraph)
      await this.step(`files of ${subgraph}`, () => this.removal.settle(subgraph, files.map(({ id }) => id))); // prettier-ignore
  }

  private staying(state: StoredFile['state'], forMs: number): Promise<readonly StoredFile[]> {
    return this.records.staying(state, forMs, SWEEP.batch);
  }
}

import type { Id } from '#kernel/id';
import type { FileRecords, FileState, StoredFile } from './records/records.ts';
import type { FileOwners } from './owners.ts';
import type { FileStore } from './storage/file-store.ts';
import { rawKey } from './storage/key.ts';

/** Takes files out of the world: first nobody reads them, then the bytes go, then the row. Any step may die and be done again. */
export class Removal {
  constructor(
    private readonly records: FileRecords,
    private readonly store: FileStore,
    private readonly owners: FileOwners,
  ) {}

  async remove(ids: readonly Id[], from: readonly FileState[]): Promise<void> {
    if (ids.length > 0) await this.finish(await this.records.doom(ids, from));
  }

  /** Removes what was doomed. */
  async finish(doomed: readonly StoredFile[]): Promise<void> {
    for (const { id, storageKey } of doomed) {
      await Promise.all([this.store.delete(storageKey), this.store.delete(rawKey(storageKey))]);
      await this.records.forget([id]);
    }
  }

  /** Asks the owner which of these it keeps, and removes the others. Throws when it cannot be asked, with everything as it was. */
  async settle(subgraph: string, ids: readonly Id[]): Promise<void> {
    if (ids.length === 0) return;
    const standings = await this.owners.standings(subgraph, ids, null);
    const kept = ids.filter((id) => standings.get(id)?.kept === true);
    await this.records.keep(kept);
    await this.remove(
      ids.filter((id) => !kept.includes(id)),
      ['handed', 'kept'],
    );
  }
}

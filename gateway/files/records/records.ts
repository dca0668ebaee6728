import pg from 'pg';
import type { Id } from '#kernel/id';
import type { FileReference } from '#chassis/files/reference';
import type { Log } from '#chassis/log/log';
import { makeTables } from '../../own-tables.ts';
import { FILE_TABLES } from './tables.ts';

/**
 * reserved: bytes may be arriving -> ready: waits for a mutation to use it -> handed: a subgraph was given it and has not said that it
 * keeps it -> kept. doomed: the bytes are being removed, then the row: a row without bytes is harmless, bytes without a row are lost.
 */
export type FileState = 'reserved' | 'ready' | 'handed' | 'kept' | 'doomed';

export interface StoredFile extends FileReference {
  readonly ownerId: Id;
  readonly subgraph: string;
  readonly purpose: string;
  readonly state: FileState;
  readonly storageKey: string;
}

interface Row {
  id: string;
  owner_id: string;
  subgraph: string;
  purpose: string;
  state: FileState;
  storage_key: string;
  name: string;
  size: string;
  type: string | null;
  sha256: string | null;
  width: number | null;
  height: number | null;
}

const PATIENCE_MS = 3_000;

/** Opens the gateway's own schema, with the tables of the file door in it. Throws when it cannot be reached. */
export async function openFileDatabase(url: string, log: Log): Promise<pg.Pool> {
  await makeTables(url, FILE_TABLES);
  const pool = new pg.Pool({
    connectionString: url,
    max: 6,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    application_name: 'gateway files',
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection of the file door broke'));
  return pool;
}

export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    client.release(await client.query('rollback').then(() => false, () => true)); // prettier-ignore
    throw error;
  }
}

/** The rows of files: every change of state is one guarded statement, so that of two who want the same one wins. */
export class FileRecords {
  constructor(
    private readonly pool: pg.Pool,
    private readonly quotaBytes: number,
  ) {}

  /**
   * Sets aside room for a file that begins to arrive; answers how much there is for now, 0 when none is left. Under a lock of the owner:
   * uploads at once cannot exceed together what each alone may take.
   */
  async reserve(
    file: Pick<StoredFile, 'id' | 'name' | 'ownerId' | 'subgraph' | 'purpose' | 'storageKey'>,
    bytes: number,
  ): Promise<number> {
    return this.withRoom(file, bytes, async (client, granted) => {
      await client.query(
        `insert into stored_file (id, owner_id, subgraph, purpose, state, storage_key, name, size, since)
         values ($1, $2, $3, $4, 'reserved', $5, $6, $7, clock_timestamp())`,
        [file.id, file.ownerId, file.subgraph, file.purpose, file.storageKey, file.name, granted],
      );
    });
  }

  /** More room for a file that is larger than what it was given; answers how much it has now. */
  async extend(file: Pick<StoredFile, 'id' | 'ownerId'>, bytes: number): Promise<number> {
    return this.withRoom(file, bytes, async (client, granted) => {
      await client.query("update stored_file set size = $2 where id = $1 and state = 'reserved'", [file.id, granted]);
    });
  }

  private async withRoom(
    { id, ownerId }: Pick<StoredFile, 'id' | 'ownerId'>,
    bytes: number,
    write: (client: pg.PoolClient, granted: number) => Promise<void>,
  ): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`files of ${ownerId}`]);
      const { rows } = await client.query<{ used: string }>(
        'select coalesce(sum(size), 0) as used from stored_file where owner_id = $1 and id <> $2',
        [ownerId, id],
      );
      const granted = Math.max(0, Math.min(bytes, this.quotaBytes - Number(rows[0]!.used)));
      if (granted > 0) await write(client, granted);
      return granted;
    });
  }

  /** The bytes are there: from now on the row says what they are. False when it was swept meanwhile. */
  async finish(file: FileReference, state: 'ready' | 'handed', lifeMs: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update stored_file set state = $2, name = $3, size = $4, type = $5, sha256 = $6, width = $7, height = $8,
              since = clock_timestamp(), expires_at = clock_timestamp() + $9 * interval '1 millisecond'
        where id = $1 and state = 'reserved'`,
      [file.id, state, file.name, file.size, file.type, file.sha256, file.width, file.height, lifeMs],
    );
    return rowCount === 1;
  }

  /** Takes a file that waits, once: of two mutations that name it, one gets it. */
  async claim(id: Id, ownerId: Id, subgraph: string, purpose: string): Promise<StoredFile | undefined> {
    const { rows } = await this.pool.query<Row>(
      `update stored_file set state = 'handed', since = clock_timestamp()
        where id = $1 and owner_id = $2 and subgraph = $3 and purpose = $4 and state = 'ready' and expires_at > clock_timestamp()
        returning *`,
      [id, ownerId, subgraph, purpose],
    );
    return rows[0] && fileOf(rows[0]);
  }

  /** What may be read: the owning subgraph was given it. */
  async find(id: Id): Promise<StoredFile | undefined> {
    const { rows } = await this.pool.query<Row>(
      "select * from stored_file where id = $1 and state in ('handed', 'kept')",
      [id],
    );
    return rows[0] && fileOf(rows[0]);
  }

  /** What else of this owner the subgraph keeps for the same purpose, and may have let go of. */
  async keptFor(ownerId: Id, subgraph: string, purpose: string): Promise<readonly Id[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      "select id from stored_file where owner_id = $1 and subgraph = $2 and purpose = $3 and state = 'kept'",
      [ownerId, subgraph, purpose],
    );
    return rows.map(({ id }) => id);
  }

  async keep(ids: readonly Id[]): Promise<void> {
    await this.pool.query(
      "update stored_file set state = 'kept', since = clock_timestamp() where id = any($1) and state in ('handed', 'kept')",
      [ids],
    );
  }

  /** From here on nobody reads them; answers those whose bytes are to be removed. */
  async doom(ids: readonly Id[], from: readonly FileState[]): Promise<readonly StoredFile[]> {
    const { rows } = await this.pool.query<Row>(
      "update stored_file set state = 'doomed', since = clock_timestamp() where id = any($1) and state = any($2) returning *",
      [ids, from],
    );
    return rows.map(fileOf);
  }

  async forget(ids: readonly Id[]): Promise<void> {
    await this.pool.query("delete from stored_file where id = any($1) and state = 'doomed'", [ids]);
  }

  /** Files that have been in this state for so long, oldest first. */
  async staying(state: FileState, forMs: number, atMost: number): Promise<readonly StoredFile[]> {
    const { rows } = await this.pool.query<Row>(
      `select * from stored_file where state = $1
          and (case when state = 'ready' then expires_at else since + $2 * interval '1 millisecond' end) < clock_timestamp()
        order by since limit $3`,
      [state, forMs, atMost],
    );
    return rows.map(fileOf);
  }
}

function fileOf(row: Row): StoredFile {
  const { id, subgraph, purpose, state, name, width, height } = row;
  return {
    id,
    subgraph,
    purpose,
    state,
    name,
    width,
    height,
    ownerId: row.owner_id,
    storageKey: row.storage_key,
    size: Number(row.size),
    type: row.type ?? '',
    sha256: row.sha256 ?? '',
  };
}

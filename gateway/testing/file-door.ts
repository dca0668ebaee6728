import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { fileKeyPurpose } from '#chassis/files/reference';
import { deriveKey } from '#chassis/identity/seal';
import { testDatabase } from '#chassis/testing/database';
import { FileOwners } from '../files/owners.ts';
import { FileRecords } from '../files/records/records.ts';
import { UploadTickets } from '../files/records/tickets.ts';
import { Removal } from '../files/removal.ts';
import { diskStore } from '../files/storage/disk.ts';
import { Sweep } from '../files/sweep.ts';
import type { GatewayParts } from '../gateway.ts';
import type { GatewaySettings } from '../settings.ts';
import { filesSubgraph } from './files-subgraph.ts';
import { opened, type Answer } from './opened.ts';

export const MASTER = 'm'.repeat(40);

/** One file of a multipart request. */
export interface Part {
  readonly name?: string;
  readonly bytes: Buffer | string;
  readonly type?: string;
}

export const SET_FACE =
  'mutation($file: Upload!) { setFace(input: {file: $file}) { name size type sha256 width height proven } }';

/** The real door with files on a disk of its own, over a subgraph that owns some. */
export async function fileDoor(
  settings: Partial<GatewaySettings> = {},
  quotaBytes = 64 * 1024 * 1024,
  parts: Partial<GatewayParts> = {},
) {
  const database = await testDatabase(['gateway']);
  const folder = mkdtempSync(join(tmpdir(), 'file-door-'));
  const works = filesSubgraph(() => deriveKey(MASTER, fileKeyPurpose('works')));
  const files = {
    store: { kind: 'disk', folder } as const,
    databaseUrl: database.urlOf('gateway'),
    masterSecret: MASTER,
    quotaBytes,
  };
  const at = await opened({ files, ...settings }, parts, { more: [works] });
  const pool = new pg.Pool({ connectionString: files.databaseUrl, max: 1 });

  /** A request of the GraphQL multipart request specification. */
  function multipart(
    token: string | undefined,
    operations: unknown,
    map: unknown,
    parts_: Readonly<Record<string, Part>>,
    headers: Record<string, string> = { 'apollo-require-preflight': 'true' },
  ): Promise<Answer> {
    const form = new FormData();
    const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
    if (operations !== undefined) form.append('operations', text(operations));
    if (map !== undefined) form.append('map', text(map));
    for (const [name, part] of Object.entries(parts_))
      form.append(name, new Blob([part.bytes as never], { type: part.type ?? 'image/png' }), part.name ?? 'file.png');
    return at.request('/graphql', {
      method: 'POST',
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      body: form,
    });
  }

  const records = new FileRecords(pool, quotaBytes);
  const removal = new Removal(records, diskStore(folder), new FileOwners({ works: works.endpoint }));
  const sweep = new Sweep(records, new UploadTickets(pool), removal, at.log);

  return {
    ...at,
    works,
    files,
    /** Now, and not in a minute. */
    sweep: () => sweep.once(),
    folder,
    multipart,
    setFace: (token: string | undefined, part: Part, query = SET_FACE) =>
      multipart(token, { query, variables: { file: null } }, { a: ['variables.file'] }, { a: part }),
    /** What lies in the store, finished or not. */
    left: () =>
      (readdirSync(folder, { recursive: true }) as string[]).filter((name) => statSync(join(folder, name)).isFile()),
    rows: async (sql = 'select * from stored_file', values: unknown[] = []) =>
      (await pool.query<Record<string, unknown>>(sql, values)).rows,
    async stop() {
      await at.stop();
      await pool.end();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

export type FileDoorUnderTest = Awaited<ReturnType<typeof fileDoor>>;

export const codeOf = ({ body }: Answer): unknown => body?.errors?.[0]?.extensions?.code;

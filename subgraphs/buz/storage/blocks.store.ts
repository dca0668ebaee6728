import type { Sql } from '#chassis/storage/transact';
import { BLOCK_SIZE, NO_BLOCK, type Block, type Place } from '../domain/block.ts';
import type { StoredTransfer } from '../domain/verify-chain.ts';
import { BOOKED, bookedOf, type BookedRow } from './page.store.ts';

interface BlockRow {
  number: string;
  firstXid: string;
  firstPosition: string;
  lastXid: string;
  lastPosition: string;
  count: number;
  root: string;
  previous: string;
  sealedAt: string;
  key: string;
  hash: string;
  signature: string;
  leaves: string;
}

const rfc3339 = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const BLOCK = `number::text as number, first_xid::text as "firstXid", first_position::text as "firstPosition",
  last_xid::text as "lastXid", last_position::text as "lastPosition", count, encode(root, 'hex') as root,
  encode(previous, 'hex') as previous, ${rfc3339('sealed_at')} as "sealedAt", key, encode(hash, 'hex') as hash,
  encode(signature, 'hex') as signature`;
const WHOLE_BLOCK = `${BLOCK}, encode(leaves, 'hex') as leaves`;

/** `leafText` of domain/block.ts, and its hash. */
const LEAF = `sha256(decode('00', 'hex') || convert_to(
  xid::text || ' ' || position::text || ' ' || ${rfc3339('recorded_at')} || chr(10) || canonical, 'UTF8'))`;

/** False when another replica seals right now; else nobody else does until the transaction ends. */
export async function becomeSealer(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ mine: boolean }>(`select pg_try_advisory_xact_lock(hashtext('buz: seal')) as mine`);
  return row!.mine;
}

/** The head of the chain, its leaves left out. */
export async function readLastBlock(sql: Sql): Promise<Block | null> {
  const [row] = await sql<BlockRow>(`select ${BLOCK}, '' as leaves from block order by block.number desc limit 1`);
  return row ? blockOf(row) : null;
}

/** Whether this cluster has gone on from `place`; false after a restore into one whose transaction ids begin below. */
export async function hasGoneBeyond(sql: Sql, place: Place): Promise<boolean> {
  const [row] = await sql<{ beyond: boolean }>('select ?::xid8 < pg_snapshot_xmax(pg_current_snapshot()) as beyond', [
    String(place.xid),
  ]);
  return row!.beyond;
}

/**
 * The next transfers to seal, hashed where they are: of those below every running transaction, where nothing can appear any more, the first
 * ones after `place`. Null when there are none.
 */
export async function readSealable(
  sql: Sql,
  after: Place,
): Promise<Pick<Block, 'first' | 'last' | 'leaves' | 'sealedAt'> | null> {
  const end = (column: string, order: string): string =>
    `(select ${column}::text from next order by next.xid ${order}, next.position ${order} limit 1)`;
  const [row] = await sql<
    Record<'firstXid' | 'firstPosition' | 'lastXid' | 'lastPosition' | 'sealedAt', string> & { leaves: string | null }
  >(
    `with next as materialized (
       select xid, position, ${LEAF} as leaf from transfer
       where (xid, position) > (?::xid8, ?::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
       order by xid, position limit ${BLOCK_SIZE})
     select ${end('xid', 'asc')} as "firstXid", ${end('position', 'asc')} as "firstPosition",
       ${end('xid', 'desc')} as "lastXid", ${end('position', 'desc')} as "lastPosition",
       encode(string_agg(leaf, ''::bytea order by xid, position), 'hex') as leaves, ${rfc3339('clock_timestamp()')} as "sealedAt"
     from next`,
    [String(after.xid), String(after.position)],
  );
  if (!row?.leaves) return null;
  return {
    first: { xid: BigInt(row.firstXid), position: BigInt(row.firstPosition) },
    last: { xid: BigInt(row.lastXid), position: BigInt(row.lastPosition) },
    leaves: leavesOf(row.leaves),
    sealedAt: row.sealedAt,
  };
}

export async function insertBlock(sql: Sql, block: Block): Promise<void> {
  const hex = (bytes: Buffer): string => bytes.toString('hex');
  await sql(
    `insert into block (number, first_xid, first_position, last_xid, last_position, count, root, previous, sealed_at, key, hash, signature, leaves)
     values (?, ?::xid8, ?, ?::xid8, ?, ?, decode(?, 'hex'), decode(?, 'hex'), ?::timestamptz, ?, decode(?, 'hex'), decode(?, 'hex'), decode(?, 'hex'))`,
    [
      ...[block.number, String(block.first.xid), String(block.first.position)],
      ...[String(block.last.xid), String(block.last.position), block.count],
      ...[hex(block.root), hex(block.previous), block.sealedAt, block.key, hex(block.hash), hex(block.signature)],
      hex(Buffer.concat([...block.leaves])),
    ],
  );
}

/** Blocks and transfers that are verified at once; a block that is larger alone is taken whole. */
const [PAGE_BLOCKS, PAGE_TRANSFERS] = [200, BLOCK_SIZE];

/** The blocks after number `after`, as many as a slice takes, with every transfer that stands in their ranges now. */
export async function readChainPage(
  sql: Sql,
  after: number,
): Promise<{ head: Pick<Block, 'number' | 'hash' | 'last'>; blocks: Block[]; transfers: StoredTransfer[] }> {
  const rows = await sql<BlockRow & { before: boolean }>(
    `select ${WHOLE_BLOCK}, number <= ? as before from (
       select *, sum(count) filter (where number > ?) over (order by number) - count as earlier from (
         (select * from block where number <= ? order by number desc limit 1)
         union all (select * from block where number > ? order by number limit ${PAGE_BLOCKS})) near) page
     where coalesce(earlier, 0) < ${PAGE_TRANSFERS} order by page.number`,
    [after, after, after, after],
  );
  const before = rows.find((row) => row.before);
  const blocks = rows.filter((row) => !row.before).map(blockOf);
  const known = before ? blockOf(before) : null;
  const head = known?.number === after ? known : { ...(known ?? NO_BLOCK), number: after };
  const end = blocks.at(-1)?.last;
  if (!end) return { head, blocks, transfers: [] };
  return { head, blocks, transfers: await readStored(sql, head.last, end) };
}

/** Transfers after `after` that no block holds; at most `limit`. */
export async function readUnsealed(sql: Sql, after: Place, limit: number): Promise<StoredTransfer[]> {
  return readStored(sql, after, null, limit);
}

async function readStored(sql: Sql, after: Place, upTo: Place | null, limit?: number): Promise<StoredTransfer[]> {
  const rows = await sql<
    BookedRow & Record<'xid' | 'position' | 'recordedAt' | 'canonical', string> & { wellFormed: boolean }
  >(
    `select ${BOOKED}, t.xid::text as xid, t.position::text as position, ${rfc3339('t.recorded_at')} as "recordedAt", t.canonical,
       t.occurred_at = date_trunc('milliseconds', t.occurred_at) and (t.subject_type is null) = (t.subject_id is null)
       and coalesce(t.expires_at = date_trunc('milliseconds', t.expires_at), true)
       and (select coalesce(bool_and(e.at = date_trunc('milliseconds', e.at)), true) from entry e where e.transfer_id = t.id) as "wellFormed"
     from transfer t where (t.xid, t.position) > (?::xid8, ?::bigint)
       ${upTo ? 'and (t.xid, t.position) <= (?::xid8, ?::bigint)' : ''}
     order by t.xid, t.position ${limit ? `limit ${limit}` : ''}`,
    [after, ...(upTo ? [upTo] : [])].flatMap(({ xid, position }) => [String(xid), String(position)]),
  );
  return rows.map((row) => ({
    ...bookedOf({ ...row, entries: row.entries ?? [] }),
    place: { xid: BigInt(row.xid), position: BigInt(row.position) },
    recordedAt: row.recordedAt,
    canonical: row.canonical,
    wellFormed: row.wellFormed,
  }));
}

/** The block that holds (or will hold) a transfer, with the place of its leaf. */
export async function readSealOf(
  sql: Sql,
  transferId: string,
): Promise<{ owners: string[]; text: string; block: Block | null } | null> {
  const [row] = await sql<{ text: string; owners: string[]; place: string[] } & Partial<BlockRow>>(
    `select t.xid::text || ' ' || t.position::text || ' ' || ${rfc3339('t.recorded_at')} || chr(10) || t.canonical as text,
       array(select a.owner_id::text from entry e join account a on a.id = e.account_id
             where e.transfer_id = t.id and a.owner_id is not null) as owners, b.*
     from transfer t left join lateral (
       select ${WHOLE_BLOCK} from block where (last_xid, last_position) >= (t.xid, t.position)
       order by last_xid, last_position limit 1) b on true
     where t.id = ?::uuid`,
    [transferId],
  );
  if (!row) return null;
  return { owners: row.owners, text: row.text, block: row.number ? blockOf(row as BlockRow) : null };
}

function blockOf(row: BlockRow): Block {
  const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
  return {
    number: Number(row.number),
    first: { xid: BigInt(row.firstXid), position: BigInt(row.firstPosition) },
    last: { xid: BigInt(row.lastXid), position: BigInt(row.lastPosition) },
    count: row.count,
    root: bytes(row.root),
    previous: bytes(row.previous),
    sealedAt: row.sealedAt,
    key: row.key,
    hash: bytes(row.hash),
    signature: bytes(row.signature),
    leaves: leavesOf(row.leaves),
  };
}

function leavesOf(hex: string): Buffer[] {
  const bytes = Buffer.from(hex, 'hex');
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(32 * at, 32 * at + 32));
}

/** Hex; null when there is no such block. */
export async function readBlockHash(sql: Sql, number: number): Promise<string | null> {
  const [row] = await sql<{ hash: string }>(`select encode(hash, 'hex') as hash from block where number = ?`, [number]);
  return row?.hash ?? null;
}

/** Whether transfers after `place` have been waiting for their block for more than an hour. */
export async function hasSealingStopped(sql: Sql, after: Place): Promise<boolean> {
  const [row] = await sql<{ stopped: boolean }>(
    `select coalesce((select recorded_at < clock_timestamp() - interval '1 hour' from transfer
       where (xid, position) > (?::xid8, ?::bigint) order by xid, position limit 1), false) as stopped`,
    [String(after.xid), String(after.position)],
  );
  return row!.stopped;
}

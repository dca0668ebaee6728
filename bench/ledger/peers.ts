import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';

/** Moves `amount` minor units from account to account, under an idempotency key, with a fee of 0.1 % to the treasury. */
export type Move = (from: number, to: number, amount: bigint, key: string) => Promise<void>;

export interface Peer {
  readonly statements: Move;
  readonly procedure: Move;
  /** The sum of all accounts, to see that both really did it. */
  total(): Promise<string>;
  /** For the next run of a contender. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const SHARDS = 16;
const CONNECTIONS = 16;

/** What a careful engineer writes first: the same guarantees as ours, a row lock per account in id order, one commit per transfer. */
const SCHEMA = `
  create table acct (id bigint primary key, balance bigint not null, version bigint not null default 0,
    floor bigint, check (balance >= floor)) with (fillfactor = 50);
  create table moved (id uuid primary key, idempotency_key text not null unique, fingerprint bytea not null, debit bigint not null,
    credit bigint not null, amount bigint not null check (amount > 0), fee bigint not null, at timestamptz not null default clock_timestamp());
  create table leg (acct bigint not null, version bigint not null, moved_id uuid not null, amount bigint not null,
    balance_after bigint not null, primary key (acct, version));
  create index on leg (moved_id);
  create table outbox (position bigint generated always as identity primary key, id uuid not null unique, type text not null,
    aggregate text not null, aggregate_id text not null, sequence integer not null, body jsonb not null,
    at timestamptz not null default clock_timestamp(), unique (aggregate, aggregate_id, sequence));
  create function move(p_id uuid, p_key text, p_print bytea, p_from bigint, p_to bigint, p_treasury bigint, p_amount bigint, p_fee bigint,
    p_event uuid) returns text language plpgsql as $$
  declare known record; a record; b record; t record;
  begin
    insert into moved (id, idempotency_key, fingerprint, debit, credit, amount, fee)
      values (p_id, p_key, p_print, p_from, p_to, p_amount, p_fee) on conflict (idempotency_key) do nothing;
    if not found then
      select * into known from moved where idempotency_key = p_key;
      return case when known.fingerprint = p_print then 'replayed' else 'key reused' end;
    end if;
    perform from acct where id in (p_from, p_to, p_treasury) order by id for update;
    update acct set balance = balance - p_amount - p_fee, version = version + 1 where id = p_from returning * into a;
    update acct set balance = balance + p_amount, version = version + 1 where id = p_to returning * into b;
    update acct set balance = balance + p_fee, version = version + 1 where id = p_treasury returning * into t;
    insert into leg values (p_from, a.version, p_id, -p_amount - p_fee, a.balance), (p_to, b.version, p_id, p_amount, b.balance),
      (p_treasury, t.version, p_id, p_fee, t.balance);
    insert into outbox (id, type, aggregate, aggregate_id, sequence, body) values (p_event, 'moved', 'transfer', p_id, 1,
      jsonb_build_object('transferId', p_id, 'from', p_from, 'to', p_to, 'amount', p_amount::text, 'fee', p_fee::text,
        'fromBalance', a.balance::text, 'toBalance', b.balance::text));
    return 'moved';
  end $$`;

export async function openPeer(url: string, accounts: number, units: bigint): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  await pool.query(SCHEMA);
  const shard = (): number => -1 - (Math.floor(performance.now() * 7919) % SHARDS);
  const fingerprint = (...parts: unknown[]): Buffer => createHash('sha256').update(parts.join(' ')).digest();
  return {
    async statements(from, to, amount, key) {
      const connection = await pool.connect();
      try {
        await statements(connection, { from, to, treasury: shard(), amount, fee: feeOf(amount), key });
      } finally {
        connection.release();
      }
    },
    async procedure(from, to, amount, key) {
      const print = fingerprint(from, to, amount);
      const values = [randomUUID(), key, print, from, to, shard(), String(amount), String(feeOf(amount)), randomUUID()];
      const { rows } = await pool.query({
        name: 'move',
        text: 'select move($1,$2,$3,$4,$5,$6,$7,$8,$9) as did',
        values,
      });
      if (rows[0].did !== 'moved') throw new Error(rows[0].did);
    },
    total: async () => (await pool.query('select sum(balance) as sum from acct')).rows[0].sum,
    async reset() {
      await pool.query('truncate acct, moved, leg, outbox');
      await pool.query(
        `insert into acct select i, case when i > 0 then $2::bigint else 0 end, 0, 0 from generate_series(-${SHARDS}, $1::int) i`,
        [accounts, String(units)],
      );
      await pool.query('analyze');
    },
    stop: () => pool.end(),
  };

  async function statements(
    connection: pg.PoolClient,
    move: { from: number; to: number; treasury: number; amount: bigint; fee: bigint; key: string },
  ): Promise<void> {
    const { from, to, treasury, amount, fee, key } = move;
    const ask = async (name: string, text: string, values: unknown[]) =>
      (await connection.query({ name, text, values })).rows;
    const id = randomUUID();
    await connection.query('begin');
    try {
      const fresh = await ask(
        'moved',
        `insert into moved (id, idempotency_key, fingerprint, debit, credit, amount, fee) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (idempotency_key) do nothing returning id`,
        [id, key, fingerprint(from, to, amount), from, to, String(amount), String(fee)],
      );
      if (fresh.length === 0) throw new Error('replayed');
      const rows = await ask('lock', 'select id, balance, version, floor from acct where id = any($1) order by id for update', [[from, to, treasury]]); // prettier-ignore
      const byId = new Map(
        rows.map((row) => [
          Number(row.id),
          { balance: BigInt(row.balance), version: BigInt(row.version), floor: row.floor },
        ]),
      );
      const legs = [
        [from, -amount - fee],
        [to, amount],
        [treasury, fee],
      ] as const;
      const written = legs.map(([account, units]) => {
        const held = byId.get(account)!;
        held.balance += units;
        held.version += 1n;
        if (held.floor !== null && held.balance < BigInt(held.floor)) throw new Error('insufficient');
        return [String(account), String(held.version), id, String(units), String(held.balance)];
      });
      const column = (at: number): (string | undefined)[] => written.map((row) => row[at]);
      await ask('legs', 'insert into leg select * from unnest($1::bigint[], $2::bigint[], $3::uuid[], $4::bigint[], $5::bigint[])', [0, 1, 2, 3, 4].map(column)); // prettier-ignore
      await ask(
        'balances',
        'update acct set balance = x.b, version = x.v from unnest($1::bigint[], $2::bigint[], $3::bigint[]) x (i, v, b) where acct.id = x.i',
        [column(0), column(1), column(4)],
      );
      const body = { transferId: id, from, to, amount: String(amount), fee: String(fee), fromBalance: written[0]![4], toBalance: written[1]![4] }; // prettier-ignore
      await ask(
        'outbox',
        `insert into outbox (id, type, aggregate, aggregate_id, sequence, body) values ($1, 'moved', 'transfer', $2, 1, $3)`,
        [randomUUID(), id, JSON.stringify(body)],
      );
      await connection.query('commit');
    } catch (error) {
      await connection.query('rollback');
      throw error;
    }
  }
}

const feeOf = (amount: bigint): bigint => (amount * 10n + 9_999n) / 10_000n;

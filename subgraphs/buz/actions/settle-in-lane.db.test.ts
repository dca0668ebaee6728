import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { OwnConnection } from '#chassis/storage/own-connection';
import { eventually } from '#chassis/testing/eventually';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import type { Command } from '../domain/command.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';
import { deadlocksOf, wrongsOf } from '../testing/invariants.ts';
import { askingFor, sendOf } from '../testing/lanes.ts';
import { manyRich, rich } from '../testing/money.ts';
import { SettlingLane } from './settle-in-lane.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

describe('the committer lane', () => {
  let mount: TestMount<BuzPorts>;
  let url: string;
  const lanes: SettlingLane[] = [];
  beforeAll(async () => {
    let opened = '';
    const definition = buzSubgraph();
    mount = await mountForTest({
      ...definition,
      open: (start) => {
        opened = start.databaseUrl;
        return definition.open(start);
      },
    });
    url = opened;
  });
  afterAll(async () => {
    for (const lane of lanes) await lane.stop();
    expect(await wrongsOf(pool())).toEqual([]);
    expect(await deadlocksOf(pool())).toBe(0);
    await mount.stop();
  });

  function openLane(
    wallMs = Date.now,
    connections = [1, 2].map(() => new OwnConnection(url, quiet, 'buz')),
  ): SettlingLane {
    const lane = new SettlingLane({ connections, clock: mount.clock, wallMs, log: quiet, ring() {} });
    lanes.push(lane);
    return lane;
  }
  const pool = () => mount.mounted.database.roadPool;
  const send = sendOf;
  const word = (outcome: Outcome) => (isRefusal(outcome) ? outcome.name : 'booked');
  const one = async (lane: SettlingLane, command: Command & { from?: string }) =>
    word((await lane.settle([command], askingFor(command.from ?? newId())))[0]!);
  /** Somebody else has that person's wallet locked until he lets go. */
  async function holding(userId: string): Promise<{ letGo(): Promise<void> }> {
    const holder = await pool().connect();
    await holder.query('begin');
    await holder.query(`select from account where address = 'wallet/${userId}' for update`);
    return {
      async letGo() {
        await holder.query('rollback');
        holder.release();
      },
    };
  }

  /** The process id of whoever waits for a lock. */
  const waitingForLock = (many = 1): Promise<number> =>
    eventually(async () => {
      const { rows } = await pool().query<{ pid: number }>(
        "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      expect(rows).toHaveLength(many);
      return rows[0]!.pid;
    });

  test('a command that comes alone starts at once; those that come together share a commit', async () => {
    const lane = openLane();
    const [a, b] = await manyRich(mount, 2);
    expect(await one(lane, send(a!, b!))).toBe('booked');
    expect(lane.figures).toMatchObject({ batches: 1, commands: 1 });
    await Promise.all(Array.from({ length: 64 }, () => one(lane, send(a!, b!))));
    expect(lane.figures).toMatchObject({ batches: 2, commands: 65, largestBatch: 64 });
  });

  test('who told, and on whose behalf, stands in the event of each', async () => {
    const lane = openLane();
    const people = await manyRich(mount, 8);
    const commands = people.map((from, at) => send(from, people[(at + 1) % 8]!));
    await Promise.all(
      commands.map((command) => lane.settle([command], { ...askingFor(command.from), requestId: `of ${command.id}` })),
    );
    expect(lane.figures.batches).toBe(1);
    const { rows } = await pool().query(
      'select aggregate_id, actor, correlation_id from outbox where aggregate_id = any($1)',
      [commands.map(({ id }) => id)],
    );
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(
        commands.map(({ id, from }) => JSON.stringify({ aggregate_id: id, actor: from, correlation_id: `of ${id}` })),
      ),
    );
  });

  test('what the database cannot take fails alone, and everybody else in its batch is settled', async () => {
    const lane = openLane();
    const people = await manyRich(mount, 6);
    const poison = { ...send(people[0]!, people[1]!), memo: 'no \u0000 in PostgreSQL' };
    const answers = await Promise.allSettled([
      ...people.slice(2).map((from) => one(lane, send(from, people[0]!))),
      one(lane, poison),
      one(lane, send(people[0]!, people[1]!, 5_000n * BUZ)),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'fault'))).toEqual([
      ...['booked', 'booked', 'booked', 'booked', 'fault', 'InsufficientBuz'],
    ]);
    expect(lane.figures.replayedBatches).toBe(1);
  });

  test('whom nobody waits for any more is dropped unsettled, unless it is on its way', async () => {
    let now = 1_000;
    const lane = openLane(() => now);
    const [a, b] = await manyRich(mount, 2);
    const late = lane.settle([send(a!, b!)], { ...askingFor(a!), deadline: 1_500 });
    now = 1_500;
    expect((await late).map(word)).toEqual(['BuzLedgerBusy']);
    expect(lane.figures).toMatchObject({ batches: 0, dropped: 1 });
  });

  test('no more wait than can be served soon: the rest is told at once to come again', async () => {
    const lane = openLane();
    const [a, b] = await manyRich(mount, 2);
    const full = Array.from({ length: 8_000 }, () => send(a!, b!, 10_000_000n * BUZ));
    const accepted = lane.settle(full, askingFor(a!));
    expect(await one(lane, send(a!, b!))).toBe('BuzLedgerBusy');
    expect(new Set((await accepted).map(word))).toEqual(new Set(['BuzAmountInvalid']));
    expect(await one(lane, send(a!, b!))).toBe('booked');
  });

  test('a sealed call is used once: its twin is refused, in the same batch and later', async () => {
    const lane = openLane();
    const [a, b] = await manyRich(mount, 2);
    const sealed = { ...askingFor(a!), nonce: newId() };
    const twins = await Promise.allSettled([1, 2].map(() => lane.settle([send(a!, b!)], sealed)));
    expect(twins.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(lane.settle([send(a!, b!)], sealed)).rejects.toThrow('already used');
  });

  test('when its connection dies, who waits learns whether anything can have moved, and the next one gets a new connection', async () => {
    const lane = openLane();
    const [a, b] = await manyRich(mount, 2);
    await one(lane, send(a!, b!));
    const holder = await holding(a!);
    const caught = one(lane, send(a!, b!));
    await pool().query('select pg_terminate_backend($1)', [await waitingForLock()]);
    expect(await caught).toBe('BuzLedgerBusy');
    await holder.letGo();
    expect(await one(lane, send(a!, b!))).toBe('booked');
  });

  test('stopping settles what waits and takes nothing more', async () => {
    const lane = openLane();
    const [a, b] = await manyRich(mount, 2);
    const waiting = Array.from({ length: 5 }, () => one(lane, send(a!, b!)));
    const stopped = lane.stop();
    expect(await Promise.all(waiting)).toEqual(['booked', 'booked', 'booked', 'booked', 'booked']);
    await stopped;
    expect(await one(lane, send(a!, b!))).toBe('BuzLedgerBusy');
  });

  test('stopping while every connection is busy settles what is under way and what waits behind it', async () => {
    const lane = openLane();
    const [a, b, c, d, e, f] = await manyRich(mount, 6);
    const holders = [await holding(a!), await holding(b!)];
    const answers = [one(lane, send(a!, c!))];
    await waitingForLock();
    answers.push(one(lane, send(b!, d!)));
    await waitingForLock(2);
    answers.push(one(lane, send(e!, f!)), one(lane, send(d!, e!)), one(lane, send(c!, e!))); // the first meets nobody
    const stopped = lane.stop();
    await eventually(async () => expect(await one(lane, send(a!, b!))).toBe('BuzLedgerBusy'));
    for (const holder of holders) await holder.letGo();
    expect(await Promise.all(answers)).toEqual(Array(5).fill('booked'));
    await stopped;
  });

  test('two batches do not wait for each other because of their fees', async () => {
    const lane = openLane();
    const [a, b] = await manyRich(mount, 2);
    const other = await pool().connect();
    await other.query('begin');
    // what the other lane's batch holds until it commits: its shard, the first that was free
    await other.query(`select from account where kind = 'TREASURY' order by id limit 1 for no key update`);
    expect(await one(lane, send(a!, b!))).toBe('booked');
    const { rows } = await pool().query(
      `select a.address from entry e join account a on a.id = e.account_id where a.kind = 'TREASURY' order by e.at desc, e.transfer_id desc limit 1`,
    );
    expect(rows).toEqual([{ address: 'treasury/1' }]);
    await other.query('rollback');
    other.release();
  });

  test('who meets nobody in a stuck batch does not wait for it; who does comes after it', async () => {
    const lane = openLane();
    const [a, b, c, d, e] = await manyRich(mount, 5);
    const holder = await holding(a!);
    const order: string[] = [];
    const noted = async (name: string, command: Command & { from?: string }) =>
      void order.push(`${name} ${await one(lane, command)}`);
    const stuck = noted('stuck', send(a!, b!));
    await waitingForLock();
    const behind = noted('behind', send(b!, c!));
    await noted('free', send(d!, e!));
    expect(order).toEqual(['free booked']);
    await holder.letGo();
    await Promise.all([stuck, behind]);
    expect(order).toEqual(['free booked', 'stuck booked', 'behind booked']);
  });

  test('a refusal remembers nothing: after its cause is mended the same key works', async () => {
    const lane = openLane();
    const [from, to] = [await rich(mount, BUZ), await rich(mount, 100n * BUZ)];
    const command = send(from, to, 5n * BUZ, 'again');
    expect(await one(lane, command)).toBe('InsufficientBuz');
    expect(await one(lane, send(to, from, 10n * BUZ))).toBe('booked');
    expect(await one(lane, command)).toBe('booked');
  });
});

import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { ANONYMOUS, type Caller } from '#chassis/identity/caller';
import { mountSubgraph } from '#chassis/mount/mount';
import { Graph } from '#gateway/graph/graph';
import { sealBlocks } from '#subgraphs/buz/actions/seal-blocks';
import { settle } from '#subgraphs/buz/actions/settle';
import { transferBuz } from '#subgraphs/buz/actions/transfer-buz';
import { buzSubgraph } from '#subgraphs/buz/subgraph';

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
const MUTATION = `mutation T($input: TransferBuzInput!) { transferBuz(input: $input) {
  __typename ... on TransferCompleted { transferId fee } ... on Refusal { code message } } }`;

/** The buz subgraph as the platform mounts it, with `people` whose wallets hold `units`. */
export async function openOurs(databaseUrl: string, people: number, units: bigint) {
  const complaints: string[] = [];
  const log = { ...SILENT, warn: (_: object, message = '') => void complaints.push(message), error: (_: object, message = '') => void complaints.push(message) }; // prettier-ignore
  const clock = { now: () => new Date() };
  const mounted = await mountSubgraph(buzSubgraph(), {
    databaseUrl,
    secret: 'a secret of the bench',
    clock,
    log: { ...log, child: () => log },
    bus: { async deliver() {}, async subscribe() {} },
  });
  const sql = async (text: string, values: unknown[] = []) =>
    (await mounted.database.roadPool.query(text, values)).rows;
  const ids = Array.from({ length: people }, () => newId());
  await sql(
    `insert into account (address, kind, owner_id, documents, verified, last_at)
     select lower(kind) || '/' || id, kind, id, '{BTS,BPP}', true, now()
     from unnest($1::uuid[]) id, unnest('{WALLET,HELD,STAKED,INVESTED}'::text[]) kind`,
    [ids],
  );
  const callerOf = (userId: string, nonce = ''): Caller => ({
    ...ANONYMOUS,
    kind: 'user',
    userId,
    permissions: ['buz.transfer'],
    freshAuthAt: Date.now(),
    deadline: Date.now() + 30_000,
    requestId: 'bench',
    nonce,
  });
  const scope = () => mounted.scopeFor(callerOf(ids[0]!));
  for (let from = 0; from < ids.length; from += 500) {
    const part = ids.slice(from, from + 500);
    const legs = part.map((userId) => ({ account: `wallet/${userId}`, amount: units }));
    legs.push({ account: 'pool/REWARDS', amount: -units * BigInt(part.length) });
    const command = { id: newId(), actorId: null, type: 'GRANT' as const, kind: 'MOVE' as const, legs };
    const outcomes = await scope().transact((tx) => settle(tx, [command], clock.now()));
    if (outcomes.some(isRefusal)) throw new Error(JSON.stringify(outcomes));
  }
  await sql('begin; set local statement_timeout = 0; analyze; commit');
  const graph = await Graph.load({
    sdl: readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    log: SILENT,
    endpointOf: ({ name }) =>
      name === 'buz'
        ? mounted.endpoint
        : { execute: () => Promise.reject(new Error(name)), subscribe: () => Promise.reject(new Error(name)) },
  });
  const document = parse(MUTATION);
  return {
    complaints,
    /** Through the action, as a resolver calls it. */
    async action(from: number, to: number, amount: bigint, key: string): Promise<void> {
      const asked = { toUserId: ids[to - 1]!, amount, idempotencyKey: key };
      const answer = await transferBuz(mounted.scopeFor(callerOf(ids[from - 1]!)), asked);
      if (isRefusal(answer)) throw new Error(answer.message);
    },
    /** Through the plan runner and the subgraph's protected schema, with the nonce of a sealed call. */
    async graphql(from: number, to: number, amount: bigint, key: string): Promise<void> {
      const input = { toUserId: ids[to - 1]!, amount: String(amount / BUZ), idempotencyKey: key };
      const caller = callerOf(ids[from - 1]!, newId());
      const result = await graph.execute({
        document,
        operationName: 'T',
        variables: { input },
        caller,
        key: 'transfer',
      });
      const text = JSON.stringify(result);
      if (!text.includes('"TransferCompleted"')) throw new Error(text);
    },
    seal: () => sealBlocks(scope()),
    total: async () => (await sql('select sum(balance) as sum from account'))[0].sum as string,
    sealed: async () => Number((await sql('select coalesce(sum(count), 0) as n from block'))[0].n),
    /** What the next run starts from: everything sealed, statistics fresh, nothing left to tell. */
    async reset(): Promise<void> {
      while ((await sealBlocks(scope())) > 0);
      await sql('begin; set local statement_timeout = 0; analyze; commit');
    },
    stop: () => mounted.stop(),
  };
}

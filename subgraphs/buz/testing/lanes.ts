import { BUZ, type Units } from '#kernel/buz';
import { newId } from '#kernel/id';
import { OwnConnection } from '#chassis/storage/own-connection';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { settle } from '../actions/settle.ts';
import { SettlingLane } from '../actions/settle-in-lane.ts';
import type { Command, Send } from '../domain/command.ts';
import type { Outcome } from '../domain/transfer.ts';
import type { Asking } from '../outside/committer-lane.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { buzSubgraph } from '../subgraph.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

export interface Lanes {
  readonly mount: TestMount<BuzPorts>;
  readonly lanes: readonly SettlingLane[];
  /** Each command in a transaction of its own, as the other actions do it. */
  alone(command: Command): Promise<Outcome>;
  stop(): Promise<void>;
}

/** A ledger with so many lanes, as replicas have one each. */
export async function mountLanes(count: number): Promise<Lanes> {
  const definition = buzSubgraph();
  let url = '';
  const mount = await mountForTest<BuzPorts>({
    ...definition,
    open(start) {
      url = start.databaseUrl;
      return definition.open(start);
    },
  });
  const lanes = Array.from({ length: count }, () => {
    const connections = [1, 2].map(() => new OwnConnection(url, quiet, 'buz'));
    return new SettlingLane({ connections, clock: mount.clock, wallMs: Date.now, log: quiet, ring() {} });
  });
  return {
    mount,
    lanes,
    async alone(command) {
      const scope = mount.scope();
      return (await scope.transact((tx) => settle(tx, [command], scope.clock.now())))[0]!;
    },
    async stop() {
      for (const lane of lanes) await lane.stop();
      await mount.stop();
    },
  };
}

/** A caller of the lane who waits for ever. */
export const askingFor = (userId: string): Asking => ({
  userId,
  requestId: 'test',
  deadline: Number.MAX_SAFE_INTEGER,
  nonce: '',
});

export const sendOf = (from: string, to: string, amount: Units = BUZ, key: string = newId()): Send => ({
  ...{ kind: 'SEND', type: 'TRANSFER', id: newId(), actorId: from, from, to, amount },
  once: { scope: from, key },
});

/** Numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

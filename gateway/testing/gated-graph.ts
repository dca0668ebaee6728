import type { SubgraphCall, SubgraphEndpoint } from '#chassis/mount/endpoint';
import { Graph } from '../graph/graph.ts';
import { composed } from './composed.ts';
import { endpointOf } from './endpoint-of.ts';
import { recordingLog } from './recording-log.ts';

/** Holds back whoever wants to pass until it is lifted. */
export class Gate {
  waiting = 0;
  private open: () => void = () => undefined;
  private opened = Promise.resolve();

  shut(): void {
    this.opened = new Promise((resolve) => (this.open = resolve));
  }

  lift(): void {
    this.open();
  }

  async pass(): Promise<void> {
    this.waiting += 1;
    await this.opened;
    this.waiting -= 1;
  }
}

const person = (id: string) => ({ __typename: 'User', id, name: `n${id}` });

const users = endpointOf(
  `interface Named { name: String }
   type User implements Named @key(fields: "id") { id: ID! name: String friends: [User!]! }
   type Team implements Named { name: String captain: User }
   type Query { me: User users: [User!]! nobody: [User!]! found: [Named!]! hello: String }
   type Mutation { rename(name: String!): User }`,
  {
    Query: {
      me: () => person('1'),
      users: () => ['1', '2', '3'].map(person),
      nobody: () => [],
      found: () => [person('1'), { __typename: 'Team', name: 'blue', captain: person('2') }],
      hello: () => 'hello',
    },
    Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ ...person('1'), name }) },
    User: { __resolveReference: ({ id }: { id: string }) => person(id), friends: () => ['2', '3'].map(person) },
  },
);

const games = endpointOf(
  'type User @key(fields: "id") { id: ID! level: Int rank: Int! badge: Badge } type Badge { name: String } type Query { season: String }',
  {
    Query: { season: () => 'spring' },
    User: {
      __resolveReference: async ({ id }: { id: string }) => ({ id }),
      level: ({ id }: { id: string }) => Number(id) * 10,
      rank: ({ id }: { id: string }) => {
        if (id === '2') throw new Error('no rank');
        return Number(id);
      },
      badge: ({ id }: { id: string }) => ({ name: `b${id}` }),
    },
  },
);

/** A graph whose second subgraph, `games`, answers when the gate is open, or not at all. */
export async function gatedGraph() {
  const gate = new Gate();
  const calls: SubgraphCall[] = [];
  const state = { broken: false };
  const held: SubgraphEndpoint = {
    ...games.endpoint,
    async execute(call) {
      calls.push(call);
      await gate.pass();
      if (state.broken) throw new Error('it is down');
      return games.endpoint.execute(call);
    },
  };
  const sdl = composed([
    { name: 'users', typeDefs: users.typeDefs },
    { name: 'games', typeDefs: games.typeDefs },
  ]);
  const endpointFor = ({ name }: { name: string }) => (name === 'users' ? users.endpoint : held);
  const graph = await Graph.load({ sdl, log: recordingLog(), endpointOf: endpointFor });
  return { graph, gate, calls, state };
}

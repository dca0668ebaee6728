import { z } from 'zod';
import type { Id } from '#kernel/id';
import type { SubgraphEndpoint } from '#chassis/mount/endpoint';
import { doorCaller } from '../identity/door-caller.ts';
import type { Identity } from '../identity/verify-token.ts';

/** What the owning subgraph says of one of its files. */
export interface FileStanding {
  readonly id: Id;
  /** Whether something of the subgraph still is this file. */
  readonly kept: boolean;
  /** Whether the viewer may read it. */
  readonly readable: boolean;
}

const READ_TIMEOUT_MS = 2_000;

const QUESTION = `query DoorFiles($ids: [ID!]!, $viewerId: ID, $permissions: [String!]!) {
  fileStandings(ids: $ids, viewerId: $viewerId, permissions: $permissions) { id kept readable }
}`;

const answer = z.object({
  fileStandings: z.array(z.object({ id: z.string(), kept: z.boolean(), readable: z.boolean() })),
});

/** The subgraphs that own files, asked directly and under the door's own seal: no client can ask this. */
export class FileOwners {
  constructor(private readonly endpoints: Readonly<Record<string, SubgraphEndpoint>>) {}

  /** Throws when the subgraph cannot be asked: nobody reads, and nothing is removed, on a guess. */
  async standings(subgraph: string, ids: readonly Id[], viewer: Viewer | null): Promise<ReadonlyMap<Id, FileStanding>> {
    const endpoint = Object.hasOwn(this.endpoints, subgraph) ? this.endpoints[subgraph] : undefined;
    if (!endpoint) throw new Error(`there is no way to the subgraph ${subgraph}, which owns files`);
    const variables = { ids, viewerId: viewer?.userId ?? null, permissions: viewer?.permissions ?? [] };
    const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const caller = doorCaller(Date.now() + READ_TIMEOUT_MS);
    const result = await endpoint.execute({ query: QUESTION, variables, caller, signal });
    if (result.errors?.length)
      throw new Error(`${subgraph} does not say how files stand: ${result.errors[0]!.message}`);
    return new Map(answer.parse(result.data).fileStandings.map((one) => [one.id, one]));
  }
}

export type Viewer = Pick<Identity, 'userId' | 'permissions'>;

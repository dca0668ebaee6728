import type { Part } from '#chassis/mount/part';
import { transferAccess } from '../graphql/transfer.access.ts';
import { TransferResolver } from '../graphql/transfer.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';

/** What people send each other. */
export const transfersPart: Part<BuzPorts> = {
  resolvers: [TransferResolver],
  access: transferAccess,
};

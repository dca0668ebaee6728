import type { Part } from '#chassis/mount/part';
import { figuresAccess } from '../graphql/figures.access.ts';
import { FiguresResolver, PoolResolver } from '../graphql/figures.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';

/** Where all BUZ is, and what happened to it. */
export const figuresPart: Part<BuzPorts> = {
  resolvers: [FiguresResolver, PoolResolver],
  access: figuresAccess,
};

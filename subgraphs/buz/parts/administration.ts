import type { Part } from '#chassis/mount/part';
import { ActPeopleResolver, ActResolver, AdminOfLogLineResolver } from '../graphql/act.resolver.ts';
import { administrationAccess } from '../graphql/administration.access.ts';
import { AdministrationResolver } from '../graphql/administration.resolver.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { actEvents } from '../published/act.events.ts';

/** What administrators of the money may do, alone or as one of two. */
export const administrationPart: Part<BuzPorts> = {
  resolvers: [ActResolver, ActPeopleResolver, AdminOfLogLineResolver, AdministrationResolver],
  access: administrationAccess,
  publishes: actEvents,
};

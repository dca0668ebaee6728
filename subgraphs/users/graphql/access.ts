import type { AccessTable } from '#chassis/graphql/access';
import type { UsersPorts } from '../outside/ports.ts';

/** The second layer: a rule for every field. The roles-and-profile half adds its own table beside this one. */
export const identityAccess: AccessTable<UsersPorts> = {
  User: { id: 'open', displayName: 'open' },
  Query: { me: 'signedIn' },
};

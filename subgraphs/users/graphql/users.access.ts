import type { AccessTable } from '#chassis/graphql/access';
import type { UsersPorts } from '../outside/ports.ts';
import { identityAccess } from './access.ts';
import { peopleAccess } from './people.access.ts';

/** Both halves as one table; a type that both contribute to has the fields of both. */
export const usersAccess: AccessTable<UsersPorts> = Object.fromEntries(
  [...new Set([...Object.keys(identityAccess), ...Object.keys(peopleAccess)])].map((type) => [
    type,
    { ...identityAccess[type], ...peopleAccess[type] },
  ]),
);

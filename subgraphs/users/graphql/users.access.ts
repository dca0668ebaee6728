import type { AccessTable } from '#chassis/graphql/access';
import type { UsersPorts } from '../outside/ports.ts';
import { identityAccess } from './access.ts';
import { announcementAccess } from './announcement.access.ts';
import { peopleAccess } from './people.access.ts';

const PARTS: readonly AccessTable<UsersPorts>[] = [identityAccess, peopleAccess, announcementAccess];

/** Both halves and the announcements as one table; a type that several contribute to has the fields of all. */
export const usersAccess: AccessTable<UsersPorts> = Object.fromEntries(
  [...new Set(PARTS.flatMap((part) => Object.keys(part)))].map((type) => [
    type,
    Object.assign({}, ...PARTS.map((part) => part[type])) as AccessTable<UsersPorts>[string],
  ]),
);

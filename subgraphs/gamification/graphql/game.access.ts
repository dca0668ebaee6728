import type { AccessTable } from '#chassis/graphql/access';
import { gamificationAccess } from './access.ts';
import { badgesAccess } from './badges.access.ts';
import { streakAccess } from './streak.access.ts';

const parts: readonly AccessTable[] = [gamificationAccess, badgesAccess, streakAccess];

/** Every part as one table; a type that several contribute to has the fields of all. */
export const gameAccess: AccessTable = Object.fromEntries(
  [...new Set(parts.flatMap((part) => Object.keys(part)))].map((type) => [
    type,
    Object.assign({}, ...parts.map((part) => part[type])) as AccessTable[string],
  ]),
);

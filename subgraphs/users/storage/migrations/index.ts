import { Announcements } from './announcement.migration.ts';
import { Avatar } from './avatar.migration.ts';
import { EmailChange } from './email-change.migration.ts';
import { Identity } from './identity.migration.ts';
import { PeopleProfiles } from './people-profiles.migration.ts';
import { PeopleRoles } from './people-roles.migration.ts';
import { SessionPresence } from './session-presence.migration.ts';

/** In this order, each under the name that the migrations table keeps. Append only. */
export const usersMigrations = [
  { name: 'identity', class: Identity },
  { name: 'people-roles', class: PeopleRoles },
  { name: 'people-profiles', class: PeopleProfiles },
  { name: 'email-change', class: EmailChange },
  { name: 'session-presence', class: SessionPresence },
  { name: 'avatar', class: Avatar },
  { name: 'announcement', class: Announcements },
];

import { changesPart } from '#chassis/graphql/changes';
import type { UsersPorts } from '../outside/ports.ts';
import { announcementSent } from '../published/announcement.events.ts';

/** The list of announcements is kept by the door until there is another one; the catalogues change with a release only. */
export const changesOfUsers = changesPart<UsersPorts>('users', [
  { on: announcementSent, tagsOf: () => ['Announcement'] },
]);

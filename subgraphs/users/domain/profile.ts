/** What a user says of himself, and how much of it others may see. Mapped by storage/profile.table.ts. */
export class Profile {
  userId!: string;
  username: string | null = null;
  firstName: string | null = null;
  lastName: string | null = null;
  /** Kept on the account, which greets by it; actions carry it over. */
  displayName: string | null = null;
  nickname: string | null = null;
  bio: string | null = null;
  location: string | null = null;
  websiteUrl: string | null = null;
  timezone: string | null = null;
  availability: string | null = null;
  interests: string[] = [];
  languages: string[] = [];
  /** A calendar day, `2019-04-01`. */
  experienceStartDate: string | null = null;
  avatarFileId: string | null = null;
  isPublic = true;
  showActivity = true;
  showSkills = true;
  showReputation = true;
  showExactPercToHub = false;
  /** Every name in lower case: what a search for people reads. */
  searchText = '';
  completedAt: Date | null = null;
  /** Counts the edits; an edit names the version that it started from. */
  version = 1;
  createdAt!: Date;
  updatedAt!: Date;
}

export const AVAILABILITIES = ['FULL_TIME', 'PART_TIME', 'WEEKENDS', 'UNAVAILABLE'] as const;

/** The fields that an edit may name; one that it leaves out stays, null empties it. */
export type ProfileEdit = {
  -readonly [
    Key in keyof Pick<
      Profile,
      | 'username'
      | 'firstName'
      | 'lastName'
      | 'displayName'
      | 'nickname'
      | 'bio'
      | 'location'
      | 'websiteUrl'
      | 'timezone'
      | 'availability'
      | 'experienceStartDate'
    >
  ]?: string | null;
} & { interests?: readonly string[] | null; languages?: readonly string[] | null };

export interface PrivacyEdit {
  readonly isPublic?: boolean | null;
  readonly showActivity?: boolean | null;
  readonly showSkills?: boolean | null;
  readonly showReputation?: boolean | null;
  readonly showExactPercToHub?: boolean | null;
}

/** What others read as the user's name: the display name, else the first and last one, else the user name. */
export function shownName(
  profile: Pick<Profile, 'displayName' | 'firstName' | 'lastName' | 'username'>,
): string | null {
  const full = [profile.firstName, profile.lastName].filter(Boolean).join(' ');
  return profile.displayName ?? (full === '' ? profile.username : full);
}

/** See `Profile.searchText`; to be written after every edit of a name. */
export function searchTextOf(
  profile: Pick<Profile, 'displayName' | 'firstName' | 'lastName' | 'username' | 'nickname'>,
): string {
  return [profile.displayName, profile.firstName, profile.lastName, profile.username, profile.nickname]
    .filter((name) => name !== null)
    .join(' ')
    .toLowerCase();
}

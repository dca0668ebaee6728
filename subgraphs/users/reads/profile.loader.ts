import type { LoaderDefinition } from '#chassis/mount/scope';
import type { Id } from '#kernel/id';
import { completenessOfRow, FACTS } from '../storage/profiles.store.ts';
import type { FactsRow } from '../storage/profiles.store.ts';
import { arrayLiteral, readingSql } from '../storage/sql.ts';

export interface ProfileView {
  readonly userId: Id;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly nickname: string | null;
  readonly bio: string | null;
  readonly location: string | null;
  readonly websiteUrl: string | null;
  readonly timezone: string | null;
  readonly availability: string | null;
  readonly interests: readonly string[];
  readonly languages: readonly string[];
  readonly experienceStartDate: string | null;
  readonly lastActiveAt: Date | null;
  readonly completeness: number;
  readonly missing: readonly string[];
  readonly completedAt: Date | null;
  readonly version: number;
  readonly privacy: {
    readonly isPublic: boolean;
    readonly showActivity: boolean;
    readonly showSkills: boolean;
    readonly showReputation: boolean;
    readonly showExactPercToHub: boolean;
  };
}

interface Row extends FactsRow {
  user_id: string;
  nickname: string | null;
  website_url: string | null;
  timezone: string | null;
  availability: string | null;
  languages: string[];
  last_signed_in_at: string | null;
  completed_at: string | null;
  version: number;
  is_public: boolean;
  show_activity: boolean;
  show_skills: boolean;
  show_reputation: boolean;
  show_exact_perc_to_hub: boolean;
}

/** Profiles by user id, unchecked: whoever loads one has asked the policy. */
export const profileLoader: LoaderDefinition<Id, ProfileView | null> = {
  name: 'users.profile',
  async load(scope, userIds) {
    const rows = await readingSql(scope.em)<Row>(
      `select profile.user_id, ${FACTS}, profile.nickname, profile.website_url, profile.timezone, profile.availability,
              profile.languages, account.last_signed_in_at, profile.completed_at, profile.version, profile.is_public,
              profile.show_activity, profile.show_skills, profile.show_reputation, profile.show_exact_perc_to_hub
         from profile join account on account.id = profile.user_id
        where profile.user_id = any(?::uuid[])`,
      [arrayLiteral(userIds)],
    );
    const views = new Map(rows.map((row) => [row.user_id, viewOf(row)]));
    return userIds.map((id) => views.get(id) ?? null);
  },
};

function viewOf(row: Row): ProfileView {
  const { percent, missing } = completenessOfRow(row);
  return {
    userId: row.user_id,
    username: row.username,
    firstName: row.first_name,
    lastName: row.last_name,
    nickname: row.nickname,
    bio: row.bio,
    location: row.location,
    websiteUrl: row.website_url,
    timezone: row.timezone,
    availability: row.availability,
    interests: row.interests,
    languages: row.languages,
    experienceStartDate: row.experience_start_date,
    lastActiveAt: instant(row.last_signed_in_at),
    completeness: percent,
    missing,
    completedAt: instant(row.completed_at),
    version: row.version,
    privacy: {
      isPublic: row.is_public,
      showActivity: row.show_activity,
      showSkills: row.show_skills,
      showReputation: row.show_reputation,
      showExactPercToHub: row.show_exact_perc_to_hub,
    },
  };
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

import { EntitySchema } from '@mikro-orm/core';
import { Profile } from '../domain/profile.ts';

const text = { type: 'text', nullable: true } as const;

/** `displayName` is not mapped: it lives on the account. */
export const ProfileTable = new EntitySchema<Profile>({
  class: Profile,
  tableName: 'profile',
  properties: {
    userId: { type: 'uuid', primary: true },
    username: text,
    firstName: text,
    lastName: text,
    displayName: { type: 'text', persist: false },
    nickname: text,
    bio: text,
    location: text,
    websiteUrl: text,
    timezone: text,
    availability: text,
    interests: { type: 'array' },
    languages: { type: 'array' },
    experienceStartDate: { type: 'date', nullable: true },
    avatarFileId: { type: 'uuid', nullable: true },
    isPublic: { type: 'boolean' },
    showActivity: { type: 'boolean' },
    showSkills: { type: 'boolean' },
    showReputation: { type: 'boolean' },
    showExactPercToHub: { type: 'boolean' },
    searchText: { type: 'text' },
    completedAt: { type: 'Date', columnType: 'timestamptz', nullable: true },
    version: { type: 'integer' },
    createdAt: { type: 'Date', columnType: 'timestamptz' },
    updatedAt: { type: 'Date', columnType: 'timestamptz' },
  },
});

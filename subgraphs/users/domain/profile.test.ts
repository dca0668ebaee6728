import { describe, expect, test } from '@jest/globals';
import { completenessOf } from './completeness.ts';
import type { ProfileFacts } from './completeness.ts';
import { PLAIN_LINE } from '#kernel/plain-text';
import { editPortfolioItem, PortfolioItem } from './portfolio-item.ts';
import { Profile, searchTextOf, shownName } from './profile.ts';
import { editProfile } from './profile-edit.ts';
import type { ProfileInvalid } from './profile-edit.ts';
import type { ProfileEdit } from './profile.ts';
import { SEED_SKILLS, skillGap } from './skill.ts';

const now = new Date('2026-01-01T00:00:00Z');
const full: ProfileFacts = {
  name: 'Ada Lovelace',
  emailVerified: true,
  bio: 'x'.repeat(50),
  skills: 1,
  location: 'London',
  experienceStartDate: '2010-01-01',
  interests: 1,
  avatarFileId: null,
};

describe('completeness', () => {
  test('is 100 with everything, 90 without a picture, and reaches 80 although pictures cannot be uploaded yet', () => {
    expect(completenessOf({ ...full, avatarFileId: 'f' })).toEqual({ percent: 100, missing: [] });
    expect(completenessOf(full)).toEqual({ percent: 90, missing: ['avatar'] });
    expect(completenessOf({ ...full, interests: 0 }).percent).toBe(80);
  });

  test('stays below 80 without a verified e-mail, and does not count a bio of 49 characters', () => {
    expect(completenessOf({ ...full, emailVerified: false }).percent).toBeLessThan(80);
    expect(completenessOf({ ...full, bio: 'x'.repeat(49) }).missing).toContain('bio');
  });
});

describe('editing a profile', () => {
  const edited = (edit: ProfileEdit): { profile: Profile; invalid: ProfileInvalid | null } => {
    const profile = Object.assign(new Profile(), { bio: 'before', username: 'ada' });
    return { profile, invalid: editProfile(profile, edit, now) };
  };
  const wrong = (edit: ProfileEdit): string[] => edited(edit).invalid?.issues.map((issue) => issue.field) ?? [];

  test.each<[ProfileEdit, string]>([
    [{ nickname: 'x'.repeat(41) }, 'nickname'],
    [{ bio: '\u{1F600}'.repeat(281) }, 'bio'],
    [{ location: 'x'.repeat(81) }, 'location'],
    [{ websiteUrl: 'http://example.org' }, 'websiteUrl'],
    [{ websiteUrl: 'javascript:alert(1)' }, 'websiteUrl'],
    [{ websiteUrl: 'https://user:pw@example.org' }, 'websiteUrl'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ timezone: '+02:00' }, 'timezone'],
    [{ availability: 'ALWAYS' }, 'availability'],
    [{ experienceStartDate: '2026-01-02' }, 'experienceStartDate'],
    [{ experienceStartDate: '2021-02-30' }, 'experienceStartDate'],
    [{ username: 'a' }, 'username'],
    [{ username: 'Admin' }, 'username'],
    [{ username: 'ада' }, 'username'],
    [{ displayName: 'Ada\u202enimda' }, 'displayName'],
    [{ displayName: 'two\nlines' }, 'displayName'],
    [{ displayName: 'Ada\u200b' + 'Lovelace' }, 'displayName'],
    [{ interests: ['new\u2066'] }, 'interests'],
    [{ interests: Array.from({ length: 21 }, (_, n) => `i${n}`) }, 'interests'],
    [{ languages: ['x'.repeat(41)] }, 'languages'],
  ])('refuses %j', (edit, field) => {
    expect(wrong(edit)).toEqual([field]);
  });

  test('names every wrong field at once and changes nothing', () => {
    const { profile, invalid } = edited({ bio: 'after', nickname: 'x'.repeat(41), timezone: 'nowhere' });
    expect(invalid?.issues.map((issue) => issue.field)).toEqual(['nickname', 'timezone']);
    expect(profile.bio).toBe('before');
  });

  test('trims, empties, lowers the user name, keeps what is not named, and takes limits as characters, not bytes', () => {
    const { profile, invalid } = edited({
      username: 'Ada_1815',
      nickname: '  ',
      location: ' London ',
      timezone: 'Europe/London',
      websiteUrl: 'https://example.org/ada',
      interests: ['Maths', ' maths ', '', 'Poetry'],
      firstName: '\u{1F600}'.repeat(80),
      experienceStartDate: '2026-01-01',
    });
    expect(invalid).toBeNull();
    expect(profile).toMatchObject({ username: 'ada_1815', nickname: null, location: 'London', bio: 'before' });
    expect(profile.interests).toEqual(['maths', 'Poetry']);
  });
});

test('emoji and scripts that need joiners are plain text everywhere; overrides and controls are not', () => {
  for (const text of ['\u{1F469}\u{1F3FD}\u200d\u{1F680}', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645']) {
    expect(PLAIN_LINE.test(text)).toBe(true);
    expect(editPortfolioItem(new PortfolioItem(), { title: text, summary: `${text}\n${text}` })).toBeNull();
  }
  const refused = editPortfolioItem(new PortfolioItem(), { title: 'two\nlines', summary: '\u202efdp.exe' });
  expect(refused?.issues.map(({ field }) => field)).toEqual(['title', 'summary']);
});

test('the name that others read is the chosen one, else first and last, else the user name; search reads all of them', () => {
  const names = { displayName: null, firstName: 'Ada', lastName: 'King', username: 'ada', nickname: 'Countess' };
  expect(shownName({ ...names, displayName: 'A. K.' })).toBe('A. K.');
  expect(shownName(names)).toBe('Ada King');
  expect(shownName({ ...names, firstName: null, lastName: null })).toBe('ada');
  expect(searchTextOf(names)).toBe('ada king ada countess');
});

test('the skill gap is the five unheld skills with the highest demand x complexity, equal ones by name', () => {
  const held = new Set(SEED_SKILLS.filter((skill) => skill.name === 'TypeScript').map((skill) => skill.id));
  expect(skillGap(SEED_SKILLS, held).map((skill) => skill.name)).toEqual([
    'PostgreSQL',
    'Product Management',
    'JavaScript',
    'Legal Compliance',
    'React',
  ]);
  expect(skillGap(SEED_SKILLS, new Set(SEED_SKILLS.map((skill) => skill.id)))).toEqual([]);
});

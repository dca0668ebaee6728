import type { Person } from './person.ts';

/** The people of the story by their part in it. */
export interface Cast {
  readonly admin: Person;
  /** A second administrator: what moves much money takes two. */
  readonly auditor: Person;
  readonly founder: Person;
  readonly builder: Person;
  readonly investor: Person;
}

/** The administrator gives everybody the role that their part needs. */
export async function giveRoles({ admin, auditor, founder, builder, investor }: Cast): Promise<void> {
  const parts = [
    [auditor, 'ADMIN'],
    [founder, 'OWNER'],
    [builder, 'CONTRIBUTOR'],
    [investor, 'CONTRIBUTOR'],
  ] as const;
  for (const [{ id: userId }, role] of parts) {
    await admin.graph.ensure('assignRole', 'UserRolesChanged', { userId, role, reason: 'the demo story' }, [
      'ROLE_ALREADY_HELD',
    ]);
  }
}

/**
 * The builder fills in a profile and shows skills; the founder's has one skill and stays open, so that a newcomer can complete it in
 * the playground (its fourth tab) and earn XP.
 */
export async function showWhatOneCan({ admin, founder, builder }: Cast): Promise<void> {
  const { skills } = await builder.graph.ask<{ skills: { id: string; name: string }[] }>('{ skills { id name } }');
  const skillId = (name: string): string => {
    const skill = skills.find((one) => one.name === name);
    if (!skill) throw new Error(`the catalogue has no skill ${name}`);
    return skill.id;
  };
  for (const [name, level] of Object.entries({ TypeScript: 4, PostgreSQL: 3, 'UI/UX': 2 })) {
    await builder.graph.ensure('addSkill', 'SkillsUpdated', { skillId: skillId(name), level }, ['SKILL_ALREADY_HELD']);
  }
  const product = { skillId: skillId('Product Management'), level: 3 };
  await founder.graph.ensure('addSkill', 'SkillsUpdated', product, ['SKILL_ALREADY_HELD']);
  const { me } = await builder.graph.ask<{ me: { profile: { version: number } } }>('{ me { profile { version } } }');
  const profile = {
    expectedVersion: me.profile.version,
    bio: 'Turns rough ideas into things that run, and stays until they run well. Likes ledgers and small teams.',
    location: 'Montreal',
    interests: ['marketplaces', 'ledgers'],
    experienceStartDate: '2014-09-01',
  };
  await builder.graph.act('updateProfile', 'ProfileUpdated', profile, '__typename');
  await admin.graph.ensure('verifySkill', 'SkillVerified', { userId: builder.id, skillId: skillId('TypeScript') }, []);
  const praise = { userId: builder.id, skillId: skillId('TypeScript'), note: 'Shipped our prototype in two weeks.' };
  await founder.graph.ensure('endorseSkill', 'SkillEndorsed', praise, ['SKILL_ALREADY_ENDORSED']);
}

/** Founder and builder work together; the investor's request to the founder is still open. */
export async function meet({ founder, builder, investor }: Cast): Promise<void> {
  const colleague = { userId: builder.id, kind: 'COLLEAGUE' };
  await founder.graph.ensure('requestConnection', 'ConnectionChanged', colleague, ['ALREADY_CONNECTED']);
  // the other side's request is the same connection: asking back accepts it
  await builder.graph.ensure('requestConnection', 'ConnectionChanged', { userId: founder.id, kind: 'COLLEAGUE' }, [
    'ALREADY_CONNECTED',
  ]);
  const backer = { userId: founder.id, kind: 'INVESTOR' };
  await investor.graph.ensure('requestConnection', 'ConnectionChanged', backer, ['ALREADY_CONNECTED']);
}

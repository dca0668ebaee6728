/** What completeness is counted from. `email` means a verified one. */
export interface ProfileFacts {
  readonly name: string | null;
  readonly emailVerified: boolean;
  readonly bio: string | null;
  readonly skills: number;
  readonly location: string | null;
  readonly experienceStartDate: string | null;
  readonly interests: number;
  readonly avatarFileId: string | null;
}

/** From here on a profile counts as complete. */
export const COMPLETE_AT = 80;

const SHORTEST_BIO = 50;

/**
 * The seven facts and the picture, 100 in sum: nobody has to show a face, 90 is reachable without one. Nobody completes a profile under
 * an address that is not his, whatever the sum (storage/profiles.store.ts).
 */
const WEIGHTS: readonly { readonly field: string; readonly weight: number; has(facts: ProfileFacts): boolean }[] = [
  { field: 'name', weight: 15, has: (facts) => facts.name !== null },
  { field: 'email', weight: 15, has: (facts) => facts.emailVerified },
  { field: 'bio', weight: 15, has: (facts) => [...(facts.bio ?? '')].length >= SHORTEST_BIO },
  { field: 'skills', weight: 15, has: (facts) => facts.skills >= 1 },
  { field: 'location', weight: 10, has: (facts) => facts.location !== null },
  { field: 'experience', weight: 10, has: (facts) => facts.experienceStartDate !== null },
  { field: 'interests', weight: 10, has: (facts) => facts.interests >= 1 },
  { field: 'avatar', weight: 10, has: (facts) => facts.avatarFileId !== null },
];

/** 0 to 100, and the fields that are still missing, heaviest first. */
export function completenessOf(facts: ProfileFacts): { percent: number; missing: string[] } {
  const held = WEIGHTS.filter((part) => part.has(facts));
  return {
    percent: held.reduce((sum, part) => sum + part.weight, 0),
    missing: WEIGHTS.filter((part) => !held.includes(part)).map((part) => part.field),
  };
}

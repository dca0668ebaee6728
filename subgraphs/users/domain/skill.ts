/** A skill of the catalogue. Demand and complexity: 1 (low) to 5. */
export interface CatalogueSkill {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly demand: number;
  readonly complexity: number;
}

const row = (ordinal: number, name: string, category: string, demand: number, complexity: number): CatalogueSkill => ({
  id: `01900000-0000-7000-8000-${ordinal.toString(16).padStart(12, '0')}`,
  name,
  category,
  demand,
  complexity,
});

/** The catalogue that every installation starts with; the ids are the same everywhere. */
export const SEED_SKILLS: readonly CatalogueSkill[] = [
  row(1, 'JavaScript', 'ENGINEERING', 5, 3),
  row(2, 'TypeScript', 'ENGINEERING', 5, 4),
  row(3, 'React', 'ENGINEERING', 5, 3),
  row(4, 'Node.js', 'ENGINEERING', 4, 3),
  row(5, 'Prisma', 'ENGINEERING', 3, 2),
  row(6, 'PostgreSQL', 'ENGINEERING', 4, 4),
  row(7, 'UI/UX', 'DESIGN', 4, 3),
  row(8, 'Product Management', 'PRODUCT', 4, 4),
  row(9, 'Business Development', 'BUSINESS', 3, 3),
  row(10, 'Marketing', 'BUSINESS', 3, 2),
  row(11, 'Legal Compliance', 'LEGAL', 3, 5),
  row(12, 'Financial Planning', 'FINANCE', 3, 4),
];

const GAP_LENGTH = 5;

/** The skills of the catalogue that are not held, by demand x complexity, at most five; equal ones by name. */
export function skillGap(catalogue: readonly CatalogueSkill[], heldIds: ReadonlySet<string>): CatalogueSkill[] {
  return catalogue
    .filter((skill) => !heldIds.has(skill.id))
    .sort((a, b) => b.demand * b.complexity - a.demand * a.complexity || (a.name < b.name ? -1 : 1))
    .slice(0, GAP_LENGTH);
}

/** What an endorsement weighs: the endorser's own level in the skill, 1 when he does not hold it. */
export function endorsementWeight(endorserLevel: number | null): number {
  return endorserLevel ?? 1;
}

/** How many skills one user lists. */
export const LONGEST_SKILL_LIST = 100;

export const LONGEST_ENDORSEMENT_NOTE = 200;

export function isSkillLevel(level: number): boolean {
  return Number.isInteger(level) && level >= 1 && level <= 5;
}

/** The system roles, weakest first. A level orders them; it never stands in for a permission. */
export const ROLES = [
  { name: 'GUEST', level: 5, description: 'Registered, e-mail not verified yet: reads.' },
  { name: 'VIEWER', level: 10, description: 'Reads, and is kept from taking part.' },
  { name: 'MEMBER', level: 20, description: 'E-mail verified: takes part, and does not found ventures yet.' },
  { name: 'CONTRIBUTOR', level: 40, description: 'The member pack is in effect: founds and edits ventures.' },
  { name: 'OWNER', level: 60, description: 'Holds a seat: runs ventures and teams.' },
  { name: 'ADMIN', level: 80, description: 'Runs the platform, except for its own rights and its backups.' },
  { name: 'SUPER_ADMIN', level: 100, description: 'Holds every permission; at least one stays for ever.' },
] as const;

export type RoleName = (typeof ROLES)[number]['name'];

/** From this level on a role is given by hand only, never by an event. */
export const ADMIN_LEVEL = 80;

const LEVELS = new Map<string, number>(ROLES.map((role) => [role.name, role.level]));

/** The highest level among `roles`; 0 for nobody. An unknown name counts nothing. */
export function levelOf(roles: readonly string[]): number {
  return Math.max(0, ...roles.map((role) => LEVELS.get(role) ?? 0));
}

/** Roles and permissions that hold for one user at one moment: what goes into a token. */
export interface Grants {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

import type { RoleName } from './role.ts';

/**
 * The catalogue: every permission that the platform asks for, as `resource.action`. A permission that is not in here cannot be granted,
 * and one that nobody was granted is refused: there is no bypass by level.
 */
const CATALOGUE = {
  user: 'create read update delete list',
  venture: 'create read update delete list approve',
  team: 'create read update delete list manage',
  buz: 'view transfer stake unstake admin',
  subscription: 'create read update delete list manage',
  legal: 'create read update delete sign approve',
  analytics: 'view export admin',
  system: 'admin logs settings backup read write',
  umbrella: 'view create update delete',
  journey: 'view update admin',
  project: 'read write delete admin',
  equity: 'read write admin',
  contract: 'read write sign admin',
  opportunity: 'create read update delete apply review',
  gamification: 'view award admin',
  notification: 'send admin',
  file: 'upload read delete share',
  insights: 'view admin',
  kyc: 'review',
  revenue: 'record approve pay',
} as const;

export const PERMISSIONS: readonly string[] = Object.entries(CATALOGUE).flatMap(([resource, actions]) =>
  actions.split(' ').map((action) => `${resource}.${action}`),
);

function grants(...rows: string[]): string[] {
  return rows.flatMap((row) => {
    const [resource, actions] = row.split(': ') as [string, string];
    return actions.split(' ').map((action) => `${resource}.${action}`);
  });
}

const READS = grants(
  'user: read',
  'venture: read list',
  'team: read list',
  'buz: view',
  'subscription: read',
  'legal: read',
  'analytics: view',
  'umbrella: view',
  'journey: view',
  'opportunity: read',
  'gamification: view',
);

const MEMBER = [
  ...READS,
  ...grants('buz: transfer stake unstake', 'legal: sign', 'umbrella: create', 'opportunity: apply', 'project: read'),
  ...grants('contract: read sign', 'file: upload read', 'insights: view'),
];

const CONTRIBUTOR = [
  ...MEMBER,
  ...grants('venture: create update', 'project: write', 'equity: read', 'contract: write'),
  ...grants('opportunity: create update', 'file: share delete'),
];

const OWNER = [
  ...CONTRIBUTOR,
  ...grants('user: list', 'venture: approve', 'team: create update manage', 'subscription: list', 'umbrella: update'),
  ...grants('journey: update', 'project: delete', 'equity: write', 'opportunity: delete review', 'revenue: record'),
];

const KEPT_FROM_ADMIN = new Set(['system.admin', 'system.backup']);

/** What each role is granted from the start: the seed of `role_permission`. Every grant is stated; a role inherits nothing at run time. */
export const SEED_GRANTS: Readonly<Record<RoleName, readonly string[]>> = {
  GUEST: READS,
  VIEWER: READS,
  MEMBER,
  CONTRIBUTOR,
  OWNER,
  ADMIN: PERMISSIONS.filter((permission) => !KEPT_FROM_ADMIN.has(permission)),
  SUPER_ADMIN: PERMISSIONS,
};

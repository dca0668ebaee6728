import type { AccessRule, AccessTable } from '#chassis/graphql/access';
import type { Scope } from '#chassis/mount/scope';
import { maySeeAccount } from '../domain/policy.ts';
import type { UsersPorts } from '../outside/ports.ts';

type Rule = AccessRule<UsersPorts>;

/** Each of these fields under its name, open to whoever may see the object that they are of. */
function open<Field extends string>(...fields: Field[]): Record<Field, 'open'> {
  return Object.fromEntries(fields.map((field) => [field, 'open'])) as Record<Field, 'open'>;
}

/** What is nobody's business but the person's and the administrators'. */
function ownOnly(idOf: (parent: never) => string): Rule {
  return {
    why: 'it is for the person alone and for administrators',
    allows: (parent: never, _args: Record<string, unknown>, scope: Scope<UsersPorts>) =>
      maySeeAccount(scope.caller, idOf(parent)),
  };
}

const own = ownOnly((user: { id: string }) => user.id);
const ownProfile = ownOnly((profile: { userId: string }) => profile.userId);
const administers: Rule = { permission: 'user.update' };
const readsUsers: Rule = { permission: 'user.read' };
const refused = open('code', 'message');

/** The second layer for the people half: a rule for every field. Sections that a person hides are decided by the policy, in the reads. */
export const peopleAccess: AccessTable<UsersPorts> = {
  User: {
    ...open('profile', 'showsReputation', 'showsActivity', 'skills', 'portfolio', 'avatar'),
    skillGap: own,
    roles: own,
  },
  Query: {
    publicProfile: readsUsers,
    searchUsers: readsUsers,
    skills: 'signedIn',
    myContacts: 'signedIn',
    roles: 'signedIn',
    permissions: 'signedIn',
    myPermissions: 'signedIn',
    can: 'signedIn',
    rbacStats: administers,
  },
  Mutation: {
    updateProfile: 'signedIn',
    updatePrivacy: 'signedIn',
    uploadAvatar: 'signedIn',
    removeAvatar: 'signedIn',
    addSkill: 'signedIn',
    setSkillLevel: 'signedIn',
    removeSkill: 'signedIn',
    endorseSkill: readsUsers,
    verifySkill: administers,
    requestConnection: readsUsers,
    respondConnection: 'signedIn',
    cancelConnection: 'signedIn',
    addPortfolioItem: 'signedIn',
    updatePortfolioItem: 'signedIn',
    removePortfolioItem: 'signedIn',
    orderPortfolio: 'signedIn',
    assignRole: administers,
    revokeRole: administers,
    grantPermission: { permission: 'system.admin' },
    revokePermission: { permission: 'system.admin' },
    suspendUser: administers,
    reinstateUser: administers,
  },
  Profile: {
    ...open('userId', 'username', 'firstName', 'lastName', 'nickname', 'bio', 'location', 'websiteUrl', 'timezone'),
    ...open('availability', 'interests', 'languages', 'experienceStartDate', 'lastActiveAt'),
    completeness: ownProfile,
    missing: ownProfile,
    completedAt: ownProfile,
    version: ownProfile,
    privacy: ownProfile,
  },
  Avatar: open('url', 'type', 'width', 'height', 'setAt'),
  ProfilePrivacy: open('isPublic', 'showActivity', 'showSkills', 'showReputation', 'showExactPercToHub'),
  Skill: open('id', 'name', 'category', 'demand', 'complexity'),
  UserSkill: open('skill', 'level', 'verifiedAt', 'endorsementCount', 'endorsedByMe', 'endorsements'),
  Endorsement: open('id', 'endorser', 'weight', 'note', 'createdAt'),
  EndorsementConnection: open('edges', 'pageInfo'),
  EndorsementEdge: open('cursor', 'node'),
  Contact: open('id', 'kind', 'status', 'requestedAt', 'respondedAt', 'user', 'askedByMe'),
  ContactConnection: open('edges', 'pageInfo'),
  ContactEdge: open('cursor', 'node'),
  FoundUserConnection: open('edges', 'pageInfo'),
  FoundUserEdge: open('cursor', 'node'),
  PageInfo: open('hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'),
  PortfolioItem: open('id', 'title', 'summary', 'externalUrl', 'isPublic', 'createdAt', 'updatedAt'),
  Role: open('name', 'level', 'description', 'permissions'),
  RoleHolding: open('role', 'assignedAt', 'assignedBy', 'reason', 'expiresAt'),
  RoleCount: open('role', 'holders', 'permissions', 'expiringSoon'),
  ProfileUpdated: open('user'),
  AvatarChanged: open('user'),
  SkillsUpdated: open('user'),
  SkillEndorsed: open('user'),
  SkillVerified: open('user'),
  PortfolioUpdated: open('user'),
  UserRolesChanged: open('user'),
  UserStatusChanged: open('user'),
  ConnectionChanged: open('connectionId', 'contact'),
  RoleChanged: open('role'),
  FieldIssue: open('field', 'message'),
  NotFound: refused,
  Forbidden: refused,
  StepUpRequired: { ...refused, ...open('mutation') },
  ProfileInvalid: { ...refused, ...open('issues') },
  ProfileOutdated: { ...refused, ...open('currentVersion') },
  UsernameTaken: refused,
  AvatarFileRefused: refused,
  SkillAlreadyHeld: refused,
  SkillLevelInvalid: refused,
  SkillListFull: refused,
  SkillOwnEndorsement: refused,
  SkillAlreadyEndorsed: refused,
  SkillNoteTooLong: refused,
  ConnectionToSelf: refused,
  AlreadyConnected: refused,
  ConnectionNotPending: refused,
  PortfolioItemInvalid: { ...refused, ...open('issues') },
  PortfolioFull: refused,
  PortfolioOrderInvalid: refused,
  RoleExpiryPassed: refused,
  RoleAlreadyHeld: refused,
  RoleNotHeld: refused,
  LastSuperAdmin: refused,
  PermissionUnknown: refused,
  AccountStatusRefused: refused,
};

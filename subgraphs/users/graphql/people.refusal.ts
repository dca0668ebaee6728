import { Field, Int, ObjectType } from 'type-graphql';
import { RefusalType } from '#chassis/graphql/refusal.type';

const says = (description: string) => ({ implements: RefusalType, description });

@ObjectType('FieldIssue', { description: 'What is wrong with one field of an input.' })
export class FieldIssue {
  @Field({ description: 'The name of the field.' })
  field!: string;

  @Field({ description: 'What it has to be.' })
  message!: string;
}

@ObjectType('ProfileInvalid', says('Some fields are not acceptable; nothing was changed.'))
export class ProfileInvalid extends RefusalType {
  @Field(() => [FieldIssue], { description: 'Every field that is wrong.' })
  issues!: FieldIssue[];
}

@ObjectType('ProfileOutdated', says('The profile was changed meanwhile: read it again.'))
export class ProfileOutdated extends RefusalType {
  @Field(() => Int, { description: 'The version that the profile has now.' })
  currentVersion!: number;
}

@ObjectType('UsernameTaken', says('Somebody else has this user name.'))
export class UsernameTaken extends RefusalType {}

@ObjectType('AvatarFileRefused', says('The file is not one that was uploaded just now, by you, as a picture of you.'))
export class AvatarFileRefused extends RefusalType {}

@ObjectType('SkillAlreadyHeld', says('The skill is on the list already.'))
export class SkillAlreadyHeld extends RefusalType {}

@ObjectType('SkillLevelInvalid', says('A level is a whole number from 1 to 5.'))
export class SkillLevelInvalid extends RefusalType {}

@ObjectType('SkillListFull', says('No more skills fit.'))
export class SkillListFull extends RefusalType {}

@ObjectType('SkillOwnEndorsement', says('Nobody endorses himself.'))
export class SkillOwnEndorsement extends RefusalType {}

@ObjectType('SkillAlreadyEndorsed', says('One endorsement per person and skill.'))
export class SkillAlreadyEndorsed extends RefusalType {}

@ObjectType('SkillNoteTooLong', says('The note has more than 200 characters.'))
export class SkillNoteTooLong extends RefusalType {}

@ObjectType('ConnectionToSelf', says('Nobody connects with himself.'))
export class ConnectionToSelf extends RefusalType {}

@ObjectType('AlreadyConnected', says('The two are connected already.'))
export class AlreadyConnected extends RefusalType {}

@ObjectType('ConnectionNotPending', says('The request was answered already, or there is nothing to withdraw.'))
export class ConnectionNotPending extends RefusalType {}

@ObjectType('PortfolioItemInvalid', says('Some fields are not acceptable; nothing was changed.'))
export class PortfolioItemInvalid extends RefusalType {
  @Field(() => [FieldIssue], { description: 'Every field that is wrong.' })
  issues!: FieldIssue[];
}

@ObjectType('PortfolioFull', says('No more items fit.'))
export class PortfolioFull extends RefusalType {}

@ObjectType('PortfolioOrderInvalid', says('The order does not name each item exactly once.'))
export class PortfolioOrderInvalid extends RefusalType {}

@ObjectType('RoleExpiryPassed', says('The role would already have expired.'))
export class RoleExpiryPassed extends RefusalType {}

@ObjectType('RoleAlreadyHeld', says('The person holds this role already.'))
export class RoleAlreadyHeld extends RefusalType {}

@ObjectType('RoleNotHeld', says('The person does not hold this role.'))
export class RoleNotHeld extends RefusalType {}

@ObjectType('LastSuperAdmin', says('Somebody has to stay SUPER_ADMIN without an end.'))
export class LastSuperAdmin extends RefusalType {}

@ObjectType('PermissionUnknown', says('There is no such permission in the catalogue.'))
export class PermissionUnknown extends RefusalType {}

@ObjectType('AccountStatusRefused', says('An account in this status cannot become that.'))
export class AccountStatusRefused extends RefusalType {}

@ObjectType('AnnouncementInvalid', says('Some fields are not acceptable; nobody was told anything.'))
export class AnnouncementInvalid extends RefusalType {
  @Field(() => [FieldIssue], { description: 'Every field that is wrong.' })
  issues!: FieldIssue[];
}

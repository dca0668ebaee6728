import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Refusal } from '#kernel/refusal';
import { PageArgs, readConnection } from '#chassis/graphql/connection';
import { Forbidden, NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { addSkill, removeSkill, setSkillLevel } from '../actions/edit-skills.ts';
import { endorseSkill } from '../actions/endorse-skill.ts';
import { verifySkill } from '../actions/verify-skill.ts';
import { endorsementsLoader } from '../reads/endorsements.loader.ts';
import { catalogueLoader, skillGapOf, userSkillsLoader } from '../reads/skills.ts';
import { seesSection, visibleUser } from '../reads/user.loader.ts';
import {
  SkillAlreadyEndorsed,
  SkillAlreadyHeld,
  SkillLevelInvalid,
  SkillListFull,
  SkillNoteTooLong,
  SkillOwnEndorsement,
} from './people.refusal.ts';
import { aboutUser, SkillEndorsed, SkillsUpdated, SkillVerified } from './people.result.ts';
import {
  AddSkillInput,
  EndorseSkillInput,
  RemoveSkillInput,
  SetSkillLevelInput,
  VerifySkillInput,
} from './skill.input.ts';
import { Endorsement, EndorsementConnection, Skill, UserSkill } from './skill.type.ts';
import { User } from './user.type.ts';

const AddSkillResult = resultUnion('AddSkillResult', [
  SkillsUpdated,
  NotFound,
  SkillAlreadyHeld,
  SkillLevelInvalid,
  SkillListFull,
]);
const SetSkillLevelResult = resultUnion('SetSkillLevelResult', [SkillsUpdated, NotFound, SkillLevelInvalid]);
const RemoveSkillResult = resultUnion('RemoveSkillResult', [SkillsUpdated, NotFound]);
const EndorseSkillResult = resultUnion('EndorseSkillResult', [
  SkillEndorsed,
  NotFound,
  SkillOwnEndorsement,
  SkillAlreadyEndorsed,
  SkillNoteTooLong,
]);
const VerifySkillResult = resultUnion('VerifySkillResult', [SkillVerified, NotFound, Forbidden]);

@Resolver(() => User)
export class UserSkillsResolver {
  @Directive('@authenticated')
  @FieldResolver(() => [UserSkill], {
    nullable: true,
    description: 'What the person can do, best first, at most 100; null when it is not shown.',
  })
  async skills(@Root() user: User, @Ctx() scope: Scope): Promise<UserSkill[] | null> {
    if (!(await seesSection(scope, user.id, 'skills'))) return null;
    return [...(await scope.loader(userSkillsLoader).load(user.id))];
  }

  @Directive('@authenticated')
  @FieldResolver(() => [Skill], {
    nullable: true,
    description: 'The five unheld skills of the catalogue with the highest demand x complexity. For oneself.',
  })
  async skillGap(@Root() user: User, @Ctx() scope: Scope): Promise<Skill[]> {
    return skillGapOf(scope, user.id);
  }
}

@Resolver(() => UserSkill)
export class EndorsementsResolver {
  @Directive('@authenticated')
  @FieldResolver(() => EndorsementConnection, { nullable: true, description: 'Who vouches for it, newest first.' })
  async endorsements(@Root() held: UserSkill, @Args(() => PageArgs) page: PageArgs, @Ctx() scope: Scope) {
    const key = { userId: held.userId, skillId: held.skill.id };
    return readConnection(
      scope,
      { name: 'endorsements', filter: key },
      page,
      (request) => scope.loader(endorsementsLoader).load({ ...key, ...request }),
      (row): Endorsement => row,
    );
  }
}

@Resolver(() => Endorsement)
export class EndorserResolver {
  @Directive('@authenticated')
  @FieldResolver(() => User, { nullable: true, description: 'Who vouches; null when one may not see him.' })
  async endorser(@Root() endorsement: Endorsement, @Ctx() scope: Scope): Promise<User | null> {
    return visibleUser(scope, endorsement.endorserId);
  }
}

@Resolver()
export class SkillResolver {
  @Directive('@authenticated')
  @Directive('@cacheControl(maxAge: 300)')
  @Query(() => [Skill], { nullable: true, description: 'The catalogue of skills, in the order of names.' })
  async skills(@Ctx() scope: Scope): Promise<Skill[]> {
    return [...(await scope.loader(catalogueLoader).load('all'))];
  }

  @Directive('@authenticated')
  @Mutation(() => AddSkillResult, { nullable: true, description: "Adds a skill of the catalogue to one's own." })
  async addSkill(
    @Arg('input', { description: 'Which, and how well.' }) input: AddSkillInput,
    @Ctx() scope: Scope,
  ): Promise<SkillsUpdated | Refusal> {
    return aboutUser(scope, await addSkill(scope, input));
  }

  @Directive('@authenticated')
  @Mutation(() => SetSkillLevelResult, {
    nullable: true,
    description: 'Changes the level of a skill; it is not verified any more then.',
  })
  async setSkillLevel(
    @Arg('input', { description: 'Which, and how well.' }) input: SetSkillLevelInput,
    @Ctx() scope: Scope,
  ): Promise<SkillsUpdated | Refusal> {
    return aboutUser(scope, await setSkillLevel(scope, input));
  }

  @Directive('@authenticated')
  @Mutation(() => RemoveSkillResult, { nullable: true, description: 'Removes a skill with its endorsements.' })
  async removeSkill(
    @Arg('input', { description: 'Which.' }) input: RemoveSkillInput,
    @Ctx() scope: Scope,
  ): Promise<SkillsUpdated | Refusal> {
    return aboutUser(scope, await removeSkill(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["user.read"]])')
  @Mutation(() => EndorseSkillResult, { nullable: true, description: 'Vouches for a skill of somebody else, once.' })
  async endorseSkill(
    @Arg('input', { description: 'Whose, and which.' }) input: EndorseSkillInput,
    @Ctx() scope: Scope,
  ): Promise<SkillEndorsed | Refusal> {
    return aboutUser(scope, await endorseSkill(scope, input));
  }

  @Directive('@requiresScopes(scopes: [["user.update"]])')
  @Mutation(() => VerifySkillResult, {
    nullable: true,
    description: 'Confirms a skill of somebody else at its present level.',
  })
  async verifySkill(
    @Arg('input', { description: 'Whose, and which.' }) input: VerifySkillInput,
    @Ctx() scope: Scope,
  ): Promise<SkillVerified | Refusal> {
    return aboutUser(scope, await verifySkill(scope, input));
  }
}

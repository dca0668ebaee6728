import { AnnouncementResolver, AnnouncementSentResolver, LiveAnnouncementResolver } from './announcement.resolver.ts';
import { AvatarResolver } from './avatar.resolver.ts';
import { ContactResolver } from './contact.resolver.ts';
import { PortfolioResolver } from './portfolio.resolver.ts';
import { ProfileResolver } from './profile.resolver.ts';
import { RoleHoldingResolver, RoleResolver, UserRolesResolver } from './role.resolver.ts';
import { SearchResolver } from './search.resolver.ts';
import { EndorsementsResolver, EndorserResolver, SkillResolver, UserSkillsResolver } from './skill.resolver.ts';
import { StandingResolver } from './standing.resolver.ts';

/** Every resolver of the people half. */
export const peopleResolvers = [
  ProfileResolver,
  AvatarResolver,
  SearchResolver,
  UserSkillsResolver,
  SkillResolver,
  EndorsementsResolver,
  EndorserResolver,
  ContactResolver,
  PortfolioResolver,
  UserRolesResolver,
  RoleHoldingResolver,
  RoleResolver,
  StandingResolver,
  AnnouncementResolver,
  AnnouncementSentResolver,
  LiveAnnouncementResolver,
] as const;

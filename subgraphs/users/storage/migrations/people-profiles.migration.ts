import { Migration } from '@mikro-orm/migrations';
import { SEED_SKILLS } from '../../domain/skill.ts';

/** Profiles, skills, endorsements, connections and portfolios. The checks repeat the limits of the domain: the last line, not the first. */
export class PeopleProfiles extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...INDEXES]) this.addSql(statement);
    const rows = SEED_SKILLS.map(
      (skill) => `('${skill.id}', '${skill.name}', '${skill.category}', ${skill.demand}, ${skill.complexity})`,
    );
    this.addSql(`insert into skill (id, name, category, demand, complexity) values ${rows.join(', ')}`);
  }
}

const TABLES = [
  `create table profile (
    user_id uuid primary key references account on delete cascade,
    username text unique check (username = lower(username) and length(username) between 3 and 30),
    first_name text check (length(first_name) <= 80),
    last_name text check (length(last_name) <= 80),
    nickname text check (length(nickname) <= 40),
    bio text check (length(bio) <= 280),
    location text check (length(location) <= 80),
    website_url text check (length(website_url) <= 200),
    timezone text,
    availability text,
    interests text[] not null default '{}' check (cardinality(interests) <= 20),
    languages text[] not null default '{}' check (cardinality(languages) <= 20),
    experience_start_date date,
    avatar_file_id uuid,
    is_public boolean not null default true,
    show_activity boolean not null default true,
    show_skills boolean not null default true,
    show_reputation boolean not null default true,
    show_exact_perc_to_hub boolean not null default false,
    search_text text not null default '',
    completed_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create table skill (
    id uuid primary key,
    name citext not null unique,
    category text not null,
    demand integer not null check (demand between 1 and 5),
    complexity integer not null check (complexity between 1 and 5)
  )`,
  `create table user_skill (
    user_id uuid not null references account on delete cascade,
    skill_id uuid not null references skill,
    level integer not null check (level between 1 and 5),
    added_at timestamptz not null,
    verified_at timestamptz,
    verified_by uuid,
    primary key (user_id, skill_id)
  )`,
  // outlives the skill of the user: a skill that is removed, added and verified again is not a second achievement
  `create table skill_verification (
    user_id uuid not null references account on delete cascade,
    skill_id uuid not null references skill,
    verified_by uuid not null,
    verified_at timestamptz not null,
    primary key (user_id, skill_id)
  )`,
  `create table endorsement (
    id uuid primary key,
    endorser_id uuid not null references account on delete cascade,
    endorsed_id uuid not null,
    skill_id uuid not null,
    weight integer not null check (weight between 1 and 5),
    note text check (length(note) <= 200),
    created_at timestamptz not null,
    check (endorser_id <> endorsed_id),
    unique (endorser_id, endorsed_id, skill_id),
    foreign key (endorsed_id, skill_id) references user_skill (user_id, skill_id) on delete cascade
  )`,
  `create table user_connection (
    id uuid primary key,
    requester_id uuid not null references account on delete cascade,
    target_id uuid not null references account on delete cascade,
    low_id uuid not null generated always as (least(requester_id, target_id)) stored,
    high_id uuid not null generated always as (greatest(requester_id, target_id)) stored,
    kind text not null,
    status text not null check (status in ('PENDING', 'ACCEPTED', 'REJECTED')),
    requested_at timestamptz not null,
    responded_at timestamptz,
    check (requester_id <> target_id),
    unique (low_id, high_id)
  )`,
  `create table portfolio_item (
    id uuid primary key,
    user_id uuid not null references account on delete cascade,
    title text not null check (length(title) between 1 and 120),
    summary text check (length(summary) <= 300),
    external_url text check (external_url like 'https://%' and length(external_url) <= 500),
    is_public boolean not null default true,
    position integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
];

const INDEXES = [
  `create index profile_search on profile using gin (search_text gin_trgm_ops)`,
  `create index profile_location on profile using gin (lower(location) gin_trgm_ops)`,
  `create index user_skill_holders on user_skill (skill_id)`,
  `create index endorsement_of on endorsement (endorsed_id, skill_id)`,
  `create index user_connection_high on user_connection (high_id)`,
  `create index portfolio_of on portfolio_item (user_id, position, id)`,
];

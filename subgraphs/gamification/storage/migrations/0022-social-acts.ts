import { Migration } from '@mikro-orm/migrations';

/** What people do here themselves: goals, ideas, thanks and polls. The log holds the fact of each; these hold its words. */
export class SocialActs extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...INDEXES]) this.addSql(statement);
  }
}

const TABLES = [
  `create table goal (
    id uuid primary key,
    user_id uuid not null,
    title text not null check (length(title) between 1 and 120),
    target integer not null check (target > 0),
    current integer not null default 0 check (current between 0 and target),
    unit text not null check (length(unit) between 1 and 30),
    deadline timestamptz,
    priority text not null check (priority in ('LOW', 'MEDIUM', 'HIGH')),
    status text not null check (status in ('ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    version integer not null default 1,
    created_at timestamptz not null,
    completed_at timestamptz,
    check ((status = 'COMPLETED') = (completed_at is not null)),
    check (status <> 'COMPLETED' or current = target)
  )`,
  `create table idea (
    id uuid primary key,
    author_id uuid not null,
    title text not null check (length(title) between 1 and 120),
    text text not null check (length(text) between 1 and 4000),
    day date not null,
    posted_at timestamptz not null,
    withdrawn_at timestamptz
  )`,
  `create table kudos (
    id uuid primary key,
    giver_id uuid not null,
    receiver_id uuid not null,
    text text not null check (length(text) between 1 and 280),
    day date not null,
    given_at timestamptz not null,
    withdrawn_at timestamptz,
    check (giver_id <> receiver_id),
    unique (giver_id, receiver_id, day)
  )`,
  `create table poll (
    id uuid primary key,
    author_id uuid not null,
    question text not null check (length(question) between 1 and 200),
    day date not null,
    created_at timestamptz not null,
    closes_at timestamptz not null,
    withdrawn_at timestamptz,
    check (closes_at > created_at)
  )`,
  `create table poll_option (
    poll_id uuid not null references poll,
    position integer not null check (position between 1 and 10),
    text text not null check (length(text) between 1 and 100),
    primary key (poll_id, position)
  )`,
  // one vote per person: the primary key
  `create table poll_vote (
    poll_id uuid not null,
    voter_id uuid not null,
    position integer not null,
    voted_at timestamptz not null,
    primary key (poll_id, voter_id),
    foreign key (poll_id, position) references poll_option (poll_id, position)
  )`,
];

const INDEXES = [
  'create index goal_of on goal (user_id, id desc)',
  'create index idea_shown on idea (id desc) where withdrawn_at is null',
  'create index idea_of on idea (author_id, id desc)',
  'create index kudos_to on kudos (receiver_id, id desc) where withdrawn_at is null',
  'create index kudos_from on kudos (giver_id, id desc)',
  'create index poll_shown on poll (id desc) where withdrawn_at is null',
  'create index poll_of on poll (author_id, day)',
  'create index poll_vote_for on poll_vote (poll_id, position)',
];

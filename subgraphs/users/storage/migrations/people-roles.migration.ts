import { Migration } from '@mikro-orm/migrations';
import { PERMISSIONS, SEED_GRANTS } from '../../domain/permission.ts';
import { ROLES } from '../../domain/role.ts';

/** Roles, permissions, and who holds which role: every grant is a row, seeded from the catalogue in domain/permission.ts. */
export class PeopleRoles extends Migration {
  override async up(): Promise<void> {
    this.addSql(`create table role (
      name text primary key,
      level integer not null unique,
      description text not null
    )`);
    this.addSql(`create table permission (
      name text primary key check (name ~ '^[a-z]+\\.[a-z]+$')
    )`);
    this.addSql(`create table role_permission (
      role text not null references role,
      permission text not null references permission,
      granted_by uuid,
      granted_at timestamptz,
      primary key (role, permission)
    )`);
    this.addSql(`create table user_role (
      id uuid primary key,
      user_id uuid not null references account on delete cascade,
      role text not null references role,
      assigned_by uuid,
      reason text not null check (length(reason) between 1 and 500),
      assigned_at timestamptz not null,
      expires_at timestamptz check (expires_at > assigned_at),
      revoked_at timestamptz,
      revoked_by uuid,
      revoke_reason text check (length(revoke_reason) between 1 and 500)
    )`);
    this.addSql(`create unique index user_role_held on user_role (user_id, role) where revoked_at is null`);
    this.addSql(`create index user_role_holders on user_role (role) where revoked_at is null`);
    this.addSql(
      `create index user_role_expiring on user_role (expires_at) where revoked_at is null and expires_at is not null`,
    );
    this.addSql(
      `insert into role (name, level, description) values ${ROLES.map((role) => `(${text(role.name)}, ${role.level}, ${text(role.description)})`).join(', ')}`,
    );
    this.addSql(`insert into permission (name) values ${PERMISSIONS.map((name) => `(${text(name)})`).join(', ')}`);
    const grants = Object.entries(SEED_GRANTS).flatMap(([role, names]) =>
      names.map((name) => `(${text(role)}, ${text(name)})`),
    );
    this.addSql(`insert into role_permission (role, permission) values ${grants.join(', ')}`);
  }
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

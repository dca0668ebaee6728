import { joinParts, type Part } from '#chassis/mount/part';
import type { Subgraph } from '#chassis/mount/subgraph';
import { expireRoles } from './actions/expire-roles.ts';
import { SEND_MAIL } from './actions/queue-mail.ts';
import { MAIL_ON_REQUEST, mailOnRequest } from './actions/resend-verification.ts';
import { sendMail } from './actions/send-mail.ts';
import { tendIdentity } from './actions/tend-identity.ts';
import { identityResolvers } from './graphql/identity.resolvers.ts';
import { peopleResolvers } from './graphql/people.resolvers.ts';
import { resolveUser } from './graphql/user.resolver.ts';
import { usersAccess } from './graphql/users.access.ts';
import { folderMailer, smtpMailer } from './outside/mailer.ts';
import { argon2Hasher } from './outside/password-hasher.ts';
import type { UsersPorts } from './outside/ports.ts';
import { secretBox } from './outside/secret-box.ts';
import { joseSigner } from './outside/token-signer.ts';
import { totpCodes } from './outside/totp-codes.ts';
import { changesOfUsers } from './parts/changes.ts';
import { ANNOUNCEMENT_TOPIC, announcementSent } from './published/announcement.events.ts';
import { peopleEvents } from './published/people.events.ts';
import { identityEvents, userAccessChanged } from './published/users.events.ts';
import { ACCESS_TOPIC } from './reads/access-changes.ts';
import type { UsersSettings } from './settings.ts';
import { AccountTable } from './storage/account.table.ts';
import { ConnectionTable } from './storage/connection.table.ts';
import { usersMigrations } from './storage/migrations/index.ts';
import { PortfolioItemTable } from './storage/portfolio-item.table.ts';
import { ProfileTable } from './storage/profile.table.ts';

/** Everything of users but what it tells the door of its changes. */
const people: Part<UsersPorts> = {
  resolvers: [...identityResolvers, ...peopleResolvers],
  access: usersAccess,
  publishes: [...identityEvents, ...peopleEvents, announcementSent],
  reactions: [],
  live: [
    { on: userAccessChanged, topicsOf: () => [ACCESS_TOPIC] },
    { on: announcementSent, topicsOf: () => [ANNOUNCEMENT_TOPIC] },
  ],
  jobs: [
    { task: SEND_MAIL, run: sendMail },
    { task: MAIL_ON_REQUEST, run: mailOnRequest },
    { task: 'tend-identity', cron: '7 * * * *', run: tendIdentity },
    { task: 'expire-roles', cron: '* * * * *', run: async (scope) => void (await expireRoles(scope)) },
  ],
};

/** Who people are, how they prove it, and what they may do. `adapters` replace ports of the settings' choice (tests). */
export function usersSubgraph(settings: UsersSettings, adapters: Partial<UsersPorts> = {}): Subgraph<UsersPorts> {
  return {
    name: 'users',
    entities: [AccountTable, ProfileTable, ConnectionTable, PortfolioItemTable],
    migrations: usersMigrations,
    references: { User: resolveUser },
    ...joinParts([people, changesOfUsers]),
    open: async () => ({ ...openPorts(settings), ...adapters }),
    close: async (ports) => ports.mailer.close(),
  };
}

function openPorts(settings: UsersSettings): UsersPorts {
  const { mail } = settings;
  return {
    rules: settings.rules,
    publicUrl: settings.publicUrl,
    firstAdministrator: settings.firstAdministrator,
    fileKey: settings.fileKey,
    wall: { now: () => new Date() },
    hasher: argon2Hasher(settings.hashing),
    box: secretBox(
      settings.keyEncryptionKey,
      settings.previousKeyEncryptionKey ? [settings.previousKeyEncryptionKey] : [],
    ),
    signer: joseSigner(settings.issuer, settings.audience),
    totp: totpCodes(new URL(settings.publicUrl).host),
    mailer: mail.smtpUrl ? smtpMailer(mail.smtpUrl, mail.from) : folderMailer(mail.folder, mail.from),
  };
}

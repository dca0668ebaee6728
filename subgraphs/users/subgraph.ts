import type { Subgraph } from '#chassis/mount/subgraph';
import { identityAccess } from './graphql/access.ts';
import { resolveUser, UserResolver } from './graphql/user.resolver.ts';
import { folderMailer, smtpMailer } from './outside/mailer.ts';
import { argon2Hasher } from './outside/password-hasher.ts';
import type { UsersPorts } from './outside/ports.ts';
import { secretBox } from './outside/secret-box.ts';
import { joseSigner } from './outside/token-signer.ts';
import { totpCodes } from './outside/totp-codes.ts';
import { peopleEvents } from './published/people.events.ts';
import { identityEvents } from './published/users.events.ts';
import type { UsersSettings } from './settings.ts';
import { AccountTable } from './storage/account.table.ts';
import { ConnectionTable } from './storage/connection.table.ts';
import { usersMigrations } from './storage/migrations/index.ts';
import { PortfolioItemTable } from './storage/portfolio-item.table.ts';
import { ProfileTable } from './storage/profile.table.ts';

/** Who people are, how they prove it, and what they may do. */
export function usersSubgraph(settings: UsersSettings): Subgraph<UsersPorts> {
  return {
    name: 'users',
    entities: [AccountTable, ProfileTable, ConnectionTable, PortfolioItemTable],
    migrations: usersMigrations,
    resolvers: [UserResolver],
    references: { User: resolveUser },
    access: identityAccess,
    publishes: [...identityEvents, ...peopleEvents],
    reactions: [],
    live: [],
    jobs: [],
    open: async () => openPorts(settings),
    close: async (ports) => ports.mailer.close(),
  };
}

function openPorts(settings: UsersSettings): UsersPorts {
  const { mail } = settings;
  return {
    rules: settings.rules,
    publicUrl: settings.publicUrl,
    hasher: argon2Hasher(settings.hashing),
    box: secretBox(settings.keyEncryptionKey),
    signer: joseSigner(settings.issuer, settings.audience),
    totp: totpCodes(new URL(settings.publicUrl).host),
    mailer: mail.smtpUrl ? smtpMailer(mail.smtpUrl, mail.from) : folderMailer(mail.folder, mail.from),
  };
}

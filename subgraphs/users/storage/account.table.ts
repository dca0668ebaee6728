import { EntitySchema } from '@mikro-orm/core';
import { Account } from '../domain/account.ts';

export const AccountTable = new EntitySchema<Account>({
  class: Account,
  tableName: 'account',
  properties: {
    id: { type: 'uuid', primary: true },
    email: { type: 'text' },
    displayName: { type: 'text', nullable: true },
    status: { type: 'text' },
    passwordHash: { type: 'text' },
    passwordChangedAt: { type: 'Date', columnType: 'timestamptz' },
    passwordResetForced: { type: 'boolean' },
    emailVerifiedAt: { type: 'Date', columnType: 'timestamptz', nullable: true },
    securityVersion: { type: 'integer' },
    createdAt: { type: 'Date', columnType: 'timestamptz' },
    lastSignedInAt: { type: 'Date', columnType: 'timestamptz', nullable: true },
  },
});

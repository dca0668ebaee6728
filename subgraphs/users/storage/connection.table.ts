import { EntitySchema } from '@mikro-orm/core';
import { UserConnection } from '../domain/connection.ts';

export const ConnectionTable = new EntitySchema<UserConnection>({
  class: UserConnection,
  tableName: 'user_connection',
  properties: {
    id: { type: 'uuid', primary: true },
    requesterId: { type: 'uuid' },
    targetId: { type: 'uuid' },
    kind: { type: 'text' },
    status: { type: 'text' },
    requestedAt: { type: 'Date', columnType: 'timestamptz' },
    respondedAt: { type: 'Date', columnType: 'timestamptz', nullable: true },
  },
});

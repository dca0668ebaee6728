import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '#chassis/graphql/scalars';

export enum AccountStatus {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  INACTIVE = 'INACTIVE',
}
registerEnumType(AccountStatus, {
  name: 'AccountStatus',
  description: 'Where an account stands.',
  valuesConfig: {
    PENDING: { description: 'Registered; the address is not confirmed yet.' },
    ACTIVE: { description: 'In use.' },
    SUSPENDED: { description: 'Closed by an administrator until reinstated.' },
    INACTIVE: { description: 'Closed for good.' },
  },
});

@ObjectType('Account', { description: 'How a user signs in. For the user and for administrators.' })
export class Account {
  @Field({ description: 'The address.' })
  email!: string;

  @Field(() => AccountStatus, { description: 'Where it stands.' })
  status!: AccountStatus;

  @Field(() => DateTime, { nullable: true, description: 'When the address was confirmed (business time).' })
  emailVerifiedAt!: Date | null;

  @Field(() => DateTime, { description: 'When the password was last set (business time).' })
  passwordChangedAt!: Date;

  @Field({ description: 'Whether a second factor is asked for at sign-in.' })
  mfaEnabled!: boolean;

  @Field(() => Int, { description: 'How many recovery codes are unused.' })
  recoveryCodesLeft!: number;

  @Field(() => DateTime, { description: 'When it was registered (business time).' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When a session last began (business time).' })
  lastSignedInAt!: Date | null;
}

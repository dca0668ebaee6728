import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';

export enum ContactKind {
  COLLEAGUE = 'COLLEAGUE',
  MENTOR = 'MENTOR',
  INVESTOR = 'INVESTOR',
  FRIEND = 'FRIEND',
  OTHER = 'OTHER',
}

registerEnumType(ContactKind, {
  name: 'ContactKind',
  description: 'What two people are to each other.',
  valuesConfig: {
    COLLEAGUE: { description: 'They work together.' },
    MENTOR: { description: 'One advises the other.' },
    INVESTOR: { description: 'One invests in the other.' },
    FRIEND: { description: 'They know each other.' },
    OTHER: { description: 'Something else.' },
  },
});

export enum ContactStatus {
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
  REJECTED = 'REJECTED',
}

registerEnumType(ContactStatus, {
  name: 'ContactStatus',
  description: 'How far a connection between two people is.',
  valuesConfig: {
    PENDING: { description: 'Asked and not answered, as far as the asker is told.' },
    ACCEPTED: { description: 'They are connected.' },
    REJECTED: { description: 'The one who reads this declined.' },
  },
});

@ObjectType('Contact', { description: "One's connection, or request to connect, with somebody else." })
export class Contact {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  /** Not in the graph: the other person, and who asked. */
  requesterId!: string;
  targetId!: string;

  @Field(() => ContactKind, { description: 'What they are to each other.' })
  kind!: ContactKind;

  @Field(() => ContactStatus, { description: 'How far it is.' })
  status!: ContactStatus;

  @Field(() => Date, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was answered.' })
  respondedAt!: Date | null;
}

export const ContactConnection = connectionType(() => Contact, 'Contact');

@ObjectType('ConnectionChanged', { description: 'A connection was asked for, answered or ended.' })
export class ConnectionChanged {
  @Field(() => ID, { description: 'The id of the connection.' })
  connectionId!: string;

  @Field(() => Contact, { nullable: true, description: 'As it is now; null when it has ended.' })
  contact!: Contact | null;
}

@InputType('RequestConnectionInput', { description: 'Whom to ask.' })
export class RequestConnectionInput {
  @Field(() => ID, { description: 'The person; not oneself.' })
  userId!: string;

  @Field(() => ContactKind, { description: 'What they are to each other.' })
  kind!: ContactKind;
}

@InputType('RespondConnectionInput', { description: 'An answer to a request.' })
export class RespondConnectionInput {
  @Field(() => ID, { description: 'A request that was made to oneself.' })
  connectionId!: string;

  @Field({ description: 'Whether to connect.' })
  accept!: boolean;
}

@InputType('CancelConnectionInput', { description: 'What to withdraw or end.' })
export class CancelConnectionInput {
  @Field(() => ID, { description: "One's own open request, or a connection." })
  connectionId!: string;
}

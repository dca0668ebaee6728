import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import type { Severity } from '../domain/announcement.ts';

export const AnnouncementSeverity = { INFO: 'INFO', WARNING: 'WARNING', CRITICAL: 'CRITICAL' } as const satisfies {
  [Name in Severity]: Name;
};

registerEnumType(AnnouncementSeverity, {
  name: 'AnnouncementSeverity',
  description: 'How much an announcement matters, weakest first.',
  valuesConfig: {
    INFO: { description: 'Good to know.' },
    WARNING: { description: 'Something will be different or out of order.' },
    CRITICAL: { description: 'Whoever reads it has to act, or cannot work.' },
  },
});

/** Every field reads the same for everybody, which the mark promises to the gateway: who sent it is not a field. */
@Directive('@tag(name: "viewer-independent")')
@ObjectType('Announcement', { description: 'What an administrator told everybody. It is never changed.' })
export class AnnouncementType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'One line of plain text, 1 to 120 characters.' })
  title!: string;

  @Field({ description: 'Plain text, 1 to 4,000 characters.' })
  body!: string;

  @Field(() => AnnouncementSeverity, { description: 'How much it matters.' })
  severity!: Severity;

  @Field(() => Date, { description: 'When it was sent, in business time.' })
  sentAt!: Date;
}

export const AnnouncementConnection = connectionType(() => AnnouncementType, 'Announcement', {
  isKeptAsItsField: true,
});

@InputType('SendAnnouncementInput', { description: 'What to tell everybody.' })
export class SendAnnouncementInput {
  @Field({ description: 'One line of plain text, 1 to 120 characters.' })
  title!: string;

  @Field({ description: 'Plain text, 1 to 4,000 characters; line breaks are kept.' })
  body!: string;

  @Field(() => AnnouncementSeverity, { defaultValue: 'INFO', description: 'How much it matters.' })
  severity: Severity = 'INFO';

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@ObjectType('AnnouncementSent', { description: 'Everybody who is signed in is being told.' })
export class AnnouncementSent {
  /** Not in the graph: `announcement` shows it. */
  announcementId!: string;
}

import { IsOptional, IsUUID, Matches } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '#chassis/graphql/connection';
import { StepUpRequired } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { DateTime } from '#chassis/graphql/scalars';

@ObjectType('SecurityEvent', { description: 'Something that was done to your account.' })
export class SecurityEvent {
  @Field(() => ID, { description: 'Its number in the log of the platform.' })
  id!: string;

  @Field(() => DateTime, { description: 'When, by the wall clock.' })
  at!: Date;

  @Field({ description: 'What: signed_in, sign_in_failed, password_changed, mfa_enabled, ...' })
  kind!: string;

  @Field({ description: 'The address that it came from.' })
  ip!: string;

  @Field({
    description: 'Whether it was done under your own name, not by an administrator, the platform or a stranger.',
  })
  byMe!: boolean;
}

export const SecurityEventConnection = connectionType(() => SecurityEvent, 'SecurityEvent');

@ObjectType('AuditEntry', { description: 'A line of the security log, as administrators read it.' })
export class AuditEntry {
  @Field(() => ID, { description: 'Its number; there is no gap.' })
  id!: string;

  @Field(() => DateTime, { description: 'When, by the wall clock.' })
  at!: Date;

  @Field({ description: 'What: signed_in, role_assigned, signing_keys_rotated, ...' })
  kind!: string;

  @Field(() => ID, { nullable: true, description: 'Who did it; null for a stranger or the platform.' })
  actorId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Whose account it is about; null when about none.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'In or about which session.' })
  sessionId!: string | null;

  @Field({ description: 'The address that it came from.' })
  ip!: string;

  @Field({ description: 'The request, as in the process logs.' })
  requestId!: string;

  @Field({ description: 'What else is known, as JSON: reasons, numbers, methods.' })
  detail!: string;
}

export const AuditEntryConnection = connectionType(() => AuditEntry, 'AuditEntry');

@InputType({ description: 'Which lines of the security log.' })
export class AuditLogFilter {
  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: 'Lines about this user.' })
  userId?: string | null;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: 'Lines of what this user did.' })
  actorId?: string | null;

  @IsOptional()
  @Matches(/^[a-z_]{1,60}$/)
  @Field(() => String, { nullable: true, description: 'Lines of this kind.' })
  kind?: string | null;
}

@ObjectType('SecurityLogVerdict', { description: 'What a walk along the whole security log found.' })
export class SecurityLogVerdict {
  @Field({ description: 'Whether every line is as it was written.' })
  intact!: boolean;

  @Field(() => Int, { description: 'How many lines are good, from the first.' })
  lines!: number;

  @Field(() => Int, { nullable: true, description: 'The number of the first line that is missing, moved or changed.' })
  brokenAt!: number | null;

  @Field({
    description:
      'The hash of the last good line: compare it with an anchor of the process log; a cut-off end shows there alone.',
  })
  head!: string;
}

export enum SigningKeyRotation {
  PLANNED = 'PLANNED',
  NOW = 'NOW',
  COMPROMISED = 'COMPROMISED',
}
registerEnumType(SigningKeyRotation, {
  name: 'SigningKeyRotation',
  description: 'How urgent a rotation of the signing keys is.',
  valuesConfig: {
    PLANNED: { description: 'The next key is published now and signs in 24 hours.' },
    NOW: { description: 'The next key signs at once; tokens of the old one live on until they end.' },
    COMPROMISED: { description: 'The next key signs at once; every token of an older key is worthless.' },
  },
});

@InputType({ description: 'A rotation of the signing keys.' })
export class RotateSigningKeysInput {
  @Field(() => SigningKeyRotation, { description: 'How urgent it is.' })
  rotation!: SigningKeyRotation;
}

@ObjectType('SigningKeysRotated', { description: 'There is a new signing key.' })
export class SigningKeysRotated {
  @Field(() => ID, { description: 'Its id, as in the JWKS.' })
  kid!: string;

  @Field(() => DateTime, { description: 'From when it signs.' })
  activeFrom!: Date;
}

export const RotateSigningKeysResult = resultUnion('RotateSigningKeysResult', [SigningKeysRotated, StepUpRequired]);

import { Length, Matches } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { IdempotencyKeyField } from '#chassis/graphql/idempotency-key';
import { BuzAmount } from '#chassis/graphql/buz-amount';
import { RefusalType } from '#chassis/graphql/refusal.type';
import type { Pool } from '../domain/account.ts';
import { WRITTEN_TEXT } from '../domain/written-text.ts';
import { ActType } from './act.type.ts';
import { BuzPoolName } from './figures.type.ts';
import { WalletType } from './wallet.type.ts';

@InputType()
abstract class Administration {
  @Length(1, 500)
  @Matches(WRITTEN_TEXT, { message: 'must be one line without control characters' })
  @Field({ description: 'Why: 1 to 500 characters, kept in an append-only log.' })
  reason!: string;

  @IdempotencyKeyField()
  idempotencyKey!: string;
}

@InputType('GrantBuzInput', { description: 'What to give, to whom, out of which pool.' })
export class GrantBuzInput extends Administration {
  @Field(() => BuzPoolName, { description: 'Whence.' })
  pool!: Pool;

  @Field(() => ID, { description: 'To whom; not oneself. They read the reason in their history.' })
  userId!: string;

  @Field(() => BuzAmount, {
    description:
      'At most 100,000 BUZ; with more than 10,000 BUZ that you move alone within 24 hours, somebody else has to approve.',
  })
  amount!: bigint;
}

@InputType('ReverseTransferInput', { description: 'What to move back.' })
export class ReverseTransferInput extends Administration {
  @Field(() => ID, { description: 'A transfer, grant, reward or purchase.' })
  transferId!: string;

  @Field(() => BuzAmount, {
    nullable: true,
    description:
      'All that is left of it when absent, with its fee if it is all; it counts among what you move alone, as a grant does.',
  })
  amount?: bigint | null;
}

@InputType()
abstract class WalletAdministration extends Administration {
  @Field(() => ID, { description: 'Whose wallet; not your own.' })
  userId!: string;
}

@InputType('FreezeWalletInput', { description: 'Which wallet to freeze.' })
export class FreezeWalletInput extends WalletAdministration {}

@InputType('UnfreezeWalletInput', { description: 'Which wallet to unfreeze.' })
export class UnfreezeWalletInput extends WalletAdministration {}

@InputType('CloseWalletInput', { description: 'Which wallet to close.' })
export class CloseWalletInput extends WalletAdministration {}

@ObjectType('BuzAdministered', { description: 'What an administrator moved, or proposed to somebody else.' })
export class BuzAdministered {
  @Field(() => ID, { nullable: true, description: 'The transfer; null when somebody else has to approve first.' })
  transferId!: string | null;

  @Field(() => ActType, { nullable: true, description: 'What waits for somebody else; null when it was done.' })
  act!: ActType | null;
}

@ObjectType('WalletAdministered', { description: 'The wallet as it is now.' })
export class WalletAdministered {
  @Field(() => WalletType, { nullable: true, description: 'The wallet.' })
  wallet!: WalletType | null;
}

@ObjectType('BuzWalletStatusRefused', {
  implements: RefusalType,
  description: 'A wallet in this status cannot become that.',
})
export class BuzWalletStatusRefused extends RefusalType {}

@ObjectType('BuzWalletNotEmpty', { implements: RefusalType, description: 'Only an empty wallet can be closed.' })
export class BuzWalletNotEmpty extends RefusalType {
  @Field(() => BuzAmount, { description: 'What is left in it, on hold, staked or invested.' })
  left!: bigint;
}

import { IsInt, Matches, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BuzAmount } from '#chassis/graphql/buz-amount';

@ObjectType('LedgerBlock', {
  description: 'A sealed block of the ledger: its header is signed, and names the hash of the block before it.',
})
export class LedgerBlockType {
  @Field(() => Int, { description: '1, 2, 3 ... without a gap.' })
  number!: number;

  @Field({ description: 'SHA-256 of the header, hex.' })
  hash!: string;

  @Field(() => Int, { description: 'How many transfers it holds.' })
  transfers!: number;

  @Field({ description: 'When it was sealed: RFC 3339 in UTC with microseconds, by the wall clock.' })
  sealedAt!: string;

  @Field({ description: 'The Ed25519 public key that signed it, base64url.' })
  key!: string;
}

@ObjectType('LedgerKey', { description: 'A key whose signatures of blocks count.' })
export class LedgerKeyType {
  @Field({ description: 'The raw Ed25519 public key, base64url: pin it, and check proofs against it.' })
  key!: string;

  @Field({ description: 'Whether it signs now; the others signed before it.' })
  current!: boolean;
}

@ObjectType('ProofStep', { description: 'One step from a leaf to the root of a Merkle tree.' })
export class ProofStepType {
  @Field({ description: 'Whether the neighbour stands on the left.' })
  left!: boolean;

  @Field({ description: "The neighbour's hash, hex." })
  hash!: string;
}

@ObjectType('TransferProof', {
  description:
    'Proves without asking anybody that a transfer stands in the signed chain: keep it, and check it with docs/verify-transfer.py. The leaf is SHA-256 of a zero byte and `text`; a node is SHA-256 of a one byte, its left and its right child; the last node is the root in `header`; `signature` is Ed25519 over `header`.',
})
export class TransferProofType {
  @Field(() => ID, { description: 'Which transfer.' })
  transferId!: string;

  @Field({
    description:
      'What was sealed: place and time of recording, a line feed, and the transfer with its entries as JSON.',
  })
  text!: string;

  @Field(() => Int, { description: 'Its place among the leaves of the block, from 0.' })
  index!: number;

  @Field(() => [ProofStepType], { description: 'From the leaf up to the root, at most 12 steps.' })
  path!: ProofStepType[];

  @Field({ description: 'The header of the block: JSON with number, root, hash of the block before, time and key.' })
  header!: string;

  @Field({ description: 'Ed25519 over the UTF-8 text of the header, base64url.' })
  signature!: string;

  @Field({ description: 'The public key, base64url; one of `ledgerKeys`.' })
  key!: string;
}

export const LedgerFaultKind = {
  BLOCK_MISSING: 'BLOCK_MISSING',
  CHAIN_BROKEN: 'CHAIN_BROKEN',
  BLOCK_CHANGED: 'BLOCK_CHANGED',
  KEY_UNKNOWN: 'KEY_UNKNOWN',
  SIGNATURE_INVALID: 'SIGNATURE_INVALID',
  TRANSFER_CHANGED: 'TRANSFER_CHANGED',
  TRANSFER_MISSING: 'TRANSFER_MISSING',
  TRANSFER_ADDED: 'TRANSFER_ADDED',
} as const;
export type LedgerFaultKind = keyof typeof LedgerFaultKind;
registerEnumType(LedgerFaultKind, {
  name: 'LedgerFaultKind',
  description: 'What is wrong in the ledger.',
  valuesConfig: {
    BLOCK_MISSING: { description: 'A number of the chain has no block.' },
    CHAIN_BROKEN: { description: 'A block does not follow the one before it.' },
    BLOCK_CHANGED: { description: 'A block is not what its hash or its root says.' },
    KEY_UNKNOWN: { description: 'A block is signed by a key that the settings do not name.' },
    SIGNATURE_INVALID: { description: 'A signature is not that of its key.' },
    TRANSFER_CHANGED: { description: 'A transfer or one of its entries is not what was written, or not where.' },
    TRANSFER_MISSING: { description: 'A sealed transfer is gone.' },
    TRANSFER_ADDED: { description: 'A transfer stands where none was sealed.' },
  },
});

@ObjectType('LedgerFault', { description: 'Something in the ledger that is not as it was written.' })
export class LedgerFaultType {
  @Field(() => LedgerFaultKind, { description: 'What kind of fault.' })
  kind!: LedgerFaultKind;

  @Field(() => Int, { nullable: true, description: 'The bad block; null for a transfer that is not sealed yet.' })
  block!: number | null;

  @Field(() => ID, { nullable: true, description: 'The bad transfer; null when it is gone, or none is to blame.' })
  transferId!: string | null;

  @Field({ description: 'One sentence for an operator.' })
  what!: string;
}

@ObjectType('LedgerVerdict', { description: 'What a walk along one part of the ledger found.' })
export class LedgerVerdictType {
  @Field({ description: 'Whether this part, and the anchor if one was given, is as it was written.' })
  intact!: boolean;

  @Field(() => LedgerFaultType, { nullable: true, description: 'The first fault, in the order of the chain.' })
  firstFault!: LedgerFaultType | null;

  @Field(() => Int, { description: 'How many faults this part has.' })
  faults!: number;

  @Field(() => Int, { nullable: true, description: 'The first block of this part; null when there was none.' })
  firstBlock!: number | null;

  @Field(() => Int, { nullable: true, description: 'The last block of this part; null when there was none.' })
  lastBlock!: number | null;

  @Field(() => Int, { description: 'How many transfers were made anew from their columns and compared.' })
  transfers!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Ask again with this as `after`; null when everything was walked.',
  })
  resumeAfter!: number | null;

  @Field(() => LedgerBlockType, {
    nullable: true,
    description: 'The end of the chain: write it down elsewhere; only against such an anchor shows an end cut off.',
  })
  head!: LedgerBlockType | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the chain holds the anchor; null when none was given.',
  })
  anchored!: boolean | null;
}

@InputType({ description: 'A block as somebody wrote it down: in a statement, a proof or the process log.' })
export class LedgerAnchorInput {
  @IsInt()
  @Min(1)
  @Field(() => Int, { description: 'Its number.' })
  block!: number;

  @Matches(/^[0-9a-f]{64}$/i)
  @Field({ description: 'Its hash, hex.' })
  hash!: string;
}

export const AsOfTime = {
  EVENT: 'EVENT',
  RECORDED: 'RECORDED',
} as const;
export type AsOfTime = keyof typeof AsOfTime;
registerEnumType(AsOfTime, {
  name: 'AsOfTime',
  description: 'Which of the two times of the ledger an instant is of.',
  valuesConfig: {
    EVENT: { description: 'Business time: what had happened by then.' },
    RECORDED: { description: 'Wall time: what the ledger had written by then.' },
  },
});

@ObjectType('WalletAsOf', { description: 'What somebody had at an instant, read from the entries.' })
export class WalletAsOfType {
  @Field(() => BuzAmount, { description: 'What could be spent.' })
  available!: bigint;

  @Field(() => BuzAmount, { description: 'What was on hold.' })
  held!: bigint;

  @Field(() => BuzAmount, { description: 'What was in stakes.' })
  staked!: bigint;

  @Field(() => BuzAmount, { description: 'What was in escrow for investments and conversions.' })
  invested!: bigint;
}

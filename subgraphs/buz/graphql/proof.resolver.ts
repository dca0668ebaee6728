import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { GraphQLError } from 'graphql';
import type { Scope } from '#chassis/mount/scope';
import { DateTime } from '#chassis/graphql/scalars';
import { heldOf, investedOf, stakedOf, walletOf } from '../domain/account.ts';
import type { Block } from '../domain/block.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { balanceAsOfLoader } from '../reads/as-of.loader.ts';
import { transferProof } from '../reads/transfer-proof.ts';
import { ledgerHead, verifyLedger } from '../reads/verify-ledger.ts';
import {
  AsOfTime,
  LedgerAnchorInput,
  LedgerBlockType,
  LedgerFaultKind,
  LedgerKeyType,
  LedgerVerdictType,
  TransferProofType,
  WalletAsOfType,
} from './proof.type.ts';
import { StatementType } from './transaction.type.ts';
import { WalletType } from './wallet.type.ts';

@Resolver()
export class ProofResolver {
  @Directive('@authenticated')
  @Query(() => TransferProofType, {
    nullable: true,
    description: 'The proof of a transfer of your own; null until it is sealed, which takes up to a minute.',
  })
  async transferProof(
    @Arg('transferId', () => ID, { description: 'Which transfer.' }) transferId: string,
    @Ctx() scope: Scope<BuzPorts>,
  ): Promise<TransferProofType | null> {
    const proof = await transferProof(scope, transferId);
    if (!proof) return null;
    return {
      transferId,
      text: proof.text,
      index: proof.index,
      path: proof.path.map(({ left, hash }) => ({ left, hash: hash.toString('hex') })),
      header: proof.header,
      signature: proof.block.signature.toString('base64url'),
      key: proof.block.key,
    };
  }

  @Query(() => LedgerBlockType, {
    nullable: true,
    description: 'The end of the chain of sealed blocks; null before the first.',
  })
  async ledgerHead(@Ctx() scope: Scope<BuzPorts>): Promise<LedgerBlockType | null> {
    return shownBlock(await ledgerHead(scope));
  }

  @Query(() => [LedgerKeyType], { nullable: true, description: 'The keys whose signatures of blocks count.' })
  ledgerKeys(@Ctx() scope: Scope<BuzPorts>): LedgerKeyType[] {
    const { key: current, trusted } = scope.ports.sealing;
    return [...trusted].map((key) => ({ key, current: key === current }));
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Directive('@cost(weight: 200)')
  @Query(() => LedgerVerdictType, {
    nullable: true,
    description:
      'Verifies one part of the ledger, some 4,000 transfers behind block `after`: signatures, hashes, and every transfer made anew from its columns and entries. Ask again from `resumeAfter` for the next part.',
  })
  async verifyLedger(
    @Arg('after', () => Int, { defaultValue: 0, description: 'The block to go on behind; 0 begins at the first.' })
    after: number,
    @Arg('anchor', () => LedgerAnchorInput, { nullable: true, description: 'A block that the chain has to hold.' })
    anchor: LedgerAnchorInput | null,
    @Ctx() scope: Scope<BuzPorts>,
  ): Promise<LedgerVerdictType> {
    if (after < 0) throw new GraphQLError('after is 0 or more.', { extensions: { code: 'BAD_USER_INPUT' } });
    const { faults, head, ...verdict } = await verifyLedger(scope, after, anchor);
    const [first] = faults;
    return {
      ...verdict,
      intact: faults.length === 0 && verdict.anchored !== false,
      firstFault: first ? { ...first, kind: LedgerFaultKind[first.kind] } : null,
      faults: faults.length,
      head: shownBlock(head),
    };
  }
}

@Resolver(() => WalletType)
export class WalletAsOfResolver {
  @Directive('@authenticated')
  @FieldResolver(() => WalletAsOfType, {
    nullable: true,
    description: 'What was in it at an instant; zero before it was opened.',
  })
  async asOf(
    @Root() wallet: WalletType,
    @Arg('at', () => DateTime, { description: 'The instant; what happened exactly then counts.' }) at: Date,
    @Arg('by', () => AsOfTime, { defaultValue: AsOfTime.EVENT, description: 'Which time the instant is of.' })
    by: AsOfTime,
    @Ctx() scope: Scope,
  ): Promise<WalletAsOfType> {
    const balance = (address: string): Promise<bigint> => scope.loader(balanceAsOfLoader).load({ address, at, by });
    const [available, held, staked, invested] = await Promise.all(
      [walletOf, heldOf, stakedOf, investedOf].map((addressOf) => balance(addressOf(wallet.userId))),
    );
    return { available: available!, held: held!, staked: staked!, invested: invested! };
  }
}

@Resolver(() => StatementType)
export class StatementAnchorResolver {
  @FieldResolver(() => LedgerBlockType, {
    nullable: true,
    description:
      'The end of the chain of sealed blocks when the statement was made: an anchor, kept where the ledger is not.',
  })
  async anchor(@Ctx() scope: Scope<BuzPorts>): Promise<LedgerBlockType | null> {
    return shownBlock(await ledgerHead(scope));
  }
}

function shownBlock(block: Block | null): LedgerBlockType | null {
  if (!block) return null;
  const { number, hash, count, sealedAt, key } = block;
  return { number, hash: hash.toString('hex'), transfers: count, sealedAt, key };
}

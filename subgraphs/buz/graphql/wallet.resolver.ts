import { Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '#chassis/mount/scope';
import { maySeeWallet } from '../domain/policy.ts';
import { TRANSFER_RULES } from '../domain/transfer-rules.ts';
import { walletLoader } from '../reads/wallet.loader.ts';
import { TransferRulesType, User, WalletType } from './wallet.type.ts';

@Resolver(() => User)
export class WalletOfUserResolver {
  @Directive('@authenticated')
  @FieldResolver(() => WalletType, {
    nullable: true,
    description:
      'What they have; null until the e-mail address is verified, and for whom it is none of their business.',
  })
  async wallet(@Root() user: User, @Ctx() scope: Scope): Promise<WalletType | null> {
    return resolveWallet({ userId: user.id }, scope);
  }
}

@Resolver(() => WalletType)
export class WalletResolver {
  @Directive('@authenticated')
  @Query(() => WalletType, {
    nullable: true,
    description: 'Your own wallet; null until your e-mail address is verified.',
  })
  async wallet(@Ctx() scope: Scope): Promise<WalletType | null> {
    return scope.caller.userId ? scope.loader(walletLoader).load(scope.caller.userId) : null;
  }

  @FieldResolver(() => User, { nullable: true, description: 'Its owner.' })
  user(@Root() wallet: WalletType): User {
    return { id: wallet.userId };
  }
}

@Resolver()
export class TransferRulesResolver {
  @Query(() => TransferRulesType, { nullable: true, description: 'The limits and the fee of transfers.' })
  transferRules(): TransferRulesType {
    const { minimum, maximum, maximumVerified, unverifiedMonth, feeBp, documents, windows } = TRANSFER_RULES;
    const [maximumDay, maximumMonth, maximumYear] = windows.map((window) => window.maximum) as [bigint, bigint, bigint];
    return {
      ...{ minimum, maximum, maximumVerified, maximumDay, maximumMonth, maximumYear, unverifiedMonth },
      feeBp: Number(feeBp),
      documents: [...documents],
    };
  }
}

export async function resolveUser(reference: { id: string }): Promise<User> {
  return { id: reference.id };
}

/** Forbidden and missing look the same. */
export async function resolveWallet(reference: { userId: string }, scope: Scope): Promise<WalletType | null> {
  return maySeeWallet(scope.caller, reference.userId) ? scope.loader(walletLoader).load(reference.userId) : null;
}

import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import type { Charge } from '../domain/charge.ts';
import { chargesOf } from '../reads/charges.ts';
import { ChargeConnection, type ChargeType } from './charge.type.ts';
import { WalletType } from './wallet.type.ts';

@Resolver(() => WalletType)
export class ChargesOfWalletResolver {
  @FieldResolver(() => ChargeConnection, {
    nullable: true,
    description: 'What its owner was asked to pay, newest first.',
  })
  async charges(
    @Root() { userId }: WalletType,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<ChargeType>> {
    return readConnection(
      scope,
      { name: 'charges', filter: userId },
      page,
      chargesOf.bind(null, scope, userId),
      chargeOf,
    );
  }
}

function chargeOf({ subject, ...charge }: Charge): ChargeType {
  return { ...charge, subjectType: subject.type, subjectId: subject.id } as ChargeType;
}

import { GraphQLError } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isRefusal } from '#kernel/refusal';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import { DateTime } from '#chassis/graphql/scalars';
import type { Scope } from '#chassis/mount/scope';
import { closingOf, csvOf, jsonOf } from '../domain/statement.ts';
import { statementOf, transactionLoader, transactionsOf } from '../reads/transactions.ts';
import {
  StatementType,
  TransactionConnection,
  TransactionFilterInput,
  TransactionType,
  transactionTypeOf,
} from './transaction.type.ts';
import { User, WalletType } from './wallet.type.ts';

@Resolver(() => WalletType)
export class HistoryOfWalletResolver {
  @FieldResolver(() => TransactionConnection, { nullable: true, description: 'Its transfers, newest first.' })
  async transactions(
    @Root() { userId }: WalletType,
    @Arg('filter', () => TransactionFilterInput, { nullable: true, description: 'Only those.' })
    filter: TransactionFilterInput | null,
    @Args() page: PageArgs,
    @Ctx() scope: Scope,
  ): Promise<Connection<TransactionType>> {
    const { types, direction, since, until, counterpartyId } = filter ?? {};
    const asked = { types, direction, since, until, counterpartyId };
    const read = transactionsOf.bind(null, scope, userId, asked);
    return readConnection(scope, { name: 'transactions', filter: { userId, ...asked } }, page, read, transactionTypeOf);
  }

  @FieldResolver(() => StatementType, {
    nullable: true,
    description: 'A statement over at most 5,000 transfers, to keep.',
  })
  async statement(
    @Root() { userId }: WalletType,
    @Arg('from', () => DateTime, { description: 'Exclusive.' }) from: Date,
    @Arg('until', () => DateTime, { description: 'Inclusive, not before `from`.' }) until: Date,
    @Ctx() scope: Scope,
  ): Promise<StatementType> {
    if (until < from) throw badTime('It ends before it begins.');
    const statement = await statementOf(scope, userId, from, until);
    if (isRefusal(statement)) throw badTime(statement.message);
    const { opening: openingBalance, lines } = statement;
    return { from, until, openingBalance, closingBalance: closingOf(statement), lines: lines.length, statement };
  }
}

@Resolver(() => StatementType)
export class StatementTextResolver {
  @FieldResolver(() => String, { description: 'As CSV (RFC 4180), safe to open in a spreadsheet.' })
  csv(@Root() { statement }: StatementType): string {
    return csvOf(statement);
  }

  @FieldResolver(() => String, { description: 'As JSON.' })
  json(@Root() { statement }: StatementType): string {
    return jsonOf(statement);
  }
}

@Resolver(() => TransactionType)
export class TransactionResolver {
  @Directive('@authenticated')
  @Query(() => TransactionType, {
    nullable: true,
    description: 'One transfer of your own wallet; null when there is none, or it is not yours.',
  })
  async transaction(
    @Arg('id', () => ID, { description: 'Which.' }) id: string,
    @Ctx() scope: Scope,
  ): Promise<TransactionType | null> {
    const ownerId = scope.caller.userId;
    const found = ownerId ? await scope.loader(transactionLoader).load({ ownerId, id }) : null;
    return found && transactionTypeOf(found);
  }

  @FieldResolver(() => User, { nullable: true, description: 'The person on the other side; null for the system.' })
  counterparty(@Root() { counterpartyId }: TransactionType): User | null {
    return counterpartyId ? { id: counterpartyId } : null;
  }
}

function badTime(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', fields: [{ field: 'until', message }] },
  });
}

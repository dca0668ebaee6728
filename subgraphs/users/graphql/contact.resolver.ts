import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isRefusal } from '#kernel/refusal';
import type { Refusal } from '#kernel/refusal';
import { PageArgs, readConnection } from '#chassis/graphql/connection';
import { NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import type { Scope } from '#chassis/mount/scope';
import { cancelConnection, requestConnection, respondConnection } from '../actions/connect.ts';
import type { ConnectionChanged as Changed } from '../actions/connect.ts';
import { connectionsOf, contactUser, ownConnection } from '../reads/connections.ts';
import type { ConnectionView } from '../reads/connections.ts';
import {
  CancelConnectionInput,
  ConnectionChanged,
  Contact,
  ContactConnection,
  ContactStatus,
  RequestConnectionInput,
  RespondConnectionInput,
} from './contact.type.ts';
import { AlreadyConnected, ConnectionNotPending, ConnectionToSelf } from './people.refusal.ts';
import { User } from './user.type.ts';

const RequestConnectionResult = resultUnion('RequestConnectionResult', [
  ConnectionChanged,
  NotFound,
  ConnectionToSelf,
  AlreadyConnected,
]);
const RespondConnectionResult = resultUnion('RespondConnectionResult', [
  ConnectionChanged,
  NotFound,
  ConnectionNotPending,
]);
const CancelConnectionResult = resultUnion('CancelConnectionResult', [
  ConnectionChanged,
  NotFound,
  ConnectionNotPending,
]);

@Resolver(() => Contact)
export class ContactResolver {
  @Directive('@authenticated')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The other person; null when one may not see him (any more).',
  })
  async user(@Root() contact: Contact, @Ctx() scope: Scope): Promise<User | null> {
    return contactUser(scope, contact);
  }

  @Directive('@authenticated')
  @FieldResolver(() => Boolean, { description: 'Whether oneself asked.' })
  askedByMe(@Root() contact: Contact, @Ctx() scope: Scope): boolean {
    return contact.requesterId === scope.caller.userId;
  }

  @Directive('@authenticated')
  @Query(() => ContactConnection, { nullable: true, description: "One's own connections and requests, newest first." })
  async myContacts(
    @Arg('status', () => ContactStatus, { nullable: true, description: 'Only those that are so far.' })
    status: ContactStatus | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() scope: Scope,
  ) {
    const me = scope.caller.userId!;
    return readConnection(
      scope,
      { name: 'myContacts', filter: status ?? null },
      page,
      (request) => connectionsOf(scope, me, status ?? null, request),
      toContact,
    );
  }

  @Directive('@requiresScopes(scopes: [["user.read"]])')
  @Mutation(() => RequestConnectionResult, {
    nullable: true,
    description: 'Asks somebody to connect; when he asked too, this connects.',
  })
  async requestConnection(
    @Arg('input', { description: 'Whom, and as what.' }) input: RequestConnectionInput,
    @Ctx() scope: Scope,
  ): Promise<ConnectionChanged | Refusal> {
    return present(scope, await requestConnection(scope, input));
  }

  @Directive('@authenticated')
  @Mutation(() => RespondConnectionResult, {
    nullable: true,
    description: 'Answers a request that was made to oneself.',
  })
  async respondConnection(
    @Arg('input', { description: 'Which, and how.' }) input: RespondConnectionInput,
    @Ctx() scope: Scope,
  ): Promise<ConnectionChanged | Refusal> {
    return present(scope, await respondConnection(scope, input));
  }

  @Directive('@authenticated')
  @Mutation(() => CancelConnectionResult, {
    nullable: true,
    description: "Withdraws one's own open request, or ends a connection.",
  })
  async cancelConnection(
    @Arg('input', { description: 'Which.' }) input: CancelConnectionInput,
    @Ctx() scope: Scope,
  ): Promise<ConnectionChanged | Refusal> {
    return present(scope, await cancelConnection(scope, input));
  }
}

async function present(scope: Scope, outcome: Changed | Refusal): Promise<ConnectionChanged | Refusal> {
  if (isRefusal(outcome)) return outcome;
  const connection = await ownConnection(scope, outcome.connectionId);
  return { connectionId: outcome.connectionId, contact: connection && toContact(connection) };
}

function toContact(view: ConnectionView): Contact {
  return view as unknown as Contact;
}

import { Args, Ctx, Directive, Mutation, Query, Resolver } from 'type-graphql';
import { PageArgs, readConnection, type Connection } from '#chassis/graphql/connection';
import type { Scope } from '#chassis/mount/scope';
import { reconcileLedger } from '../actions/reconcile-ledger.ts';
import { CHECKS, differencesOf } from '../domain/reconciliation.ts';
import type { BuzPorts } from '../outside/ports.ts';
import { reconciliations, type Reconciliation } from '../reads/reconciliations.ts';
import {
  ReconcileLedgerResult,
  ReconciliationCheckName,
  ReconciliationConnection,
  ReconciliationOutcome,
  ReconciliationStarted,
  type ReconciliationType,
} from './reconciliation.type.ts';

@Resolver()
export class ReconciliationResolver {
  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Query(() => ReconciliationConnection, { nullable: true, description: 'Reconciliations, the latest first.' })
  async reconciliations(
    @Args() page: PageArgs,
    @Ctx() scope: Scope<BuzPorts>,
  ): Promise<Connection<ReconciliationType>> {
    const list = { name: 'reconciliations' };
    return readConnection(scope, list, page, (request) => reconciliations(scope, request), shown);
  }

  @Directive('@requiresScopes(scopes: [["buz.admin"]])')
  @Mutation(() => ReconcileLedgerResult, {
    nullable: true,
    description: 'Begins a reconciliation now, in the background; a second one while it runs answers the same.',
  })
  async reconcileLedger(@Ctx() scope: Scope<BuzPorts>): Promise<ReconciliationStarted> {
    return Object.assign(new ReconciliationStarted(), { reconciliation: shown(await reconcileLedger(scope)) });
  }
}

function shown({ counts, findings, ...run }: Reconciliation): ReconciliationType {
  const differences = differencesOf(counts);
  const ended = differences > 0 ? ReconciliationOutcome.DIFFERS : ReconciliationOutcome.CLEAN;
  return {
    ...run,
    outcome: run.endedAt ? ended : ReconciliationOutcome.RUNNING,
    differences,
    checks: CHECKS.flatMap((name) => {
      const count = counts[name];
      return count ? [{ name: ReconciliationCheckName[name], ...count }] : [];
    }),
    findings: findings.map((finding) => ({ ...finding, check: ReconciliationCheckName[finding.check] })),
  };
}

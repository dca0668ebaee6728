import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Log } from '#chassis/log/log';
import type { Caller } from '#chassis/identity/caller';
import { decideAccess, denialsNow, groundsNow, type AccessMode, type Granted } from './access/decide.ts';
import type { DoorAccess } from './access/door-access.ts';
import type { Policies } from './access/rules.ts';
import { isRefused, type Admitted, type Refused } from './admitted.ts';
import type { Asked } from './asked.ts';
import { examine, type Examined } from './examine.ts';
import { takeFiles, type HandedOver, type HandOver } from './files/mutations/hand-over.ts';
import type { Graph } from './graph/graph.ts';
import { checkDocument } from './guard/check-document.ts';
import type { Program } from './guard/clients/program.ts';
import { DocumentCache, type KnownDocument } from './guard/document-cache.ts';
import { DOCUMENT_LIMITS, REGISTERED_LIMITS } from './guard/limits.ts';
import type { KnownTexts } from './guard/persisted-query.ts';
import { planAhead, planKey } from './guard/plan-ahead.ts';
import type { Charge, RateLimits } from './guard/rate-limits.ts';
import { refuse } from './guard/refusals.ts';
import type { RegisteredDocuments } from './guard/registered-documents.ts';
import { admitSpan } from './observe/admit-span.ts';
import { PlanReport } from './observe/plan-report.ts';
import { servingOf, type Serving } from './serving.ts';
import { namedClient, type Usage } from './usage/usage.ts';

export interface PipelineParts {
  readonly graph: Graph;
  readonly registered: RegisteredDocuments;
  /** Nothing but registered documents is served. */
  readonly trustedOnly: boolean;
  readonly rates: RateLimits;
  readonly policies: Policies;
  /** Whether one denied field refuses the operation or is left out of it. */
  readonly accessMode: AccessMode;
  readonly introspection: boolean;
  /** Told of every admitted operation. */
  readonly usage?: Usage;
  readonly log: Log;
  /** Takes the files of mutations; none are taken without it. */
  readonly handOver?: HandOver | undefined;
}

/** Documents that were in use when the supergraph was replaced, planned for the new one. */
const CARRIED_OVER = 200;
/** What an operation cost and how it was run is told in production to whoever may read the logs. */
const SEES_INSIDE = 'system.logs';

/** What each check gave to an operation that passed it. */
interface Passed {
  readonly known: KnownDocument;
  readonly examined: Examined;
  readonly charge: Charge;
  readonly granted: Granted;
  readonly handed: Partial<HandedOver>;
}

/** The one road of an operation to the planner, for HTTP and WebSocket alike: a limit never holds on one of them only. */
export class Pipeline {
  private serving: Serving | undefined;
  /** What a client may ask for by hash alone: what is registered, and what was accepted lately. */
  readonly texts: KnownTexts = {
    find: (hash) => this.parts.registered.find(hash) ?? this.serving?.documents.textOf(hash),
  };
  private readonly unfollow: () => void;
  private stopped = false;

  constructor(private readonly parts: PipelineParts) {
    this.unfollow = parts.graph.supergraph.follow((snapshot) => {
      const before = this.serving;
      this.serving = undefined; // a supergraph whose access cannot be read is not served at all
      this.serving = servingOf(snapshot, parts.policies);
      if (before) this.planAhead(before.documents.recent(CARRIED_OVER));
    });
  }

  /** Follows the supergraph no more, and plans nothing ahead any more. What comes is served to its end. */
  stop(): void {
    this.stopped = true;
    this.unfollow();
  }

  /** Documents that were checked already and are kept. */
  get documentsKept(): number {
    return this.serving?.documents.size ?? 0;
  }

  /** The document that was already checked, by the SHA-256 of its text. */
  knownDocument(hash: string): KnownDocument | undefined {
    return this.serving?.documents.ofHash(hash);
  }

  /** Other documents are registered now: each is judged anew, so that one that no longer is is not served as if it were. */
  registeredAnew(): void {
    if (!this.serving) return;
    const lately = this.serving.documents.recent(CARRIED_OVER);
    this.serving = { ...this.serving, documents: new DocumentCache() };
    this.planAhead(lately);
  }

  /** Plans what is registered, and what else is likely to be asked, before it is: nobody who asks for it waits for a plan. */
  planAhead(others: readonly string[] = []): void {
    const { serving, parts } = this;
    if (!serving) return;
    const texts = new Set([...parts.registered.texts(), ...others]);
    const isOver = () => this.stopped || this.serving !== serving;
    void planAhead(texts, {
      graph: parts.graph,
      check: (text) => this.check(text, serving, true),
      isOver,
      log: parts.log,
    });
  }

  /** The caller is authenticated and has paid for the request; everything that depends on the document happens here. */
  admit(asked: Asked, caller: Caller, program: Program = {}): Promise<Admitted | Refused> {
    return caller.trace === undefined
      ? this.judge(asked, caller, program)
      : admitSpan(caller.trace, () => this.judge(asked, caller, program));
  }

  private async judge(asked: Asked, caller: Caller, program: Program): Promise<Admitted | Refused> {
    const { serving, parts } = this;
    const { apiClient, client } = program;
    if (!serving) return [refuse('SERVICE_UNAVAILABLE', 'The graph cannot be served right now.')];
    const known = this.check(asked.query, serving, apiClient !== undefined);
    if (isRefused(known)) return known;
    const examined = examine(asked, known, serving);
    if (isRefused(examined)) return examined;
    const { operation, variables, estimated, mutations } = examined;
    const charge = await parts.rates.charge({ ...caller, apiClient }, { cost: estimated, mutations });
    if (charge instanceof GraphQLError) return [charge];
    const what = [known.document, operation, variables] as const;
    const granted = await decideAccess(serving.access, parts.accessMode, what, caller);
    if (isRefused(granted)) return granted;
    const uploads = serving.uploads.find(known.document, operation, asked);
    const handed = await takeFiles(parts.handOver, uploads, caller, operation.operation);
    if (isRefused(handed)) return handed;
    const by = namedClient(apiClient?.name ?? client?.application, client?.applicationVersion);
    parts.usage?.count({ ...known, operation, schema: serving.snapshot.apiSchema }, by);
    return this.admitted(asked, caller, serving.access, { known, examined, charge, granted, handed });
  }

  private admitted(
    asked: Asked,
    caller: Caller,
    began: DoorAccess,
    { known, examined, charge, granted, handed }: Passed,
  ): Admitted {
    const { operation, variables, cost, estimated } = examined;
    const lives = operation.operation === OperationTypeNode.SUBSCRIPTION;
    return {
      caller: lives ? { ...caller, deadline: Number.MAX_SAFE_INTEGER } : caller,
      key: planKey(known, operation) + (granted.variant && `!${granted.variant}`),
      document: granted.document,
      operation: granted.operation,
      operationName: operation.name?.value,
      variables: asked.variables,
      costOf: (data) => (data ? cost.actual(data) : estimated),
      settle: (actual) => {
        charge.settle(actual);
        return asked.wantsCost && this.seesInside(caller) ? { cost: { estimated, actual } } : undefined;
      },
      report: asked.wantsPlan && !lives && this.seesInside(caller) ? new PlanReport() : undefined,
      denials: (whose) => denialsNow(granted, [began, this.serving?.access], variables, whose),
      grounds: () => groundsNow(granted, this.serving?.access),
      isWhole: !granted.variant,
      complete: granted.complete,
      ...handed,
    };
  }

  /** Whether this caller may be told what an operation cost and how it was run: everybody while developing, else who may read the logs. */
  private seesInside({ permissions }: Caller): boolean {
    return this.parts.introspection || permissions.includes(SEES_INSIDE);
  }

  private check(text: string, { snapshot, documents }: Serving, anyDocument: boolean): KnownDocument | Refused {
    const { registered, trustedOnly, introspection } = this.parts;
    const known = documents.get(text);
    const own = known ? known.registered : registered.holds(text, DOCUMENT_LIMITS);
    if (trustedOnly && !own && !anyDocument)
      return [refuse('FORBIDDEN', 'Only registered operations are served here.')];
    if (known) return known;
    const limits = own ? REGISTERED_LIMITS : DOCUMENT_LIMITS;
    const checked = checkDocument(text, snapshot.apiSchema, limits, introspection);
    return isRefused(checked) ? checked : documents.keep(text, checked, own);
  }
}

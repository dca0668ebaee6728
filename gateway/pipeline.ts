import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql';
import { GraphQLError as Fault, OperationTypeNode } from 'graphql';
import type { Log } from '#chassis/log/log';
import type { Caller } from '#chassis/identity/caller';
import { decideAccess, denialsNow, groundsNow, type AccessMode, type Granted } from './access/decide.ts';
import { DoorAccess } from './access/door-access.ts';
import type { Policies } from './access/rules.ts';
import { UploadFinder } from './files/mutations/find-uploads.ts';
import { takeFiles, type HandOver } from './files/mutations/hand-over.ts';
import { guardUploadScalar } from './files/mutations/slot.ts';
import { uploadFields } from './files/mutations/upload-fields.ts';
import { namedClient, type Usage } from './usage/usage.ts';
import type { Graph } from './graph/graph.ts';
import type { Snapshot } from './graph/snapshot.ts';
import { checkDocument, chooseOperation } from './guard/check-document.ts';
import type { Program } from './guard/clients/program.ts';
import type { KnownDocument } from './guard/document-cache.ts';
import { DocumentCache } from './guard/document-cache.ts';
import { coercedVariables } from './guard/coerced-variables.ts';
import { roadRefusal } from './guard/road-refusal.ts';
import { OperationCosts } from './guard/cost/operation-costs.ts';
import { DOCUMENT_LIMITS, MAX_COST, REGISTERED_LIMITS } from './guard/limits.ts';
import { planAhead, planKey } from './guard/plan-ahead.ts';
import type { RateLimits } from './guard/rate-limits.ts';
import { OneMoneyAct } from './guard/one-money-act.ts';
import { refuse, tooDear } from './guard/refusals.ts';
import type { RegisteredDocuments } from './guard/registered-documents.ts';
import { unsoundVariable } from './guard/sound-text.ts';
import { admitSpan } from './observe/admit-span.ts';
import { PlanReport } from './observe/plan-report.ts';

export type Road = 'get' | 'post' | 'socket';

/** What a client asks, whichever road it came by. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly road: Road;
  /** The client of an HTTP road reads an answer that comes as a stream. */
  readonly streams?: boolean;
  /** Wants to be told the cost (`"extensions": {"cost": true}`). */
  readonly wantsCost?: boolean;
  /** Wants to be told how it was run (`"extensions": {"plan": true}`, or the header `x-include-plan: true`). */
  readonly wantsPlan?: boolean;
  /** How many files of this request wait to be read. */
  readonly files?: number;
}

/** An operation that passed every check before planning. */
export interface Admitted {
  readonly caller: Caller;
  readonly key: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /**
   * Told once what came back, so that the caller's budget gets what was not used. Gives the response extension for those who may see
   * it and asked for it.
   */
  settle(data: unknown): { readonly cost: { readonly estimated: number; readonly actual: number } } | undefined;
  /** To be called with the answer of a mutation that was given files. */
  settleFiles?(result: { readonly errors?: readonly unknown[] }): Promise<void>;
  /** Told how it is run, when this caller asked for that and may see it. */
  readonly report: PlanReport | undefined;
  /** Nothing was taken out of it for this caller, so that parts of the answer need nothing of the others. */
  readonly isWhole: boolean;
  readonly denials: Granted['denials'];
  /** With the same grounds and the same rights `denials` says the same again; undefined when it has to be asked every time. */
  grounds(): object | undefined;
  readonly complete: Granted['complete'];
}

export type Refused = readonly GraphQLError[];

export function isRefused(outcome: Admitted | Refused): outcome is Refused {
  return Array.isArray(outcome);
}

interface Serving {
  readonly snapshot: Snapshot;
  readonly access: DoorAccess;
  readonly oneMoneyAct: OneMoneyAct;
  readonly costs: OperationCosts;
  readonly documents: DocumentCache;
  readonly uploads: UploadFinder;
}

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

/** The one road of an operation to the planner, for HTTP and WebSocket alike: a limit never holds on one of them only. */
export class Pipeline {
  private serving: Serving | undefined;
  readonly close: () => void;

  constructor(private readonly parts: PipelineParts) {
    this.close = parts.graph.supergraph.follow((snapshot) => {
      const before = this.serving;
      this.serving = undefined; // a supergraph whose access cannot be read is not served at all
      const access = new DoorAccess(snapshot.sdl, parts.policies);
      const oneMoneyAct = new OneMoneyAct(snapshot.sdl);
      guardUploadScalar(snapshot.apiSchema);
      this.serving = {
        snapshot,
        access,
        oneMoneyAct,
        costs: new OperationCosts(snapshot),
        documents: new DocumentCache(),
        uploads: new UploadFinder(snapshot.apiSchema, uploadFields(snapshot.sdl)),
      };
      if (before) this.planAhead(before.documents.recent(CARRIED_OVER));
    });
  }

  /** Documents that were checked already and are kept. */
  get documentsKept(): number {
    return this.serving?.documents.size ?? 0;
  }

  /** The document that was already checked, by the SHA-256 of its text. */
  knownDocument(hash: string): KnownDocument | undefined {
    return this.serving?.documents.ofHash(hash);
  }

  /** The text of a document that was accepted lately, by its SHA-256: what a client may then ask for by hash alone. */
  acceptedText(hash: string): string | undefined {
    return this.serving?.documents.textOf(hash);
  }

  /** Plans what is registered, and what else is likely to be asked, before it is: nobody who asks for it waits for a plan. */
  planAhead(others: readonly string[] = []): void {
    const { serving, parts } = this;
    if (!serving) return;
    const texts = new Set([...parts.registered.texts(), ...others]);
    const isOver = () => this.serving !== serving;
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
    if (isRefusal(known)) return known;
    const operation = chooseOperation(known, asked.operationName);
    if (operation instanceof Fault) return [operation];
    const { operation: kind } = operation;
    const wrong = roadRefusal(asked, kind) ?? serving.oneMoneyAct.refusal(known.document, operation);
    if (wrong) return [wrong];
    const unsound = unsoundVariable(asked.variables);
    if (unsound) return [unsound];
    const variables = coercedVariables(serving.snapshot.apiSchema, operation, asked.variables);
    if (isRefusal(variables)) return variables;
    const cost = serving.costs.of(known.document, operation);
    const estimated = cost.estimate(variables);
    if (estimated > MAX_COST) return [tooDear(MAX_COST, estimated)];
    const mutations = kind === OperationTypeNode.MUTATION ? known.tallies.get(operation)!.rootFields : 0;
    const charge = await parts.rates.charge({ ...caller, apiClient }, { cost: estimated, mutations });
    if (charge instanceof Fault) return [charge];
    const what = [known.document, operation, variables] as const;
    const granted = await decideAccess(serving.access, parts.accessMode, what, caller);
    if (isRefusal(granted)) return granted;
    const handed = await takeFiles(
      parts.handOver,
      serving.uploads.find(known.document, operation, asked),
      caller,
      kind,
    );
    if (isRefusal(handed)) return handed;
    const by = namedClient(apiClient?.name ?? client?.application, client?.applicationVersion);
    parts.usage?.count({ ...known, operation, schema: serving.snapshot.apiSchema }, by);
    return {
      caller: kind === OperationTypeNode.SUBSCRIPTION ? { ...caller, deadline: Number.MAX_SAFE_INTEGER } : caller,
      key: planKey(known, operation) + (granted.variant && `!${granted.variant}`),
      document: granted.document,
      operation: granted.operation,
      operationName: operation.name?.value,
      variables: asked.variables,
      settle: (data) => {
        const actual = data ? cost.actual(data) : estimated; // who got nothing may still have made us work
        charge.settle(actual);
        return asked.wantsCost && this.seesInside(caller) ? { cost: { estimated, actual } } : undefined;
      },
      report:
        asked.wantsPlan && kind !== OperationTypeNode.SUBSCRIPTION && this.seesInside(caller)
          ? new PlanReport()
          : undefined,
      denials: (whose) => denialsNow(granted, [serving.access, this.serving?.access], variables, whose),
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
    return isRefusal(checked) ? checked : documents.keep(text, checked, own);
  }
}

function isRefusal(value: unknown): value is Refused {
  return Array.isArray(value);
}

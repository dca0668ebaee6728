import type { Operation } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  GraphQLError,
  Kind,
  visit,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';
import type { Snapshot } from '../snapshot.ts';
import { batchGroupsOf, rootRequest } from './batches.ts';
import { compileDeferred } from '../defer/deferred-plan.ts';
import { byTrail } from './by-trail.ts';
import { markContested } from './contested.ts';
import { idleSteps } from './idle-steps.ts';
import { Lru } from './lru.ts';
import type { ClientKeys } from './client-keys.ts';
import { compileProjection, type Project, type ProjectionInput } from './projection.ts';
import { eachField, fragmentsOf, operationIn } from './selections.ts';
import { stepsOf, type StepRules } from './steps.ts';
import type { Executable, PreparedRequest } from './plan.ts';
import { TUNING, type Tuning } from './tuning.ts';

/** An operation that was planned once and runs many times, on the snapshot that it was planned for. */
export interface Prepared {
  readonly snapshot: Snapshot;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Apollo's own form of the operation, which only its generic shaping reads: made when it is asked for. */
  readonly operation: Operation;
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Key in the data tree -> the key that the client chose, where they differ. */
  readonly clientKeys: ReadonlyMap<string, string>;
  /** `__schema` and `__type` at the root: answered here, from the API schema. */
  readonly introspection: readonly FieldNode[];
  /** Where a subscription's events come from; `rest` of the plan is run per event. */
  readonly primary: { readonly request: PreparedRequest; readonly fetch: FetchNode } | undefined;
  /** The compiled plan for these values of the variables in @skip and @include. */
  executable(variables: Readonly<Record<string, unknown>>): Executable;
}

/** A client chooses how many conditions a document has: 2^n variants are not kept, only the last ones used. */
const MAX_VARIANTS = 32;

/** Makes a plan ready to run. Throws a GraphQLError when the document holds no such operation. */
export function prepare(
  snapshot: Snapshot,
  keyed: ClientKeys,
  plan: QueryPlan,
  operationName: string | undefined,
  tuning: Tuning = TUNING,
): Prepared {
  const node = operationIn(keyed.document, operationName);
  const fragments = fragmentsOf(keyed.document);
  const conditions = conditionVariables(node, fragments);
  const subscription = plan.node?.kind === 'Subscription' ? plan.node : undefined;
  const deferring = plan.node?.kind === 'Defer' ? plan.node : undefined;
  const rest: PlanNode | undefined = subscription ? subscription.rest : (plan.node as PlanNode | undefined);
  const variants = new Lru<string, Executable>(MAX_VARIANTS);
  let operation: Operation | undefined;

  const compile = (values: ReadonlyMap<string, boolean>): Executable => {
    const condition = (name: string) => values.get(name)!;
    const selected = { schema: snapshot.apiSchema, fragments, condition, clientKeys: keyed.names };
    const client = { ...selected, schema: snapshot.supergraphSchema, operation: node };
    const rules: StepRules = {
      condition,
      parts: (fetch, path) => byTrail(fetch, path, keyed.divided, client),
      idle: (steps) => (conditions.length > 0 ? idleSteps(steps, client) : new Set()),
    };
    if (deferring) return compileDeferred({ snapshot, operation: node, plan: deferring, selected, tuning, rules });
    const steps = stepsOf(rest, rules);
    markContested(steps);
    const projection: ProjectionInput = { ...selected, operation: node };
    return {
      steps,
      groups: batchGroupsOf(steps, snapshot, tuning),
      first: steps.filter((step) => step.waitsFor === 0),
      project: tuning.projection ? projectionOrNone(projection) : undefined,
    };
  };

  return {
    snapshot,
    kind: node.operation,
    node,
    fragments,
    clientKeys: keyed.names,
    get operation() {
      return (operation ??= snapshot.operation(keyed.document, operationName));
    },
    introspection: rootIntrospection(node, fragments),
    primary: subscription && primaryOf(subscription.primary),
    executable(variables) {
      const values = new Map(conditions.map((name) => [name, conditionValue(node, name, variables)]));
      const key = [...values.values()].map(Number).join('');
      let executable = variants.get(key);
      if (executable === undefined) variants.set(key, (executable = compile(values)));
      return executable;
    },
  };
}

function primaryOf(fetch: FetchNode): NonNullable<Prepared['primary']> {
  const document = fetch.operationDocumentNode;
  if (!document) throw new Error('the planner was told to expose documents');
  return { fetch, request: rootRequest({ fetch, document }) };
}

function projectionOrNone(input: ProjectionInput): Project | undefined {
  try {
    return compileProjection(input);
  } catch {
    return undefined; // for example `__schema` below a Query-typed field of a payload
  }
}

function conditionVariables(
  node: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string[] {
  const names = new Set<string>();
  for (const definition of [node, ...fragments.values()]) {
    visit(definition, {
      Directive(directive) {
        const value = directive.arguments?.[0]?.value;
        if (['skip', 'include'].includes(directive.name.value) && value?.kind === Kind.VARIABLE)
          names.add(value.name.value);
      },
    });
  }
  const defined = new Set(node.variableDefinitions?.map((definition) => definition.variable.name.value));
  return [...names].filter((name) => defined.has(name)); // a fragment of another operation may use others
}

/** The value of a variable in @skip or @include: a Boolean by its definition, or the operation is refused. */
export function conditionValue(
  node: OperationDefinitionNode,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (typeof given === 'boolean') return given;
  const fallback = node.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  if (given === undefined || given === null) if (fallback?.kind === Kind.BOOLEAN) return fallback.value;
  throw new GraphQLError(`Variable "$${name}" must be a Boolean.`, { extensions: { code: 'BAD_USER_INPUT' } });
}

function rootIntrospection(
  node: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FieldNode[] {
  const fields: FieldNode[] = [];
  eachField(node.selectionSet, fragments, (field) => {
    if (field.name.value === '__schema' || field.name.value === '__type') fields.push(field);
  });
  return fields;
}

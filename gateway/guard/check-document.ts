import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import {
  getOperationAST,
  GraphQLError as Fault,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { deferRule } from './defer-rule.ts';
import type { DocumentLimits } from './limits.ts';
import { overLimit, refuse } from './refusals.ts';
import { unsoundLiteral } from './sound-text.ts';
import type { Tally } from './tally.ts';
import { tallyDocument } from './tally.ts';

/** A document that may be planned. `key` names the text: the same text always has the same key. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly tallies: ReadonlyMap<OperationDefinitionNode, Tally>;
}

const RULES = [...specifiedRules, deferRule];

/**
 * Text -> document, or every reason why not. In the order of what costs least: tokens, then the linear count, then validation, whose
 * overlapping-fields rule is what a fragment bomb aims at.
 */
export function checkDocument(
  text: string,
  schema: GraphQLSchema,
  limits: DocumentLimits,
  introspection: boolean,
): CheckedDocument | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: limits.tokens });
  } catch (error) {
    return [syntaxRefusal(error, limits)];
  }
  const { operations, unreached } = tallyDocument(document);
  const exceeded = firstExceeded([...operations, ...unreached], limits);
  if (exceeded) return [exceeded];
  const unsound = unsoundLiteral(text, document);
  if (unsound) return [unsound];
  const rules = introspection ? RULES : [...RULES, NoSchemaIntrospectionCustomRule];
  const faults = validate(schema, document, rules, { maxErrors: 20 });
  if (faults.length > 0) return faults.map(validationRefusal);
  return { document, tallies: new Map(operations.map((tally) => [tally.operation, tally])) };
}

/** The operation that is asked for, or the refusal that says why there is none. */
export function chooseOperation(
  checked: CheckedDocument,
  name: string | null | undefined,
): OperationDefinitionNode | GraphQLError {
  const operation = getOperationAST(checked.document, name);
  if (operation) return operation;
  return refuse(
    'OPERATION_RESOLUTION_FAILURE',
    name
      ? `Unknown operation named ${JSON.stringify(name.slice(0, 100))}.`
      : 'Must provide operation name if query contains multiple operations.',
  );
}

function firstExceeded(parts: readonly Tally[], limits: DocumentLimits): GraphQLError | undefined {
  const selections = parts.reduce((sum, part) => sum + part.selections, 0);
  if (selections > limits.selections) return overLimit('selections', limits.selections, selections);
  for (const part of parts)
    for (const limit of ['depth', 'aliases', 'rootFields', 'directives'] as const)
      if (part[limit] > limits[limit])
        return limit === 'depth' ? tooDeep(limits.depth, part.depth) : overLimit(limit, limits[limit], part[limit]);
  return undefined;
}

function tooDeep(max: number, found: number): GraphQLError {
  return refuse(
    'GRAPHQL_VALIDATION_FAILED',
    `The document is too deep: at most ${max} levels are allowed (found ${found}).`,
    {
      limit: 'depth',
      max,
    },
  );
}

function syntaxRefusal(error: unknown, limits: DocumentLimits): GraphQLError {
  if (!(error instanceof Fault)) throw error;
  if (error.message.includes('Parsing aborted')) return overLimit('tokens', limits.tokens);
  return new Fault(error.message, {
    source: error.source,
    positions: error.positions,
    extensions: refuse('GRAPHQL_PARSE_FAILED', '').extensions,
  });
}

function validationRefusal(error: GraphQLError): GraphQLError {
  return new Fault(error.message, {
    nodes: error.nodes,
    extensions: refuse('GRAPHQL_VALIDATION_FAILED', '').extensions,
  });
}

import type { GraphQLSchema } from 'graphql';
import type { RequiredField } from '../plan/required-arguments.ts';
import type { OwnedFields } from './owned-fields.ts';

/** What plans of one supergraph are judged by. */
export interface Ground {
  /** With inaccessible elements. */
  readonly supergraphSchema: GraphQLSchema;
  /** Type name -> names of the object types that it covers. */
  readonly possibleTypes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly owned: OwnedFields;
  /** The fields that stand behind names of the planner's own. */
  readonly required: ReadonlyMap<string, RequiredField>;
}

import type { GraphQLError } from 'graphql';
import type { Branch } from '../branch.ts';
import type { Executable } from '../plan/plan.ts';
import type { Prepared } from '../plan/prepare.ts';
import { BAIL } from '../plan/projection.ts';
import { complete } from './complete.ts';
import { introspect } from './introspect.ts';

export interface Shaped {
  readonly data: Branch | null;
  /** What became null because a subgraph's data did not fit the schema. */
  readonly problems: readonly GraphQLError[];
  /** Generated code could not do it. */
  readonly slow: boolean;
}

type Variables = Readonly<Record<string, unknown>>;

/** Merged data -> what the client asked for: by generated code while the data is valid, step by step otherwise. */
export function shape(prepared: Prepared, executable: Executable, variables: Variables, data: Branch): Shaped {
  if (executable.project !== undefined) {
    try {
      const introspection = prepared.introspection.length > 0 ? introspectRoot(prepared, variables) : undefined;
      return { data: executable.project(data, introspection), problems: [], slow: false };
    } catch (fault) {
      if (fault !== BAIL) throw fault;
    }
  }
  return { ...complete(prepared, variables, data), slow: true };
}

function introspectRoot(prepared: Prepared, variables: Variables): Branch {
  return introspect(prepared, prepared.introspection, prepared.fragments, variables);
}

import { GraphQLError, Kind, parse } from 'graphql';
import type { MetricNames } from '../front/metrics.ts';
import type { RegisteredDocuments } from '../guard/registered-documents.ts';

/** Where any document is served, so many names that are not registered are told apart. */
const STRANGERS = 100;

/** Which operations the metrics know by name. */
export function namesOf(registered: RegisteredDocuments, trustedOnly: boolean): MetricNames {
  return { operations: registeredNames(registered), strangers: trustedOnly ? 0 : STRANGERS };
}

export function registeredNames(registered: RegisteredDocuments): readonly string[] {
  return [...registered.texts()].flatMap(namesIn);
}

/** A registered file that is no document has no names; the guard refuses it when somebody asks for it. */
function namesIn(text: string): string[] {
  try {
    return parse(text, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
    );
  } catch (error) {
    if (error instanceof GraphQLError) return [];
    throw error;
  }
}

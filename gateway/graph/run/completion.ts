import { GraphQLError } from 'graphql';

/** A subgraph's data did not fit the schema here: it was replaced by null, which went up to the next place that may be null. */
export const DOES_NOT_FIT = 'RESPONSE_VALIDATION_FAILED';

/** Such places are told one by one up to here. */
const MAX_TOLD = 100;

type Path = readonly (string | number)[];

/**
 * What was wrong with the data and is not explained yet: a field that a subgraph could not answer is null, and the null of a field that
 * may not be null is no second error.
 */
export function completionErrors(problems: readonly GraphQLError[], told: readonly GraphQLError[]): GraphQLError[] {
  const paths = told.map(({ path }) => path);
  if (paths.includes(undefined)) return []; // nobody knows where it was: it may have been anywhere
  const unexplained = problems.filter(({ path = [] }) => !paths.some((known) => known && isWithin(known, path)));
  return unexplained
    .slice(0, MAX_TOLD)
    .map(({ message, path }) => new GraphQLError(message, { path, extensions: { code: DOES_NOT_FIT } }));
}

/** One leads to the other. */
function isWithin(one: Path, other: Path): boolean {
  const shorter = one.length < other.length ? one : other;
  return shorter.every((part, i) => one[i] === other[i]);
}

/** Ids as a PostgreSQL array literal, for `= any(?::uuid[])`: one parameter, however many. */
export const idArray = (ids: Iterable<string>): string => `{${[...ids].join(',')}}`;

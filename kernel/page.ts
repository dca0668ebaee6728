/** A keyset page as a read returns it; chassis/graphql turns it into a Relay connection with signed cursors. */
export interface PageRequest<Position = readonly (string | number)[]> {
  /** 1 to 100. */
  readonly first: number;
  /** The position of the last row already seen, or undefined for the first page. */
  readonly after?: Position;
}

export interface Page<Row, Position = readonly (string | number)[]> {
  readonly rows: readonly { readonly row: Row; readonly position: Position }[];
  readonly hasNextPage: boolean;
}

export const MAX_PAGE = 100;

/** Turns `first + 1` fetched rows into a page: the extra row only proves that there is a next page. */
export function pageOf<Row>(
  fetched: readonly Row[],
  first: number,
  positionOf: (row: Row) => readonly (string | number)[],
): Page<Row> {
  return {
    rows: fetched.slice(0, first).map((row) => ({ row, position: positionOf(row) })),
    hasNextPage: fetched.length > first,
  };
}

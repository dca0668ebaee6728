/**
 * A PostgreSQL snapshot, `xmin:xmax:xip,xip,...`: everything below xmin is decided, xip were running. It is the safe horizon and, in the
 * shortest form, the exact set of transactions above it that were already visible.
 */
export type Snapshot = string;

const SHAPE = /^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/;

export function isSnapshot(text: unknown): text is Snapshot {
  return typeof text === 'string' && SHAPE.test(text);
}

/**
 * A reader's place in the outbox between two reads: it has had everything visible in `from`, and of what `to` added, the rows up to
 * `position`. Per aggregate, position grows with the sequence.
 */
export interface Mark {
  readonly from: Snapshot;
  readonly to: Snapshot;
  readonly position: number;
}

/** As `pg_visible_in_snapshot`. */
export function isVisibleIn(snapshot: Snapshot, xid: bigint): boolean {
  const { xmin, xmax, running } = parsed(snapshot);
  return xid < xmin || (xid < xmax && !running.has(xid));
}

/** Whether everything visible in `older` is surely visible in `newer`. */
export function surelyCovers(newer: Snapshot, older: Snapshot): boolean {
  return parsed(older).xmax <= parsed(newer).xmin;
}

function parsed(snapshot: Snapshot): { xmin: bigint; xmax: bigint; running: Set<bigint> } {
  const [xmin, xmax, running] = snapshot.split(':');
  return {
    xmin: BigInt(xmin!),
    xmax: BigInt(xmax!),
    running: new Set((running || undefined)?.split(',').map(BigInt) ?? []),
  };
}

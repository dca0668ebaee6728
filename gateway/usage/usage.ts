import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Log } from '#chassis/log/log';
import type { Flush, OperationRow, UsageRow, UsageStore } from './usage-store.ts';
import { usedCoordinates } from './used-coordinates.ts';

/** Who a client says it is (`apollographql-client-name`, `-version`); decides nothing, and is written down. */
export interface NamedClient {
  readonly name: string;
  readonly version: string;
}

export interface UsedOperation {
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly schema: GraphQLSchema;
}

const FLUSH_EVERY_MS = 30_000;
/** Strangers invent names: beyond so many of them in one half minute they are one. */
const MAX_CLIENTS = 200;
const MAX_OPERATIONS = 2_000;
const OTHERS: NamedClient = { name: 'others', version: '' };
const WORD = /^[\w.@/+-]{1,64}$/;

interface Cell extends UsedOperation {
  readonly counts: Map<string, number>;
}

/** Counts which client runs which operation. On the way of a request it costs one look-up; what an operation uses is found when it is written down. */
export class Usage {
  readonly #store: UsageStore | undefined;
  readonly #log: Log;
  #cells = new Map<OperationDefinitionNode, Cell>();
  #clients = new Map<string, NamedClient>();
  readonly #coordinates = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(store: UsageStore | undefined, log: Log) {
    this.#store = store;
    this.#log = log;
    this.#timer = store && setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  count(used: UsedOperation, client: NamedClient, times = 1): void {
    if (!this.#store) return;
    let cell = this.#cells.get(used.operation);
    if (!cell) {
      if (this.#cells.size >= MAX_OPERATIONS) return;
      this.#cells.set(used.operation, (cell = { ...used, counts: new Map() }));
    }
    const id = this.#idOf(client);
    cell.counts.set(id, (cell.counts.get(id) ?? 0) + times);
  }

  /** Writes down what was counted; what could not be written is counted on. Never rejects. */
  async flush(day: string = new Date().toISOString().slice(0, 10)): Promise<void> {
    if (!this.#store || this.#cells.size === 0) return;
    const cells = this.#cells;
    const clients = this.#clients;
    this.#cells = new Map();
    this.#clients = new Map();
    try {
      await this.#store.add(this.#rows(day, cells.values(), clients));
    } catch (error) {
      this.#log.warn({ err: error }, 'usage could not be written down, and is tried again');
      for (const cell of cells.values())
        for (const [id, count] of cell.counts) this.count(cell, clients.get(id)!, count);
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    await this.#store?.close();
  }

  #idOf(client: NamedClient): string {
    const id = `${client.name}\n${client.version}`;
    if (this.#clients.has(id)) return id;
    if (this.#clients.size >= MAX_CLIENTS) return this.#clients.size > MAX_CLIENTS ? OTHERS_ID : this.#others();
    this.#clients.set(id, client);
    return id;
  }

  #others(): string {
    this.#clients.set(OTHERS_ID, OTHERS);
    return OTHERS_ID;
  }

  #rows(day: string, cells: Iterable<Cell>, clients: ReadonlyMap<string, NamedClient>): Flush {
    const fields = new Map<string, UsageRow>();
    const operations = new Map<string, OperationRow>();
    for (const cell of cells) {
      const coordinates = this.#coordinatesOf(cell);
      for (const [id, count] of cell.counts) {
        const { name: client, version } = clients.get(id)!;
        const who = { day, client, version };
        const operation = cell.operation.name?.value ?? '';
        addTo(operations, `${id} ${cell.hash} ${operation}`, { ...who, hash: cell.hash, operation, operations: count });
        for (const coordinate of coordinates)
          addTo(fields, `${id} ${coordinate}`, { ...who, coordinate, operations: count });
      }
    }
    return { fields: [...fields.values()], operations: [...operations.values()] };
  }

  #coordinatesOf({ schema, document, operation }: UsedOperation): ReadonlySet<string> {
    let used = this.#coordinates.get(operation);
    if (!used) this.#coordinates.set(operation, (used = usedCoordinates(schema, document, operation)));
    return used;
  }
}

const OTHERS_ID = `${OTHERS.name}\n${OTHERS.version}`;

/** What a client may call itself; anything else is no name. */
export function namedClient(name: unknown, version: unknown): NamedClient {
  const word = (given: unknown): string => (typeof given === 'string' && WORD.test(given) ? given : '');
  return word(name) === '' ? { name: 'unnamed', version: '' } : { name: word(name), version: word(version) };
}

function addTo<Row extends { readonly operations: number }>(rows: Map<string, Row>, id: string, row: Row): void {
  const same = rows.get(id);
  rows.set(id, same ? { ...same, operations: same.operations + row.operations } : row);
}

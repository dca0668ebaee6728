import type { Log } from '#chassis/log/log';
import type { SubgraphResult } from '#chassis/mount/endpoint';

const MOST = 16;
const MAX_LENGTH = 4_096;
/** RFC 6265: no control character, so that a value cannot begin another header. */
const VALUE = /^[\x20-\x7e]+$/;

/** Which subgraphs may set cookies on the client: whoever sets one can sign a person in as somebody else. */
export class CookieRule {
  readonly #from: ReadonlySet<string>;
  readonly #log: Log;
  /** Told once of each: an answer may try with every request. */
  readonly #told = new Set<string>();

  constructor(from: Iterable<string>, log: Log) {
    this.#from = new Set(from);
    this.#log = log;
  }

  /** The `Set-Cookie` values of an answer that may go on to the client. */
  admitted(subgraph: string, { extensions }: SubgraphResult): readonly string[] {
    const given: unknown = extensions?.cookies;
    if (!Array.isArray(given) || given.length === 0) return [];
    if (!this.#from.has(subgraph)) {
      this.#tell(subgraph, 'a subgraph that may not set cookies tried to');
      return [];
    }
    const sound = given.slice(0, MOST).filter(isSound);
    if (sound.length < given.length) this.#tell(subgraph, 'cookies of a subgraph were dropped: too many, or malformed');
    return sound;
  }

  #tell(subgraph: string, what: string): void {
    if (this.#told.has(subgraph)) return;
    this.#told.add(subgraph);
    this.#log.warn({ subgraph }, what);
  }
}

function isSound(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH && VALUE.test(value);
}

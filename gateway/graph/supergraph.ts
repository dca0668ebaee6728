import { ApolloGateway } from '@apollo/gateway';
import type { Log } from '#chassis/log/log';
import { assertOneCopy } from './one-copy.ts';
import { withoutAuthDirectives } from './public-supergraph.ts';
import { silenceVendorTelemetry } from './settings.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';

/** Thrown by `replace`: the text was refused and the previous supergraph still serves. */
export class BrokenSupergraph extends Error {
  override readonly name = 'BrokenSupergraph';
}

type Update = (sdl: string) => void;

/**
 * The supergraph that serves now. ApolloGateway is the base that loads, validates and swaps (on the text without auth directives);
 * our snapshot of the full text swaps with it or not at all.
 */
export class Supergraph {
  readonly #base: ApolloGateway;
  readonly #update: Update;
  readonly #log: Log;
  readonly #checks: ((next: Snapshot) => void)[] = [];
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  #current: Snapshot;

  private constructor(base: ApolloGateway, update: Update, first: Snapshot, log: Log) {
    this.#base = base;
    this.#update = update;
    this.#current = first;
    this.#log = log;
  }

  /** Throws when the installation has two copies of a package or the text is no valid supergraph. */
  static async load(sdl: string, log: Log): Promise<Supergraph> {
    assertOneCopy();
    silenceVendorTelemetry();
    const first = snapshotOf(sdl);
    let update: Update | undefined;
    const base = new ApolloGateway({
      validateSupergraph: true,
      logger: quiet(log),
      supergraphSdl: async (manager) => {
        update = manager.update;
        return { supergraphSdl: withoutAuthDirectives(sdl) };
      },
      buildService: ({ name }) => ({
        process: () => Promise.reject(new Error(`the base gateway executes nothing, and asked ${name}`)),
      }),
    });
    await base.load();
    return new Supergraph(base, update!, first, log);
  }

  get snapshot(): Snapshot {
    return this.#current;
  }

  /** Swaps atomically. Throws BrokenSupergraph, with everything as it was, when a reader or a check refuses the text. */
  replace(sdl: string): Snapshot {
    if (sdl === this.#current.sdl) return this.#current;
    let next: Snapshot;
    try {
      next = snapshotOf(sdl);
      for (const check of this.#checks) check(next);
      this.#update(withoutAuthDirectives(sdl));
    } catch (cause) {
      this.#log.error({ err: cause }, 'supergraph refused; the previous one stays');
      throw new BrokenSupergraph(`supergraph refused: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      });
    }
    this.#current = next;
    this.#log.info({ supergraph: next.id }, 'supergraph replaced');
    for (const listener of this.#listeners) listener(next);
    return next;
  }

  /** Adds somebody who sees every next snapshot before it serves, and refuses it by throwing. */
  check(check: (next: Snapshot) => void): void {
    this.#checks.push(check);
  }

  /** Calls at once with the current snapshot and after every swap; returns the way to stop. */
  follow(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#current);
    return () => this.#listeners.delete(listener);
  }

  async stop(): Promise<void> {
    await this.#base.stop();
  }
}

/** ApolloGateway's own notes are of use only while something is wrong. */
function quiet(log: Log) {
  const say = (level: 'debug' | 'info' | 'warn' | 'error') => (message?: unknown) => log[level]({}, String(message));
  return { debug: say('debug'), info: say('debug'), warn: say('warn'), error: say('error') };
}

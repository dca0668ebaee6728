import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@apollo/composition';
import { execute, parse } from 'graphql';
import type { SubgraphCall, SubgraphEndpoint, SubgraphResult } from '#chassis/mount/endpoint';
import { endpointOf, LINK } from './endpoint-of.ts';
import { Stream } from './stream.ts';

const SAME = '@tag(name: "viewer-independent")';
export const NEWS_SDL = `
  type Query { headline: String }
  type News @key(fields: "id") ${SAME} { id: ID! text: String for: String author: Author }
  type Author @key(fields: "id") { id: ID! ${SAME} }
  type Subscription { news: News ${SAME} letter: News }
`;
export const AUTHORS_SDL = `
  type Query { authors: Int }
  type Author @key(fields: "id") { id: ID! ${SAME} name: String ${SAME} isFriend: Boolean }
`;

/** What the subgraph can do: more than the first supergraph knows of. */
const NEWS_ABLE = NEWS_SDL.replace(`{ id: ID! ${SAME} }`, `{ id: ID! ${SAME} name: String ${SAME} }`);

/** Two subgraphs of which one streams: it keeps what it told, so that a position of it can be continued. */
export class Newsroom {
  readonly #log: string[] = [];
  readonly #bell = new Stream<void>();
  /** Subscriptions that reached the subgraph, and entity fetches that reached its neighbour, with their callers. */
  readonly subscribed: SubgraphCall[] = [];
  readonly fetched: SubgraphCall[] = [];
  readonly endpoints: Readonly<Record<'news' | 'authors', SubgraphEndpoint>>;

  constructor() {
    const news = { executes: endpointOf(NEWS_ABLE, {}).endpoint, schema: schemaOf(NEWS_ABLE) };
    const authors = endpointOf(AUTHORS_SDL, {
      Author: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `Author ${id}` }),
        isFriend: (_: unknown, __: unknown, { caller }: SubgraphCall) => caller.userId === 'ada',
      },
    }).endpoint;
    this.endpoints = {
      news: {
        execute: (call) => news.executes.execute(call),
        subscribe: async (call) => {
          this.subscribed.push(call);
          return this.#follow(call, news.schema);
        },
      },
      authors: {
        execute: (call) => {
          this.fetched.push(call);
          return authors.execute(call);
        },
        subscribe: (call) => authors.subscribe(call),
      },
    };
  }

  /** How many upstream subscriptions are open. */
  get open(): number {
    return this.#bell.size;
  }

  tell(...texts: string[]): void {
    this.#log.push(...texts);
    this.#bell.publish();
  }

  static supergraph(changes: { news?: (sdl: string) => string; authors?: (sdl: string) => string } = {}): string {
    const same = (sdl: string) => sdl;
    const { news = same, authors = same } = changes;
    const composed = composeServices([
      { name: 'news', url: 'http://news.invalid', typeDefs: parse(`${LINK}\n${news(NEWS_SDL)}`) },
      { name: 'authors', url: 'http://authors.invalid', typeDefs: parse(`${LINK}\n${authors(AUTHORS_SDL)}`) },
    ]);
    if (composed.errors) throw new AggregateError(composed.errors, composed.errors.map(String).join('\n'));
    return composed.supergraphSdl;
  }

  #follow(call: SubgraphCall, schema: ReturnType<typeof schemaOf>): AsyncIterableIterator<SubgraphResult> {
    const bell = this.#bell.follow(call.signal);
    let at = call.after === undefined ? this.#log.length : Number(call.after);
    let begun = call.after !== undefined;
    const answer = async (text: string): Promise<SubgraphResult> => {
      const value = {
        id: text,
        text,
        for: call.caller.userId ?? call.caller.kind,
        author: { id: text, name: `By ${text}` },
      };
      const document = call.document ?? parse(call.query);
      const result = await execute({ schema, document, rootValue: { news: value, letter: value } });
      return { ...(result as SubgraphResult), extensions: { position: String(at) } };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        if (!begun) {
          begun = true;
          return { done: false, value: { extensions: { position: String(at) } } };
        }
        while (at >= this.#log.length) if ((await bell.next()).done) return { done: true, value: undefined };
        const text = this.#log[at++]!;
        return { done: false, value: await answer(text) };
      },
      return: () => bell.return!() as never,
    };
  }
}

function schemaOf(sdl: string) {
  return buildSubgraphSchema([{ typeDefs: parse(`${LINK}\n${sdl}`) }]);
}

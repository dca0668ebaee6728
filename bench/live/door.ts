import { execFileSync } from 'node:child_process';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { startGateway } from '#gateway/gateway';
import { RATE_LIMITS, widened } from '#gateway/guard/limits';
import { gatewaySettings } from '#gateway/settings';
import { LINK } from '#gateway/testing/endpoint-of';
import { AUDIENCE, identitySubgraph, ISSUER } from '#gateway/testing/identity-subgraph';
import { AUTHORS_SDL, Newsroom, NEWS_SDL } from '#gateway/testing/news';

/**
 * One gateway in a process of its own, in front of two small subgraphs of which one tells news that are the same for everybody: what is
 * measured is the gateway alone. In: messages. Out: `{ url, files }` at first, then one answer to each.
 */
export type ToDoor =
  | { readonly hello: true }
  | { readonly sessions: number }
  | { readonly memory: true }
  | { readonly news: string }
  /** Another supergraph serves: with more in it, with other plans, or the first one again. */
  | { readonly reload: number };

export interface Memory {
  readonly rss: number;
  readonly heap: number;
  /** CPU time of the process so far. */
  readonly cpuMs: number;
}

const identity = await identitySubgraph();
const room = new Newsroom();
const MARK = ' @tag(name: "viewer-independent")';
const composed = (news: string, authors: string): string => {
  const { supergraphSdl, errors } = composeServices([
    { name: 'users', url: 'http://users.invalid', typeDefs: identity.typeDefs },
    { name: 'news', url: 'http://news.invalid', typeDefs: parse(`${LINK}\n${news}`) },
    { name: 'authors', url: 'http://authors.invalid', typeDefs: parse(`${LINK}\n${authors}`) },
  ]);
  if (errors) throw new AggregateError(errors, errors.map(String).join('\n'));
  return supergraphSdl;
};
const keyed = 'type Author @key(fields: "id") {';
const supergraphs = [
  composed(NEWS_SDL, AUTHORS_SDL),
  composed(NEWS_SDL, AUTHORS_SDL.replace('isFriend', 'born: Int isFriend')),
  composed(NEWS_SDL.replace(keyed, `${keyed} name: String`), AUTHORS_SDL.replace(`name: String${MARK}`, '')),
];
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const gateway = await startGateway({
  settings: {
    ...gatewaySettings({}),
    port: 0,
    tokens: { issuer: ISSUER, audience: AUDIENCE },
    rates: widened(RATE_LIMITS, 100_000),
    metrics: false,
    drainMs: 500,
  },
  supergraphSdl: supergraphs[0]!,
  endpoints: { users: identity.endpoint, ...room.endpoints },
  clock: { now: () => new Date() },
  log: silent,
});

async function answer(message: ToDoor): Promise<object> {
  if ('hello' in message) {
    const limits = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' });
    return { url: gateway.url, files: Number(limits) || Infinity };
  }
  if ('sessions' in message) {
    const sessions = Array.from({ length: message.sessions }, () => identity.openSession());
    return Promise.all(sessions.map((session) => identity.token(session)));
  }
  if ('memory' in message) return memory();
  if ('reload' in message) {
    gateway.replaceSupergraph(supergraphs[message.reload % supergraphs.length]!);
    return {};
  }
  const at = performance.timeOrigin + performance.now();
  room.tell(message.news);
  return { at };
}

/** After what is garbage has gone: twice, because finalizers free more. */
async function memory(): Promise<Memory> {
  for (let n = 0; n < 2; n++) {
    globalThis.gc!();
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { rss, heap: heapUsed, cpuMs: (user + system) / 1_000 };
}

process.on('message', (message: ToDoor) => void answer(message).then((said) => process.send?.(said)));
process.on('disconnect', () => process.exit());

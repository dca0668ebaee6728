import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '#chassis/identity/caller';
import type { Mounted } from '#chassis/mount/mount';
import { serveSubgraph, type Served } from '#chassis/mount/serve';
import { standaloneSettings } from '#chassis/standalone/settings';
import { httpEndpoint, type HttpEndpoint } from '#gateway/graph/transport/http';
import { SealKeys } from '#gateway/process/seal-key';
import { gatewayProcessSettings } from '#gateway/process/settings';
import { subgraphEnvironment, type Deployment } from '#platform/derived-environment';
import { endpointOver, schemaOf, SILENT } from './arena.ts';
import { LIBRARY } from './library.fixture.ts';

const MASTER_SECRET = 'a master secret of the tests, long enough';
const [SOURCE] = LIBRARY;

/** A subgraph as it starts with the environment that a deployment with these keys gives it. */
function started(sealKeyIds: readonly string[]): Promise<Served> {
  const { name } = SOURCE!;
  const url = 'postgres://nobody@localhost/nothing';
  const deployment: Deployment = {
    ...{ masterSecret: MASTER_SECRET, names: [name], sealKeyIds, dataDir: '.data', publicUrl: 'http://localhost' },
    ...{ clock: 'wall', nodeEnv: 'test', databaseUrlOf: () => url, addressOf: () => 'http://localhost' },
  };
  const { sealKeys } = standaloneSettings(name, { ...subgraphEnvironment(deployment, name), PORT: '4001' });
  const schema = schemaOf(SOURCE!);
  const mounted = {
    name,
    schema,
    endpoint: endpointOver(schema),
    ready: async () => {},
  } as Partial<Mounted> as Mounted;
  return serveSubgraph(mounted, { port: 0, host: '127.0.0.1', sealKeys, log: SILENT });
}

describe('while a seal key is replaced', () => {
  const open: { stop(): Promise<void> }[] = [];
  let before: Served;
  let between: Served;
  let after: Served;
  beforeAll(async () => {
    before = await started(['k1']);
    between = await started(['k1', 'k2']);
    after = await started(['k2']);
    open.push(before, between, after);
  });
  afterAll(async () => {
    for (const each of open.reverse()) await each.stop();
  });

  /** Whether a gateway with this key id is answered. */
  async function isAnswered({ url }: Served, keyId?: string): Promise<boolean> {
    const SUBGRAPHS = `${SOURCE!.name}=${url}`;
    const own = gatewayProcessSettings({ MASTER_SECRET, SUBGRAPHS, ...(keyId && { SEAL_KEY_ID: keyId }) });
    const endpoint: HttpEndpoint = httpEndpoint({
      name: SOURCE!.name,
      url,
      sealKey: new SealKeys(own).of(SOURCE!.name),
    });
    open.push({ stop: () => endpoint.close() });
    const call = { query: '{ __typename }', variables: {}, caller: ANONYMOUS };
    const result = await endpoint.execute(call).catch(() => undefined);
    return result?.data?.['__typename'] === 'Query';
  }

  test('gateways with the old key and with the new one are both answered', async () => {
    expect([await isAnswered(between, 'k1'), await isAnswered(between, 'k2')]).toEqual([true, true]);
    expect(await isAnswered(between)).toBe(true);
  });

  test('before, the new one is refused, and after, the old one', async () => {
    expect([await isAnswered(before, 'k1'), await isAnswered(before, 'k2')]).toEqual([true, false]);
    expect([await isAnswered(after, 'k1'), await isAnswered(after, 'k2')]).toEqual([false, true]);
  });

  test('an id that would break a seal apart is refused at the start', () => {
    const env = { MASTER_SECRET, SUBGRAPHS: 'a=http://localhost' };
    for (const SEAL_KEY_ID of ['k.1', 'k:1', 'k,1', ' '])
      expect(() => gatewayProcessSettings({ ...env, SEAL_KEY_ID })).toThrow('SEAL_KEY_ID');
  });
});

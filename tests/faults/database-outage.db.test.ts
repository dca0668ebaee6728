import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEMO_ACCOUNTS, DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { freePort } from '../free-port.ts';
import { launchPostgres, type PostgresServer } from '../../platform/postgres/launch.ts';
import { until } from './ground-process.ts';
import { startProduct, type ProductProcess } from './product-process.ts';

const LIMIT_MS = 120_000;

let folder: string;
let server: PostgresServer;
let product: ProductProcess | undefined;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'outage-'));
  fs.chmodSync(folder, 0o755);
});
afterAll(async () => {
  product?.child.kill('SIGTERM');
  await product?.ended;
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}, LIMIT_MS);

async function launch(port: number): Promise<void> {
  server = await launchPostgres({ dataFolder: folder, password: 'of-this-test-only', port });
}

async function signsIn(): Promise<boolean> {
  const answer = await fetch(`${product!.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
      variables: { input: { email: DEMO_ACCOUNTS[0]!.email, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' } },
    }),
  });
  const { data } = (await answer.json()) as { data?: { signIn?: { __typename: string } | null } | null };
  return data?.signIn?.__typename === 'SignedIn';
}

const ready = async (): Promise<number> => (await fetch(`${product!.url}/health/ready`)).status;

test(
  'when the database dies and comes back, the process lives on, is not ready meanwhile, and succeeds within 2 s',
  async () => {
    const port = await freePort();
    await launch(port);
    product = startProduct('together', await freePort(), path.join(folder, 'data'), {
      DATABASE_URL: server.superuserUrl,
    });
    await product.ready();
    expect(await signsIn()).toBe(true);

    process.kill(server.pid, 'SIGKILL');
    await server.lost;
    expect(await signsIn()).toBe(false);
    await until(async () => (await ready()) === 503);
    expect((await fetch(`${product.url}/health/live`)).status).toBe(200);

    await launch(port);
    const back = performance.now();
    await until(signsIn);
    expect(performance.now() - back).toBeLessThan(2_000);
    await until(async () => (await ready()) === 200);
  },
  LIMIT_MS,
);

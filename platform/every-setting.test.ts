import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { gatewaySettings } from '#gateway/settings';
import { gatewayEnvironment } from './derived-environment.ts';
import { everySetting } from './every-setting.ts';
import { subgraphModules } from './subgraph-modules.ts';

const modules = await subgraphModules();

test('faults of the platform, of the gateway and of a subgraph are told together, before anything starts', () => {
  const wrong = () =>
    everySetting(modules, { PORT: 'x', TRUSTED_PROXIES: 'somewhere', SMTP_URL: 'mail', DRAIN_MS: '-1' });
  for (const name of ['PORT', 'TRUSTED_PROXIES', 'SMTP_URL', 'DRAIN_MS']) expect(wrong).toThrow(name);
});

test('nothing set is well: a newcomer has set nothing', () => {
  expect(everySetting(modules, {})).toMatchObject({ port: 4000 });
});

test('a start gives the gateway a schema of its own, for API clients, usage and files', () => {
  const deployment = {
    ...{ masterSecret: 'm'.repeat(32), names: ['users'], dataDir: '.data', publicUrl: 'http://localhost:4000' },
    ...{ clock: 'wall' as const, nodeEnv: 'development', addressOf: () => 'http://localhost:4001' },
    databaseUrlOf: (name: string) => `postgres://${name}_role@localhost/venture`,
  };
  const settings = gatewaySettings(gatewayEnvironment(deployment));
  expect(settings.databaseUrl).toBe('postgres://gateway_role@localhost/venture');
  expect(settings.files).toMatchObject({ databaseUrl: settings.databaseUrl });
});

import 'reflect-metadata';
import { expect, test } from '@jest/globals';
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

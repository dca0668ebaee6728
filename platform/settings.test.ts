import { expect, test } from '@jest/globals';
import { platformSettings } from './settings.ts';

test('every wrong setting is named at once, also the rules over several of them', () => {
  const wrong = () => platformSettings({ NODE_ENV: 'production', CLOCK: 'movable', PORT: 'x', PUBLIC_URL: 'nowhere' });
  for (const name of ['PORT', 'PUBLIC_URL', 'CLOCK', 'MASTER_SECRET']) expect(wrong).toThrow(name);
});

test('development needs no setting at all and can move its clock; production cannot', () => {
  expect(platformSettings({})).toMatchObject({ port: 4000, host: '127.0.0.1', clock: 'movable', production: false });
  const production = platformSettings({ NODE_ENV: 'production', MASTER_SECRET: 'm'.repeat(32) });
  expect(production).toMatchObject({ host: '0.0.0.0', clock: 'wall', production: true });
});

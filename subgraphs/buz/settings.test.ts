import { expect, test } from '@jest/globals';
import { sealingKeys } from './outside/sealing-keys.ts';
import { buzSettings } from './settings.ts';

const SEED = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex').toString('base64');
const PUBLIC = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString('base64url'); // prettier-ignore

test('the key of the settings is the Ed25519 key of RFC 8032 (7.1, test 1), and its signature is that of the RFC', () => {
  const keys = sealingKeys(buzSettings({ BUZ_SEALING_KEY: SEED }).sealing, 'any');
  expect(keys.key).toBe(PUBLIC);
  expect(keys.sign('').toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
});

test('without one the key follows from the secret: the same in every replica, another for another secret', () => {
  const { sealing } = buzSettings({});
  expect(sealingKeys(sealing, 'one').key).toBe(sealingKeys(sealing, 'one').key);
  expect(sealingKeys(sealing, 'one').key).not.toBe(sealingKeys(sealing, 'two').key);
});

test('former keys count, and what is no key is told', () => {
  const { sealing } = buzSettings({ BUZ_FORMER_SEALING_KEYS: ` ${PUBLIC},${'A'.repeat(43)} ` });
  expect(sealingKeys(sealing, 'one').trusted.has(PUBLIC)).toBe(true);
  expect(() => buzSettings({ BUZ_FORMER_SEALING_KEYS: 'short' })).toThrow(/BUZ_FORMER_SEALING_KEYS/);
  expect(() => buzSettings({ BUZ_SEALING_KEY: 'short' })).toThrow(/BUZ_SEALING_KEY/);
});

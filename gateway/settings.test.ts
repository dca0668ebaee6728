import { describe, expect, test } from '@jest/globals';
import { BadSettings } from '#chassis/settings/settings';
import { RATE_LIMITS } from './guard/limits.ts';
import { gatewaySettings } from './settings.ts';

describe('the settings of the gateway', () => {
  test('development is wide and open, production strict and trusted', () => {
    expect(gatewaySettings({})).toMatchObject({
      production: false,
      limits: 'development',
      documents: 'open',
      metrics: true,
    });
    expect(gatewaySettings({}).rates.userPerMinute).toBe(RATE_LIMITS.userPerMinute * 50);
    const production = gatewaySettings({ NODE_ENV: 'production', LIMITS: 'development' });
    expect(production).toMatchObject({
      limits: 'production',
      rates: RATE_LIMITS,
      documents: 'trusted',
      metrics: false,
    });
    expect(gatewaySettings({ LIMITS: 'production' }).rates).toEqual(RATE_LIMITS);
  });

  test('the issuer of tokens is the public address unless told otherwise', () => {
    expect(gatewaySettings({ PUBLIC_URL: 'https://app.example' }).tokens.issuer).toBe('https://app.example');
    expect(gatewaySettings({ TOKEN_ISSUER: 'us' }).tokens.issuer).toBe('us');
  });

  test('where leaves sink, and that answers are shared only when that is said', () => {
    expect(gatewaySettings({})).toMatchObject({ tuning: { sinking: true }, shareAnswers: false });
    expect(gatewaySettings({ SINK_LEAVES: 'none', SHARE_ANSWERS: 'true' })).toMatchObject({
      tuning: { sinking: false },
      shareAnswers: true,
    });
    expect(gatewaySettings({ SINK_LEAVES: 'users, buz' }).tuning.sinking).toEqual(new Set(['users', 'buz']));
  });

  test('every fault is named at once', () => {
    try {
      gatewaySettings({ PORT: 'x', PUBLIC_URL: 'ftp://x', CORS_ORIGINS: 'nowhere', TRUSTED_PROXIES: 'everyone' });
    } catch (error) {
      expect((error as BadSettings).faults).toHaveLength(4);
      return;
    }
    throw new Error('wrong settings were accepted');
  });
});

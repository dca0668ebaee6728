import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { BadSettings, type Environment } from '#chassis/settings/settings';
import { RATE_LIMITS } from './guard/limits.ts';
import { gatewayProcessSettings } from './process/settings.ts';
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

  test('the language is the only header of a client that subgraphs are told, unless others are named', () => {
    const forward = (text?: string) => gatewaySettings({ FORWARD_HEADERS: text }).forward;
    const everywhere = { subgraphs: undefined };
    expect(forward()).toEqual([{ header: 'accept-language', ...everywhere }]);
    expect(forward('none')).toEqual([]);
    expect(forward('Accept-Language, x-theme=users+buz')).toEqual([
      { header: 'accept-language', ...everywhere },
      { header: 'x-theme', subgraphs: ['users', 'buz'] },
    ]);
  });

  test.each([
    ['cookie', 'cookies stay'],
    ['Set-Cookie', 'cookies stay'],
    ['authorization', 'travels sealed'],
    ['proxy-authorization', 'travels sealed'],
    ['connection', 'another one'],
    ['transfer-encoding', 'another one'],
    ['Sec-WebSocket-Key', 'another one'],
    ['host', 'another one'],
    ['x-sealed-caller', 'sealed caller'],
    ['x-road-seal', 'sealed caller'],
    ['x-internal-thing', 'sealed caller'],
    ['x-user-id', 'sealed caller'],
    ['x-roles', 'sealed caller'],
    ['x-api-key', 'sealed caller'],
    ['x-forwarded-for', 'sealed caller'],
    ['forwarded', 'sealed caller'],
    ['cf-connecting-ip', 'sealed caller'],
    ['user-agent', 'reads it itself'],
    ['x-request-id', 'reads it itself'],
    ['traceparent', 'reads it itself'],
    ['*', 'one by one'],
    ['x-*', 'one by one'],
    ['a b', 'one by one'],
    ['__proto__', 'one by one'],
    ['x-theme=', 'x-theme=users+buz'],
    ['x-theme=users=buz', 'x-theme=users+buz'],
    ['x-theme,X-Theme=users', 'named twice'],
    ['a,b,c,d,e,f,g,h,i', 'at most 8'],
  ])('%s is not handed on, and the start says why', (text, why) => {
    const faults = (): readonly string[] => {
      try {
        gatewaySettings({ FORWARD_HEADERS: text });
      } catch (error) {
        return (error as BadSettings).faults;
      }
      return [];
    };
    expect(faults()).toEqual([expect.stringMatching(/^FORWARD_HEADERS is wrong: /)]);
    expect(faults()[0]).toContain(why);
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

test('docker-compose.yml passes every setting on that an operator may change', () => {
  const read = new Set<string>();
  const asking = new Proxy({ MASTER_SECRET: 'x'.repeat(32), SUBGRAPHS: 'users=http://users:4001' } as Environment, {
    get: (given, name: string) => (read.add(name), given[name as keyof typeof given]),
  });
  gatewaySettings(asking);
  gatewayProcessSettings(asking);
  const names = [...read].filter((name) => read.has(`${name}_FILE`));
  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
    services: { gateway: { environment: object } };
  };
  const passed = new Set(Object.keys(compose.services.gateway.environment).map((name) => name.replace(/_FILE$/, '')));
  // the image has these files, and production neither widens limits nor moves its clock
  const fixed = ['OPERATIONS_DIR', 'SUPERGRAPH_FILE', 'LIMITS', 'CLOCK'];
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !passed.has(name)).sort()).toEqual(fixed.sort());
  expect([...passed].filter((name) => !names.includes(name))).toEqual([]);
});

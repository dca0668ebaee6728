import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { subgraphNames } from '#registry/subgraph-names';

const ROOT = resolve(import.meta.dirname, '../..');
const NAMES = subgraphNames(ROOT);

interface Container {
  command?: string[];
  environment?: Record<string, string | number>;
  healthcheck?: { test: string[] };
  ports?: unknown[];
  secrets?: { source: string }[] | string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

let services: Record<string, Container>;
const folder = mkdtempSync(join(tmpdir(), 'compose-'));

/** Debian's docker-compose reads the file by the published schema and resolves anchors, defaults and paths. */
function config(file: string) {
  const env = { ...process.env, PUBLIC_URL: '', LOG_LEVEL: '', PORT: '' };
  const run = spawnSync('docker-compose', ['-f', file, 'config'], { encoding: 'utf8', env });
  if (run.error)
    throw new Error('docker-compose is missing: apt-get install -y --no-install-recommends docker-compose');
  return run;
}

beforeAll(() => {
  const { status, stdout, stderr } = config(join(ROOT, 'docker-compose.yml'));
  if (status !== 0) throw new Error(stderr);
  services = (parse(stdout) as { services: Record<string, Container> }).services;
});
afterAll(() => rmSync(folder, { recursive: true }));

const secretsOf = (service: Container) =>
  (service.secrets ?? []).map((each) => (typeof each === 'string' ? each : each.source));

describe('the apart topology', () => {
  test('has PostgreSQL, a preparation, one process per subgraph and a gateway, and nothing else', () => {
    expect(Object.keys(services).sort()).toEqual([...NAMES, 'gateway', 'postgres', 'prepare'].sort());
  });

  test('every subgraph listens on the port of rover.yaml and is asked for its health there', () => {
    const rover = parse(readFileSync(join(ROOT, 'rover.yaml'), 'utf8')) as {
      subgraphs: Record<string, { routing_url: string }>;
    };
    for (const name of NAMES) {
      const { port } = new URL(rover.subgraphs[name]!.routing_url);
      expect(String(services[name]!.environment!['PORT'])).toBe(port);
      expect(services[name]!.healthcheck!.test.at(-1)).toBe(port);
      expect(services[name]!.command!.at(-1)).toBe(`dist/subgraphs/${name}/main.js`);
      expect(services.gateway!.depends_on![name]).toEqual({ condition: 'service_healthy' });
    }
  });

  test('nobody but the gateway can be reached from outside, and everybody but the preparation is asked for health', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports?.length);
    expect(published.map(([name]) => name)).toEqual(['gateway']);
    const silent = Object.entries(services).filter(([, { healthcheck }]) => !healthcheck);
    expect(silent.map(([name]) => name)).toEqual(['prepare']);
  });

  test('a process sees its own secrets only: as files, the master secret at the gateway alone', () => {
    for (const [name, service] of Object.entries(services)) {
      const roles = (service.volumes ?? []).filter((volume) => volume.includes('-role:'));
      if (name === 'prepare') continue;
      expect({ name, roles }).toEqual({ name, roles: name === 'postgres' ? [] : [`${name}-role:/run/role:ro`] });
      expect(secretsOf(service)).toEqual(
        name === 'gateway' ? ['master_secret'] : name === 'postgres' ? ['postgres_password'] : [],
      );
    }
    const told = Object.values(services).flatMap(({ environment = {} }) => Object.keys(environment));
    expect(told.filter((variable) => /(SECRET|PASSWORD|KEY|KEYS|_DATABASE_URL)$/.test(variable))).toEqual([]);
  });
});

test('the parser refuses a file that is wrong, so that its silence means something', () => {
  mkdirSync(folder, { recursive: true });
  const wrong = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8').replace('stop_grace_period', 'stop_grace');
  writeFileSync(join(folder, 'docker-compose.yml'), wrong);
  expect(config(join(folder, 'docker-compose.yml')).status).not.toBe(0);
});

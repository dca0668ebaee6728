import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { launchPostgres, type PostgresServer } from '../platform/postgres/launch.ts';

interface Run {
  readonly door: http.Server;
  readonly folder: string;
  server?: Promise<PostgresServer>;
}

let run: Run | undefined;

/**
 * One PostgreSQL for the whole run, started by the first test that asks at the door: unit tests alone do not wait for it. The door
 * answers with the superuser's URL to whoever knows its path, and with the reason when PostgreSQL does not start.
 */
export async function openPostgres(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'venture-os-test-'));
  fs.chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user
  const secretPath = `/${randomBytes(16).toString('hex')}`;
  const door = http.createServer((request, response) => {
    response.shouldKeepAlive = false; // a kept connection may be closed here at the very moment a worker sends on it
    if (request.url !== secretPath || !run) return void response.writeHead(404).end();
    run.server ??= launchPostgres({ dataFolder: folder, password: randomBytes(24).toString('hex'), disposable: true });
    run.server.then(
      (server) => response.end(server.superuserUrl),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  door.unref();
  run = { door, folder };
  // The only way from here to the workers is their environment.
  process.env['TEST_POSTGRES_DOOR'] = `http://127.0.0.1:${(door.address() as AddressInfo).port}${secretPath}`;
}

export async function closePostgres(): Promise<void> {
  const ending = run;
  run = undefined;
  const server = await ending?.server?.catch(() => undefined);
  await server?.stop();
  ending?.door.close();
  ending?.door.closeAllConnections();
  if (ending) fs.rmSync(ending.folder, { recursive: true, force: true });
}

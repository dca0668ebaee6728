import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { launchPostgres, type PostgresServer } from '../platform/postgres/launch.ts';
import { prepareData, removeData } from './prepared-data.ts';

interface Run {
  readonly door: http.Server;
  readonly folder: string;
  readonly data: string;
  server?: Promise<PostgresServer>;
  prepared?: Promise<void>;
}

let run: Run | undefined;

/**
 * One PostgreSQL for the whole run, started by the first test that asks at the door: unit tests alone do not wait for it. The door
 * answers with the superuser's URL to whoever knows its path, and with the reason when PostgreSQL does not start. Below `/data` it
 * answers with the data folder of a product that has started once, made for the first test that asks, to be copied.
 */
export async function openPostgres(): Promise<void> {
  const [folder, data] = [openFolder(), openFolder()];
  const secretPath = `/${randomBytes(16).toString('hex')}`;
  const door = http.createServer((request, response) => {
    response.shouldKeepAlive = false; // a kept connection may be closed here at the very moment a worker sends on it
    const answer = run && askedOf(run)[request.url?.replace(secretPath, '') ?? ''];
    if (!answer || !request.url?.startsWith(secretPath)) return void response.writeHead(404).end();
    answer().then(
      (text) => response.end(text),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  door.unref();
  run = { door, folder, data };
  // The only way from here to the workers is their environment.
  process.env['TEST_POSTGRES_DOOR'] = `http://127.0.0.1:${(door.address() as AddressInfo).port}${secretPath}`;
}

/** What the door answers, by what follows its secret path. */
function askedOf(at: Run): Readonly<Record<string, () => Promise<string>>> {
  return {
    '': async () => {
      at.server ??= launchPostgres({
        dataFolder: at.folder,
        password: randomBytes(24).toString('hex'),
        disposable: true,
      });
      return (await at.server).superuserUrl;
    },
    '/data': async () => {
      await (at.prepared ??= prepareData(at.data));
      return at.data;
    },
  };
}

function openFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'venture-os-test-'));
  fs.chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user
  return folder;
}

export async function closePostgres(): Promise<void> {
  const ending = run;
  run = undefined;
  const server = await ending?.server?.catch(() => undefined);
  await server?.stop();
  ending?.door.close();
  ending?.door.closeAllConnections();
  if (!ending) return;
  await ending.prepared?.catch(() => undefined);
  removeData(ending.data);
  fs.rmSync(ending.folder, { recursive: true, force: true });
}

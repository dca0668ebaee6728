import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { GraphQLError } from 'graphql';
import { until } from '../../testing/until.ts';
import type { Pace } from '../intake/upload-pace.ts';
import { readMultipart } from './read-multipart.ts';
import { slotOf } from './slot.ts';

const IDLE: Pace = { idleMs: 150, totalMs: 60_000 };
const TOTAL: Pace = { idleMs: 60_000, totalMs: 400 };
const FIELDS =
  '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"x","variables":{"file":null}}\r\n' +
  '--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n{"a":["variables.file"]}\r\n' +
  '--x\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\nthe first bytes';

let server: Server;
let socket: Socket;
let pace: Pace;
/** What became of the fields, then of the file. */
let outcomes: unknown[];

beforeEach(async () => {
  outcomes = [];
  server = createServer((request, response) => {
    void (async () => {
      const form = await readMultipart(request, response, pace);
      outcomes.push(form);
      if (form instanceof GraphQLError) return;
      const { source } = await slotOf((form.body['variables'] as { file: unknown }).file)!.open();
      for await (const chunk of source) void chunk;
      outcomes.push('whole');
    })().catch((error: unknown) => outcomes.push(error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
});
afterEach(() => {
  socket.destroy();
  server.close();
});

const send = (body: string) =>
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 100000\r\n\r\n${body}`,
  );
const isTooSlow = (outcome: unknown) =>
  outcome instanceof GraphQLError && outcome.extensions['code'] === 'REQUEST_TIMEOUT';

describe('an upload that stalls is given up', () => {
  test('within its fields', async () => {
    pace = IDLE;
    send(FIELDS.slice(0, 80));
    await until(() => outcomes.length === 1);
    expect(outcomes.map(isTooSlow)).toEqual([true]);
  });

  test('within its file, whose reader is told', async () => {
    pace = IDLE;
    send(FIELDS);
    await until(() => outcomes.length === 2);
    expect(isTooSlow(outcomes[1])).toBe(true);
  });

  test('also when a byte comes now and then', async () => {
    pace = TOTAL;
    send(FIELDS);
    const drip = setInterval(() => socket.write('.'), 20);
    await until(() => outcomes.length === 2).finally(() => clearInterval(drip));
    expect(isTooSlow(outcomes[1])).toBe(true);
  });
});

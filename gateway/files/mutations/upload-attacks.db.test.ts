import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { RATE_LIMITS, widened } from '../../guard/limits.ts';
import { BAD_PICTURES, pngOf } from '../../testing/bad-pictures.ts';
import { codeOf, fileDoor, SET_FACE, type FileDoorUnderTest, type Part } from '../../testing/file-door.ts';
import { until } from '../../testing/until.ts';

const QUOTA = 12 * 1024 * 1024;
const FACE = { query: SET_FACE, variables: { file: null } };
const PLACE = { a: ['variables.file'] };
const TEXT: Part = { bytes: 'words', name: 'a.txt' };

let at: FileDoorUnderTest;
let token: string;
let userId: string;
let before: number;
beforeAll(async () => {
  const rates = { ...widened(RATE_LIMITS, 1_000), uploadsPerHour: RATE_LIMITS.uploadsPerHour };
  at = await fileDoor({ rates }, QUOTA);
});
beforeEach(async () => {
  ({ token, userId } = await at.signIn());
  before = at.left().length;
});
const own = (): Promise<unknown[]> => at.rows('select * from stored_file where owner_id = $1', [userId]);
afterAll(() => at.stop());

/** What was refused is typed JSON, whatever was wrong with it, and left nothing. */
async function refusedWith(answer: { status: number; body: unknown }, status: number, code: string): Promise<void> {
  expect([answer.status, codeOf(answer as never)]).toEqual([status, code]);
  expect(at.left()).toHaveLength(before);
  expect(await own()).toEqual([]);
}

describe('a file that is no picture', () => {
  test.each(Object.entries(BAD_PICTURES))('%s is refused and leaves nothing', async (_what, bytes) => {
    const answer = await at.setFace(token, { bytes, name: 'face.png', type: 'image/png' });
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect([400, 415]).toContain(answer.status);
    expect(codeOf(answer)).toMatch(/^(BAD_USER_INPUT|UNSUPPORTED_MEDIA_TYPE)$/);
    expect(at.left()).toHaveLength(before);
    expect(await own()).toEqual([]);
  });
});

describe('more than is allowed', () => {
  test('six files', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const query = 'mutation($input: AttachmentInput!) { attach(input: $input) { name } }';
    const operations = { query, variables: { input: { file: null, more: [null, null, null, null, null] } } };
    const map = Object.fromEntries(
      names.map((name, index) => [name, [index === 0 ? 'variables.input.file' : `variables.input.more.${index - 1}`]]),
    );
    const parts = Object.fromEntries(names.map((name) => [name, TEXT]));
    await refusedWith(await at.multipart(token, operations, map, parts), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('six parts where one was announced', async () => {
    const parts = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { bytes: pngOf(9, 9) }]));
    const answer = await at.multipart(token, FACE, PLACE, parts);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(at.left()).toHaveLength(before);
    await until(async () => (await own()).length === 0);
  });

  test('a picture of a byte more than 10 MiB', async () => {
    const bytes = Buffer.concat([pngOf(9, 9), Buffer.alloc(10 * 1024 * 1024)]);
    const answer = await at.setFace(token, { bytes });
    await refusedWith(answer, 413, 'PAYLOAD_TOO_LARGE');
    expect(answer.body.errors[0].extensions).toMatchObject({ limit: 'file', max: 10 * 1024 * 1024 });
  });

  test('fields of more than 64 KiB together', async () => {
    const padded = { ...FACE, variables: { file: null, more: 'x'.repeat(70_000) } };
    await refusedWith(await at.multipart(token, padded, PLACE, { a: TEXT }), 413, 'PAYLOAD_TOO_LARGE');
    const wide = { a: ['variables.file'], ...{ b: 'y'.repeat(40_000) } };
    const both = { ...FACE, variables: { file: null, more: 'x'.repeat(40_000) } };
    await refusedWith(await at.multipart(token, both, wide, { a: TEXT }), 413, 'PAYLOAD_TOO_LARGE');
  });

  test('a body that announces more than five of the largest files, before any of it came', async () => {
    const answer = await speak(`${head(token)}content-length: 999999999\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('"code":"PAYLOAD_TOO_LARGE"');
  });

  test('the room of one user, however many uploads run at once', async () => {
    const query = 'mutation($file: Upload!) { attach(input: {file: $file}) { size } }';
    const bytes = 'words '.repeat(600_000); // 3.4 MiB of 12
    const answers = await Promise.all(Array.from({ length: 8 }, () => at.setFace(token, { bytes }, query)));
    const done = answers.filter(({ status }) => status === 200);
    for (const answer of answers.filter((one) => !done.includes(one))) expect(codeOf(answer)).toBe('QUOTA_EXCEEDED');
    while ((await at.setFace(token, { bytes }, query)).status === 200) done.push(answers[0]!);
    expect(done.length).toBe(3);
    const [row] = await at.rows('select sum(size) as used, count(*)::int as files from stored_file where owner_id = $1', [userId]); // prettier-ignore
    expect(row!['files']).toBe(3);
    expect(Number(row!['used'])).toBeLessThanOrEqual(QUOTA);
    expect(at.left()).toHaveLength(before + 3);
  });

  test('the twenty-first file within an hour', async () => {
    const query = 'mutation($input: AttachmentInput!) { attach(input: $input) { name } }';
    const operations = { query, variables: { input: { file: null, more: [null, null, null, null] } } };
    const map = Object.fromEntries(
      [0, 1, 2, 3, 4].map((n) => [`f${n}`, [n === 4 ? 'variables.input.file' : `variables.input.more.${n}`]]),
    );
    const parts = Object.fromEntries(Object.keys(map).map((name) => [name, TEXT]));
    for (let n = 0; n < 4; n += 1) expect((await at.multipart(token, operations, map, parts)).status).toBe(200);
    const answer = await at.setFace(token, { bytes: pngOf(9, 9) });
    expect([answer.status, codeOf(answer)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('a form that is not what it should be', () => {
  test('without a sign-in is refused before a byte of its body came', async () => {
    const answer = await speak(`${head(undefined)}content-length: 5000\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
    expect(answer).toContain('"code":"UNAUTHENTICATED"');
  });

  test('without the header that no form of a page can send', async () => {
    await refusedWith(await at.multipart(token, FACE, PLACE, { a: TEXT }, {}), 400, 'BAD_REQUEST');
  });

  test.each([
    ['a prototype', { a: ['variables.__proto__.file'] }],
    ['a constructor', { a: ['variables.constructor.prototype'] }],
    ['the query', { a: ['query'] }],
    ['the operation itself', { a: ['variables'] }],
    ['a place that is not there', { a: ['variables.other'] }],
    ['a place in a text', { a: ['variables.note.0'] }],
    ['a place that is taken', { a: ['variables.note'] }],
    ['a length', { a: ['variables.list.length'] }],
    ['two places', { a: ['variables.file', 'variables.other'] }],
    ['no place', { a: [] }],
    ['a number', { a: [1] }],
    ['a text for the list', { a: 'variables.file' }],
  ])('a map that names %s', async (_what, map) => {
    const operations = { query: SET_FACE, variables: { file: null, note: 'text', list: [] } };
    await refusedWith(await at.multipart(token, operations, map, { a: TEXT }), 400, 'BAD_REQUEST');
    expect(({} as Record<string, unknown>)['file']).toBeUndefined();
  });

  test.each([
    ['operations that are no JSON', '{', PLACE],
    ['a batch', [FACE], PLACE],
    ['no operations', undefined, PLACE],
    ['no map', FACE, undefined],
    ['a map that is a list', FACE, []],
    ['a map that is null', FACE, 'null'],
    ['operations nested too deep', `{"variables":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, PLACE],
    ['a map with a prototype', FACE, '{"__proto__":["variables.__proto__"]}'],
  ])('%s', async (_what, operations, map) => {
    await refusedWith(await at.multipart(token, operations, map, { a: TEXT }), 400, 'BAD_REQUEST');
  });

  test.each([
    ['a file that was never announced', { a: { bytes: pngOf(9, 9) }, z: TEXT }],
    ['another file than was announced', { z: TEXT }],
    ['no file', {}],
  ])('%s', async (_what, parts) => {
    const answer = await at.multipart(token, FACE, PLACE, parts as Record<string, Part>);
    expect(answer.status).toBe(400);
    await until(async () => (await own()).length === 0);
    expect(at.left()).toHaveLength(before);
  });

  test('a file in a place that takes none, and one in a place that nobody declared', async () => {
    const anything = { query: 'mutation($value: Anything) { anything(value: $value) }', variables: { value: null } };
    await refusedWith(await at.multipart(token, anything, { a: ['variables.value'] }, { a: TEXT }), 400, 'BAD_USER_INPUT'); // prettier-ignore
    const stray = { ...anything, variables: { value: 1, stray: null } };
    await refusedWith(await at.multipart(token, stray, { a: ['variables.stray'] }, { a: TEXT }), 400, 'BAD_USER_INPUT');
  });

  test.each([
    ['without a boundary', 'content-type: multipart/form-data\r\n', 400],
    ['of another kind', 'content-type: multipart/mixed; boundary=x\r\n', 415],
    ['compressed', 'content-type: multipart/form-data; boundary=x\r\ncontent-encoding: gzip\r\n', 415],
  ])('%s', async (_what, headers, status) => {
    expect(await speak(`${start(token)}${headers}content-length: 3\r\n\r\nabc`)).toMatch(
      new RegExp(`^HTTP/1.1 ${status} `),
    );
  });
});

describe('a client that leaves in the middle', () => {
  const sockets: Socket[] = [];
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  test('leaves nothing behind, neither bytes nor a row nor used room', async () => {
    const socket = connect(Number(new URL(at.door.url).port), '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    const part = (name: string, more = '') => `--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
    socket.write(`${head(token)}content-length: 9000000\r\n\r\n`);
    socket.write(`${part('operations')}${JSON.stringify(FACE)}\r\n${part('map')}${JSON.stringify(PLACE)}\r\n`);
    socket.write(Buffer.concat([Buffer.from(part('a', '; filename="a.png"')), pngOf(9, 9), Buffer.alloc(300_000)]));
    await until(() => at.left().length > before);
    expect(await own()).toMatchObject([{ state: 'reserved' }]);
    socket.destroy();
    await until(async () => at.left().length === before && (await own()).length === 0);
  });
});

const start = (who: string | undefined) =>
  `POST /graphql HTTP/1.1\r\nhost: door\r\n${who ? `authorization: Bearer ${who}\r\n` : ''}apollo-require-preflight: true\r\n`;
const head = (who: string | undefined) => `${start(who)}content-type: multipart/form-data; boundary=x\r\n`;

/** The answer to these very bytes, and nothing after them. */
async function speak(text: string): Promise<string> {
  const socket = connect(Number(new URL(at.door.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => (heard += String(chunk))).on('error', () => undefined);
  socket.write(text);
  await until(() => heard.includes('"errors"'));
  socket.destroy();
  return heard;
}

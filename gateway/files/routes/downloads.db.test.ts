import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { linkTo } from '#chassis/files/link';
import { fileKeyPurpose } from '#chassis/files/reference';
import { deriveKey } from '#chassis/identity/seal';
import { pngOf } from '../../testing/bad-pictures.ts';
import { codeOf, MASTER } from '../../testing/file-door.ts';
import { as, ticketDoor, WORDS, type Someone, type TicketDoor } from '../../testing/ticket-door.ts';

const KEY = deriveKey(MASTER, fileKeyPurpose('works'));

let at: TicketDoor;
let me: Someone;
let other: Someone;
beforeAll(async () => {
  at = await ticketDoor();
});
beforeEach(async () => {
  [me, other] = [await at.signIn(), await at.signIn()];
});
afterAll(() => at.stop());

describe('a download', () => {
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    at.request(path, { method, headers });

  test('comes as it was stored, to be saved and not shown, whatever it is called', async () => {
    const id = await at.attached(me, 'réport"; filename=x.html\r\nSet-Cookie: a=b');
    const answer = await get(`/files/${id}`, as(me));
    expect([answer.status, answer.text]).toEqual([200, WORDS]);
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(WORDS.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'accept-ranges': 'bytes',
    });
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="r_port; filename=x\.htmlSet-Cookie a=b\.txt"; filename\*=UTF-8''r%C3%A9port/,
    );
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('our own pictures may be shown', async () => {
    await at.setFace(me.token, { bytes: pngOf(20, 20), name: 'me.png' });
    const { id } = [...at.works.kept.values()].at(-1)!;
    const { headers } = await get(`/files/${id}`, as(me));
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'image/webp',
      `inline; filename="me.webp"; filename*=UTF-8''me.webp`,
    ]);
  });

  test.each([
    ['bytes=0-2', 206, 'one', 'bytes 0-2/49'],
    ['bytes=4-', 206, WORDS.slice(4), 'bytes 4-48/49'],
    ['bytes=-4', 206, 'ten\n', 'bytes 45-48/49'],
    ['bytes=-4000', 206, WORDS, 'bytes 0-48/49'],
    ['bytes=40-9999', 206, WORDS.slice(40), 'bytes 40-48/49'],
    ['bytes=49-', 416, undefined, 'bytes */49'],
    ['bytes=-0', 416, undefined, 'bytes */49'],
    ['bytes=5-3', 416, undefined, 'bytes */49'],
    ['bytes=0-1,4-5', 416, undefined, 'bytes */49'],
    ['bytes=abc', 416, undefined, 'bytes */49'],
    ['lines=1-2', 200, WORDS, null],
  ])('of the range %s', async (range, status, text, contentRange) => {
    const id = await at.attached(me);
    const answer = await get(`/files/${id}`, { ...as(me), range });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, contentRange]);
    if (text === undefined) expect(codeOf(answer)).toBe('RANGE_NOT_SATISFIABLE');
    else expect(answer.text).toBe(text);
  });

  test('is asked for again by its tag, and continued only if it is still the same', async () => {
    const path = `/files/${await at.attached(me)}`;
    const etag = (await get(path, as(me), 'HEAD')).headers.get('etag')!;
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect((await get(path, { ...as(me), 'if-none-match': tag })).status).toBe(304);
    expect((await get(path, { ...as(me), 'if-none-match': '"x"' })).status).toBe(200);
    const resume = (tag: string) => get(path, { ...as(me), range: 'bytes=0-2', 'if-range': tag });
    expect([(await resume(etag)).status, (await resume('"x"')).status]).toEqual([206, 200]);
    const head = await get(path, as(me), 'HEAD');
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', '49']);
  });

  test('is for whom its subgraph says: an outsider, a guess and a forgery find nothing, and cannot tell what is there', async () => {
    const id = await at.attached(me);
    const guesses = [id, '01900000-0000-7000-8000-00000000dead', 'tickets', '..%2f..%2fsecrets.json', '__proto__'];
    const answers = await Promise.all(guesses.map((guess) => get(`/files/${guess}`, as(other))));
    const seen = answers.map(({ status, body }) => [status, body.errors[0].message, body.errors[0].extensions.code]);
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(seen[0]).toEqual([404, 'There is no such file, or it is not for you.', 'NOT_FOUND']);
    for (const guess of guesses) expect((await get(`/files/${guess}`)).status).toBe(401);
    at.works.open.readers.add(`${id} ${other.userId}`);
    expect((await get(`/files/${id}`, as(other))).status).toBe(200);
    at.works.open.down = true;
    expect((await get(`/files/${id}`, as(me))).status).toBe(503);
    at.works.open.down = false;
  });

  test('by a link needs no session while the link is good, and no other file opens by it', async () => {
    const id = await at.attached(me);
    const second = await at.attached(other);
    const link = linkTo(id, Date.now(), KEY);
    const answer = await get(link);
    expect([answer.status, answer.text]).toEqual([200, WORDS]);
    expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=\d+, immutable$/);
    const [until, mac] = [/until=(\d+)/.exec(link)![1]!, /mac=([\w-]+)/.exec(link)![1]!];
    const forgeries = [
      link.replace(id, second),
      link.replace(`until=${until}`, `until=${Number(until) + 1}`),
      link.replace(`until=${until}`, `until=${until}0`),
      link.replace(/mac=../, 'mac=AA'),
      link.replace(mac, ''),
      `/files/${id}?until=${until}`,
      linkTo(id, Date.now(), deriveKey(MASTER, fileKeyPurpose('games'))),
    ];
    for (const forged of forgeries) {
      expect((await get(forged)).status).toBe(404);
      expect((await get(forged, as(me))).status).toBe(404);
    }
    const ended = await get(linkTo(id, Date.now() - 3_600_000, KEY));
    expect([ended.status, codeOf(ended)]).toEqual([403, 'FORBIDDEN']);
  });

  test('of what was uploaded and belongs to nothing yet is for nobody', async () => {
    await at.uploaded(me);
    const [row] = await at.rows("select id from stored_file where owner_id = $1 and state = 'ready'", [me.userId]);
    expect((await get(`/files/${String(row!['id'])}`, as(me))).status).toBe(404);
    expect((await get(linkTo(String(row!['id']), Date.now(), KEY))).status).toBe(404);
  });
});

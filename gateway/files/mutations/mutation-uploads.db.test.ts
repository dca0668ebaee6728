import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { codeOf, fileDoor, SET_FACE, type FileDoorUnderTest } from '../../testing/file-door.ts';

let at: FileDoorUnderTest;
let png: Buffer;
let token: string;
let userId: string;
beforeAll(async () => {
  at = await fileDoor();
  png = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0f766e' } })
    .withExif({ IFD0: { Copyright: 'SECRET-PLACE' } })
    .png()
    .toBuffer();
});
beforeEach(async () => {
  ({ token, userId } = await at.signIn());
});
afterAll(() => at.stop());

describe('a mutation that is given a file', () => {
  test('gets a reference with type, size and hash of what was stored, proven for this person and purpose', async () => {
    const answer = await at.setFace(token, { bytes: png, name: '../../my\u202e face.exe', type: 'text/html' });
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
    const [face] = answer.body.data.setFace;
    expect(face).toMatchObject({ name: 'my face.webp', type: 'image/webp', width: 512, height: 341, proven: true });
    const rows = await at.rows('select * from stored_file where owner_id = $1', [userId]);
    expect(rows).toMatchObject([{ state: 'kept', purpose: 'avatar', subgraph: 'works', sha256: face.sha256 }]);
  });

  test('the picture was drawn anew: nothing of what lay beside the pixels is stored', async () => {
    await at.setFace(token, { bytes: Buffer.concat([png, Buffer.from('<script>alert(1)</script>PK\x03\x04')]) });
    const [row] = await at.rows('select storage_key, sha256 from stored_file where owner_id = $1', [userId]);
    const stored = await import('node:fs').then(({ readFileSync }) => {
      const key = String(row!['storage_key']);
      return readFileSync(`${at.folder}/${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`);
    });
    expect(createHash('sha256').update(stored).digest('hex')).toBe(row!['sha256']);
    expect(stored.toString('latin1')).not.toMatch(/script|SECRET-PLACE/);
    expect((await sharp(stored).metadata()).exif).toBeUndefined();
  });

  test('replaces the one before, whose bytes are gone when the answer is there', async () => {
    await at.setFace(token, { bytes: png });
    const before = at.left().length;
    await at.setFace(token, { bytes: png });
    expect(at.left()).toHaveLength(before);
    expect(await at.rows('select state from stored_file where owner_id = $1', [userId])).toEqual([{ state: 'kept' }]);
  });

  test('also inside an input object and in lists', async () => {
    const query = 'mutation($input: AttachmentInput!) { attach(input: $input) { name type size proven } }';
    const operations = { query, variables: { input: { file: null, more: [null, null] } } };
    const map = { a: ['variables.input.file'], b: ['variables.input.more.0'], c: ['variables.input.more.1'] };
    const parts = {
      c: { bytes: '%PDF-1.7\n%âãÏÓ\n1 0 obj', name: 'third' },
      a: { bytes: 'just words', name: 'first.md' },
      b: { bytes: 'a;b\n1;2\n', name: 'second.csv' },
    };
    const answer = await at.multipart(token, operations, map, parts);
    expect(answer.body).toEqual({
      data: {
        attach: [
          { name: 'first.md', type: 'text/plain', size: 10, proven: true },
          { name: 'second.csv', type: 'text/plain', size: 8, proven: true },
          { name: 'third.pdf', type: 'application/pdf', size: 26, proven: true },
        ],
      },
    });
  });

  test.each([
    ['refused by its subgraph', 'mutation($file: Upload!) { refuseFace(input: {file: $file}) }', 200],
    ['refused by access', 'mutation($file: Upload!) { vip(input: {file: $file}) }', 403],
    ['not valid', 'mutation($file: Upload!) { setFace(input: {file: $file, nothing: 1}) { name } }', 400],
    ['a query', 'query($file: Upload!) { ping }', 400],
  ])('%s leaves nothing in the store', async (_why, query, status) => {
    const before = at.left().length;
    const answer = await at.setFace(token, { bytes: png }, query);
    expect(answer.status).toBe(status);
    expect(at.left()).toHaveLength(before);
    expect(await at.rows('select * from stored_file where owner_id = $1', [userId])).toEqual([]);
  });

  test('that breaks keeps its file for the sweep, because its effect may still come', async () => {
    await at.setFace(token, { bytes: png }, 'mutation($file: Upload!) { breakFace(input: {file: $file}) }');
    expect(await at.rows('select state from stored_file where owner_id = $1', [userId])).toEqual([{ state: 'handed' }]);
  });
});

describe('only what the gateway has stored is a file', () => {
  const forged = { id: '01900000-0000-7000-8000-000000000001', name: 'x', size: 1, type: 'image/png', sha256: 'x' };
  test.each([
    ['an object that a client composed', SET_FACE, { file: forged }],
    ['a placeholder that a client composed', SET_FACE, { file: { upload: 'arriving' } }],
    ['a reference that nobody signed', SET_FACE, { file: 'file.WyJ4Il0.abc' }],
    ['a text', SET_FACE, { file: 'face.png' }],
    ['a literal in the document', 'mutation { setFace(input: {file: {id: "x"}}) { name } }', {}],
    ['a literal text', 'mutation { setFace(input: {file: "file.x.y"}) { name } }', {}],
    ['a default of a variable', 'mutation($file: Upload = "file.x.y") { setFace(input: {file: $file}) { name } }', {}],
    ['a place without an owner', 'mutation($file: Upload!) { bare(file: $file) }', { file: 'file.x.y' }],
  ])('%s is refused before anything runs', async (_what, query, variables) => {
    const before = at.works.given.length;
    const answer = await at.ask(query, { token, variables });
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toMatch(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/);
    expect(at.works.given).toHaveLength(before);
  });
});

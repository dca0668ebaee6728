import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import { ledgerWorld, type LedgerWorld } from '#subgraphs/buz/testing/ledger-world';

const run = promisify(execFile);
const PROGRAM = resolve(import.meta.dirname, '../../docs/verify-transfer.py');
const ASKED = `query ($id: ID!) { ledgerKeys { key }
  transferProof(transferId: $id) { transferId text path { left hash } header signature key } }`;

let world: LedgerWorld;
let folder: string;
let [answer, key] = ['', ''];

beforeAll(async () => {
  await run('python3', ['--version']).catch(() => {
    throw new Error('python3 is missing: apt-get install -y --no-install-recommends python3');
  });
  folder = await mkdtemp(join(tmpdir(), 'proof-'));
  world = await ledgerWorld();
  const [ann, bob] = [await world.person(500n * BUZ), await world.person(BUZ)];
  const send = () => ({ id: newId(), actorId: ann, type: 'TRANSFER' as const, kind: 'SEND' as const, from: ann, to: bob, amount: BUZ, memo: 'für dich ✓' }); // prettier-ignore
  const batch = Array.from({ length: 13 }, send);
  await world.run(...batch);
  await world.seal();
  const { data } = await world.mount.graphql(ASKED, { id: batch[5]!.id }, { userId: ann });
  answer = JSON.stringify({ data });
  key = (JSON.parse(answer) as { data: { ledgerKeys: { key: string }[] } }).data.ledgerKeys[0]!.key;
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The exit code and what was said. */
async function check(text: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const file = join(folder, 'proof.json');
  await writeFile(file, text);
  return run('python3', [PROGRAM, file, ...args]).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }),
  );
}

test.each([
  ['openssl', []],
  ['Python', ['--python']],
] as const)('a downloaded proof is proven by another program, its signature by %s', async (by, args) => {
  const { code, said } = await check(answer, '--key', key, ...args);
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(`checked by ${by}`) });
});

test.each([
  ['another amount', (text: string) => text.replace('\\"1000000\\"', '\\"9000000\\"'), 'does not lead to the root'],
  ['another root', (text: string) => text.replace(/(root\\":\\")./, '$1z'), 'does not lead to the root'],
  ['another block', (text: string) => text.replace(/(block\\":)\d+/, '$199'), 'signature'],
  ['another signature', (text: string) => text.replace(/("signature":")..../, '$1AAAA'), 'signature'],
  [
    'the id of another transfer',
    (text: string) => text.replace(/("transferId":").{8}/, '$100000000'),
    'something else',
  ],
])('one with %s is not', async (_, change, why) => {
  expect(change(answer)).not.toBe(answer);
  for (const args of [[], ['--python']]) {
    expect(await check(change(answer), '--key', key, ...args)).toEqual({ code: 1, said: expect.stringContaining(why) });
  }
});

test('one that is signed by a key that nobody published is not', async () => {
  expect(await check(answer, '--key', 'A'.repeat(43))).toEqual({
    code: 1,
    said: expect.stringContaining('another key'),
  });
});

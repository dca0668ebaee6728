import 'reflect-metadata';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUZ } from '#kernel/buz';
import { newId } from '#kernel/id';
import type { Command } from '../domain/command.ts';
import { ledgerWorld, type LedgerWorld } from '../testing/ledger-world.ts';

interface Proof {
  transferId: string;
  text: string;
  path: { left: boolean; hash: string }[];
  header: string;
  signature: string;
  key: string;
}

/** What docs/verify-transfer.py does, from the downloaded JSON and nothing of ours. */
function isProven(proof: Proof, trusted: string): boolean {
  const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  let node = sha(Buffer.from([0]), Buffer.from(proof.text));
  for (const step of proof.path) {
    const beside = Buffer.from(step.hash, 'hex');
    node = step.left ? sha(Buffer.from([1]), beside, node) : sha(Buffer.from([1]), node, beside);
  }
  const header = JSON.parse(proof.header) as { root: string; key: string };
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: proof.key }, format: 'jwk' });
  const { id } = JSON.parse(proof.text.slice(proof.text.indexOf('\n'))) as { id: string };
  return (
    id === proof.transferId &&
    node.toString('hex') === header.root &&
    header.key === proof.key &&
    proof.key === trusted &&
    verify(null, Buffer.from(proof.header), key, Buffer.from(proof.signature, 'base64url'))
  );
}

const ASKED = `query ($id: ID!) { ledgerKeys { key current }
  transferProof(transferId: $id) { transferId text index path { left hash } header signature key } }`;

describe('the proof of a transfer', () => {
  let world: LedgerWorld;
  let [ann, bob] = ['', ''];
  beforeAll(async () => {
    world = await ledgerWorld();
    [ann, bob] = [await world.person(500n * BUZ), await world.person(BUZ)];
  });
  afterAll(() => world.stop());

  const send = (): Command => ({ id: newId(), actorId: ann, type: 'TRANSFER', kind: 'SEND', from: ann, to: bob, amount: BUZ, memo: 'für dich ✓' }); // prettier-ignore
  const asked = async (id: string, caller: { userId: string; permissions?: string[] }) => {
    const { data, errors } = await world.mount.graphql(ASKED, { id }, caller);
    expect(errors).toBeUndefined();
    const { transferProof, ledgerKeys } = JSON.parse(JSON.stringify(data)) as {
      transferProof: Proof | null;
      ledgerKeys: { key: string; current: boolean }[];
    };
    return { proof: transferProof, trusted: ledgerKeys.find(({ current }) => current)!.key };
  };

  test.each([1, 2, 3, 7, 64])('holds for every transfer of a block of %d, and for no changed one', async (size) => {
    const commands = Array.from({ length: size }, send);
    await world.run(...commands);
    await world.seal();
    for (const { id } of commands) {
      const { proof, trusted } = await asked(id, { userId: ann });
      expect(isProven(proof!, trusted)).toBe(true);
      expect(isProven({ ...proof!, text: proof!.text.replace('"1000000"', '"2000000"') }, trusted)).toBe(false);
      expect(isProven({ ...proof!, header: proof!.header.replace('"buz"', '"BUZ"') }, trusted)).toBe(false);
    }
  });

  test('is there for both sides and for who administers the money, for nobody else, and not before it is sealed', async () => {
    const command = send();
    await world.run(command);
    expect((await asked(command.id, { userId: ann })).proof).toBeNull();
    await world.seal();
    expect((await asked(command.id, { userId: bob })).proof).not.toBeNull();
    expect((await asked(command.id, { userId: newId(), permissions: ['buz.admin'] })).proof).not.toBeNull();
    expect((await asked(command.id, { userId: newId() })).proof).toBeNull();
  });

  test('is not given for a transfer that is no longer what was sealed, and that is told', async () => {
    const command = send();
    await world.run(command);
    await world.seal();
    await world.tamper(`update transfer set canonical = canonical || ' ' where id = '${command.id}'`);
    expect((await asked(command.id, { userId: ann })).proof).toBeNull();
    expect(world.mount.complaints.join()).toContain(command.id);
  });
});

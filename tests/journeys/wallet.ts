import { describe, expect, test } from '@jest/globals';
import type { Stage } from './stage.ts';

interface Somebody {
  readonly id: string;
  ask<Data = Record<string, never>>(query: string, variables?: object): Promise<Data>;
}

const SEND = `mutation ($input: TransferBuzInput!) { transferBuz(input: $input) { __typename ... on TransferCompleted { transferId fee balanceAfter }
  ... on Refusal { code } ... on LegalGateClosed { missing } } }`;

/** Needs the wallets of the demo as the story left them: it is the first. */
export const wallet = (stageOf: () => Stage) =>
  describe('the wallet', () => {
    async function post<Data>(query: string, variables: object, token?: string): Promise<Data> {
      const answer = await fetch(`${stageOf().box.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown };
      expect(errors).toBeUndefined();
      return data;
    }
    async function somebody(part: string): Promise<Somebody> {
      const input = { email: `${part}@demo.test`, password: 'demo-Passphrase-1', tokenDelivery: 'BODY' };
      const { signIn } = await post<{ signIn: { accessToken: string; user: { id: string } } }>(
        'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken user { id } } } }',
        { input },
      );
      return { id: signIn.user.id, ask: (query, variables = {}) => post(query, variables, signIn.accessToken) };
    }
    const send = async (from: Somebody, to: Somebody, idempotencyKey: string) =>
      (await from.ask<{ transferBuz: object }>(SEND, { input: { toUserId: to.id, amount: '10', idempotencyKey } }))
        .transferBuz;

    test('the people of the demo can send each other BUZ at once; an expired document closes the gate, signing opens it', async () => {
      const { standIn } = stageOf();
      const [founder, builder, investor] = await Promise.all(['founder', 'builder', 'investor'].map(somebody));
      const done = await send(founder!, builder!, 'journey-1');
      expect(done).toMatchObject({ __typename: 'TransferCompleted', fee: '0.01' });
      expect(await send(founder!, builder!, 'journey-1')).toEqual(done);
      const one = 'query ($id: ID!) { transaction(id: $id) { direction amount } }';
      const id = (done as { transferId: string }).transferId;
      expect(await builder!.ask(one, { id })).toEqual({ transaction: { direction: 'IN', amount: '10' } });
      expect(await investor!.ask(one, { id })).toEqual({ transaction: null });
      const theirs = 'query ($id: ID!) { transaction(id: $id) { counterparty { id wallet { total } } } }';
      expect(await builder!.ask(theirs, { id })).toEqual({
        transaction: { counterparty: { id: founder!.id, wallet: null } },
      });

      await standIn.expire(founder!.id, 'BPP');
      expect(await send(founder!, builder!, 'journey-2')).toMatchObject({
        code: 'LEGAL_GATE_CLOSED',
        missing: ['BPP'],
      });
      await standIn.sign(founder!.id, 'TOKEN');
      expect(await send(founder!, builder!, 'journey-2')).toMatchObject({ __typename: 'TransferCompleted' });

      const standing = '{ wallet { identityVerified leftWithoutIdentity } }';
      expect(await investor!.ask(standing)).toEqual({ wallet: { identityVerified: true, leftWithoutIdentity: null } });
      await standIn.endIdentity(investor!.id, 'EXPIRED');
      expect(await investor!.ask(standing)).toEqual({
        wallet: { identityVerified: false, leftWithoutIdentity: '4880' },
      });
    }, 60_000);
  });

import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { parse } from 'yaml';
import { newId } from '#kernel/id';
import { isRefusal } from '#kernel/refusal';
import { BUZ } from '#kernel/buz';
import { requestConversion } from '#subgraphs/buz/actions/convert';
import { invest } from '#subgraphs/buz/actions/invest';
import { knowVenture, openConversionWindow } from '#subgraphs/buz/actions/keep-conversion-windows';
import { openStake } from '#subgraphs/buz/actions/open-stake';
import { createProposal } from '#subgraphs/buz/actions/propose';
import { ledgerWorld, type LedgerWorld } from '#subgraphs/buz/testing/ledger-world';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const buz = buildSchema(read('schema/subgraphs/buz.graphql'), { assumeValidSDL: true });
const own = Object.entries(parse(read('schema/access/ids.yaml')) as Record<string, string>)
  .filter(([, kind]) => kind === 'own')
  .map(([place]) => place)
  .filter((place) => {
    const [root, field] = place.split(/[.(]/) as [string, string];
    return (buz.getType(root) as GraphQLObjectType | undefined)?.getFields()[field] !== undefined;
  });

const PERMISSIONS = ['buz.stake', 'buz.unstake', 'buz.transfer'];

/** How each is asked, and how a thing of Ann's is made. */
const TRIALS: Record<string, { document: string; thing: (world: LedgerWorld, annId: string) => Promise<string> }> = {
  'Query.transferProof(transferId)': {
    document: 'query ($id: ID!) { transferProof(transferId: $id) { header } }',
    async thing(world, annId) {
      const [granted] = await world.run(world.grant(annId, BUZ));
      if (!granted || isRefusal(granted)) throw new Error('nothing was granted');
      await world.seal();
      return granted.transfer.id;
    },
  },
  'Query.transaction(id)': {
    document: 'query ($id: ID!) { transaction(id: $id) { amount } }',
    async thing(world, annId) {
      const [granted] = await world.run(world.grant(annId, BUZ));
      if (!granted || isRefusal(granted)) throw new Error('nothing was granted');
      return granted.transfer.id;
    },
  },
  'Query.stake(id)': {
    document: 'query ($id: ID!) { stake(id: $id) { tier } }',
    thing: stakeOf,
  },
  'Mutation.withdrawStake(input.stakeId)': {
    document: act('withdrawStake', 'expectedPayout: "90", idempotencyKey: "k"'),
    thing: stakeOf,
  },
  'Mutation.renewStake(input.stakeId)': {
    document: act('renewStake', 'idempotencyKey: "k"'),
    thing: stakeOf,
  },
  'Mutation.setStakeAutoRenew(input.stakeId)': {
    document: act('setStakeAutoRenew', 'autoRenew: true'),
    thing: stakeOf,
  },
  'Query.proposal(id)': {
    document: 'query ($id: ID!) { proposal(id: $id) { title } }',
    thing: draftOf,
  },
  'Query.proposalVotes(proposalId)': {
    document: 'query ($id: ID!) { proposalVotes(proposalId: $id) { pageInfo { hasNextPage } } }',
    thing: draftOf,
  },
  'Query.proposalComments(proposalId)': {
    document: 'query ($id: ID!) { proposalComments(proposalId: $id) { pageInfo { hasNextPage } } }',
    thing: draftOf,
  },
  'Mutation.openProposal(input.proposalId)': {
    document:
      'mutation ($id: ID!) { openProposal(input: { proposalId: $id }) { __typename ... on Refusal { code message } } }',
    thing: draftOf,
  },
  'Mutation.withdrawProposal(input.proposalId)': {
    document:
      'mutation ($id: ID!) { withdrawProposal(input: { proposalId: $id }) { __typename ... on Refusal { code message } } }',
    thing: draftOf,
  },
  'Mutation.withdrawInvestment(input.investmentId)': {
    document:
      'mutation ($id: ID!) { withdrawInvestment(input: { investmentId: $id }) { __typename ... on Refusal { code message } } }',
    thing: investmentOf,
  },
  'Mutation.withdrawConversion(input.conversionId)': {
    document:
      'mutation ($id: ID!) { withdrawConversion(input: { conversionId: $id }) { __typename ... on Refusal { code message } } }',
    thing: conversionOf,
  },
};

async function investmentOf(world: LedgerWorld, annId: string): Promise<string> {
  const ventureId = await ventureIn(world, annId);
  const { mount } = world;
  const input = { ventureId, type: 'EQUITY', amount: 100n * BUZ, idempotencyKey: newId() } as const;
  const made = await invest(mount.scope({ userId: annId }), input);
  if (isRefusal(made)) throw new Error(made.message);
  return made.investmentId;
}

async function conversionOf(world: LedgerWorld, annId: string): Promise<string> {
  const ventureId = await ventureIn(world, annId);
  const { mount } = world;
  const closesAt = new Date(mount.clock.now().getTime() + 60_000);
  const opening = { ventureId, rateBp: 100, opensAt: null, closesAt };
  const window = await openConversionWindow(mount.scope({ userId: newId() }), opening);
  if (isRefusal(window)) throw new Error(window.message);
  const input = { windowId: window.id, amount: 100n * BUZ, idempotencyKey: newId() };
  const made = await requestConversion(mount.scope({ userId: annId }), input);
  if (isRefusal(made)) throw new Error(made.message);
  return made.conversionId;
}

async function ventureIn(world: LedgerWorld, annId: string): Promise<string> {
  await world.run(world.grant(annId, 100n * BUZ));
  const ventureId = newId();
  await knowVenture(world.mount.scope(), { ventureId, ownerId: newId(), name: 'Kites' });
  return ventureId;
}

function act(name: string, fields: string): string {
  return `mutation ($id: ID!) { ${name}(input: { stakeId: $id, ${fields} }) { __typename ... on Refusal { code message } } }`;
}

async function draftOf(world: LedgerWorld, annId: string): Promise<string> {
  await world.run(world.grant(annId, 1_000n * BUZ));
  const scope = world.mount.scope({ userId: annId });
  const input = { tier: 'BRONZE', amount: 1_000n * BUZ, autoRenew: false, idempotencyKey: newId() };
  const staked = await openStake(scope, input);
  if (isRefusal(staked)) throw new Error(staked.message);
  const text = 'Something to decide together.';
  const drafted = await createProposal(scope, { type: 'FEATURE', title: 'A draft', text, change: null });
  if (isRefusal(drafted)) throw new Error(drafted.message);
  return drafted.proposalId;
}

async function stakeOf(world: LedgerWorld, annId: string): Promise<string> {
  await world.run(world.grant(annId, 100n * BUZ));
  const { mount } = world;
  const input = { tier: 'BRONZE', amount: 100n * BUZ, autoRenew: false, idempotencyKey: newId() };
  const opened = await openStake(mount.scope({ userId: annId }), input);
  if (isRefusal(opened)) throw new Error(opened.message);
  return opened.stakeId;
}

let world: LedgerWorld;
beforeAll(async () => {
  world = await ledgerWorld();
});
afterAll(() => world.stop());

test.each(own)('%s answers for what is another person’s as for what is not there', async (place) => {
  const trial = TRIALS[place];
  if (!trial) throw new Error(`say in this test how ${place} is tried`);
  const [annId, malloryId] = [await world.person(BUZ), await world.person(BUZ)];
  const id = await trial.thing(world, annId);
  const ask = async (about: string, userId: string) => {
    const answer = await world.mount.graphql(
      trial.document,
      { id: about },
      { userId, permissions: PERMISSIONS, nonce: newId() },
    );
    return JSON.stringify({ data: answer.data, errors: answer.errors });
  };
  const foreign = await ask(id, malloryId);
  expect(foreign).toEqual(await ask(newId(), malloryId));
  expect(await ask(id, annId)).not.toEqual(foreign);
});

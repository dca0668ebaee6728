import { join } from 'node:path';
import { DEMO_ACCOUNTS, DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import { progress } from '../progress.ts';
import { GraphClient } from './graph-client.ts';
import { mailedToken } from './mailbox.ts';

/**
 * The small living story of a development database, told through the graph: everybody registers, follows the mailed link and signs in.
 * Told again it changes nothing: whoever can sign in is already there.
 */
export async function tellStory(stage: { url: string; dataFolder: string }): Promise<void> {
  const graph = new GraphClient(stage.url);
  const missing = [];
  for (const account of DEMO_ACCOUNTS) if (!(await canSignIn(graph, account.email))) missing.push(account);
  if (missing.length === 0) return;
  progress(`telling the demo story (${missing.map(({ email }) => email).join(', ')})`);
  for (const { email, title } of missing) await settleIn(graph, email, title, join(stage.dataFolder, 'mail'));
}

async function settleIn(graph: GraphClient, email: string, title: string, mail: string): Promise<void> {
  const registration = { email, password: DEMO_PASSPHRASE, displayName: `${title} Demo` };
  await graph.act('registerUser', 'RegistrationAccepted', registration, 'email');
  const token = await mailedToken(mail, email, 'Confirm your address');
  await graph.act('verifyEmail', 'EmailVerified', { token }, 'userId');
}

async function canSignIn(graph: GraphClient, email: string): Promise<boolean> {
  const { signIn } = await graph.ask<{ signIn: { __typename: string } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }',
    { input: { email, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' } },
  );
  return signIn.__typename === 'SignedIn' || signIn.__typename === 'SecondFactorRequired';
}

import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import type { GraphClient } from './graph-client.ts';
import { mailedToken } from './mailbox.ts';

/** Somebody of the story, signed in. */
export interface Person {
  readonly id: string;
  readonly graph: GraphClient;
}

/** Registers and follows the mailed link, unless this was done before; then signs in. */
export async function settleIn(graph: GraphClient, mail: string, email: string, displayName: string): Promise<Person> {
  const known = await signIn(graph, email);
  if (known) return known;
  await graph.act('registerUser', 'RegistrationAccepted', { email, password: DEMO_PASSPHRASE, displayName }, 'email');
  const token = await mailedToken(mail, email, 'Confirm your address');
  await graph.act('verifyEmail', 'EmailVerified', { token }, 'userId');
  const person = await signIn(graph, email);
  if (!person) throw new Error(`${email} was verified and cannot sign in`);
  return person;
}

/** Begins a session; null when the password is not the demo one, or nobody has this address. */
async function signIn(graph: GraphClient, email: string): Promise<Person | null> {
  const { signIn: answer } = await graph.ask<{ signIn: { accessToken?: string; user?: { id: string } } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken user { id } } } }',
    { input: { email, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' } },
  );
  return answer.accessToken && answer.user ? { id: answer.user.id, graph: graph.as(answer.accessToken) } : null;
}

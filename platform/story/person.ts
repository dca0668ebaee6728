import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_PASSPHRASE } from '#gateway/site/demo-accounts';
import type { GraphClient } from './graph-client.ts';
import { mailedToken } from './mailbox.ts';

const LINK_WITHIN_MS = 20_000;

/** Somebody of the story, signed in. */
export interface Person {
  readonly id: string;
  readonly graph: GraphClient;
}

/** Registers and follows the mailed link, as far as this was not done before (a start may be interrupted between the two); then signs in. */
export async function settleIn(graph: GraphClient, mail: string, email: string, displayName: string): Promise<Person> {
  const known = await signIn(graph, email);
  if (known && !(await isPending(known))) return known;
  await graph.act('registerUser', 'RegistrationAccepted', { email, password: DEMO_PASSPHRASE, displayName }, 'email');
  await followNewestLink(graph, mail, email);
  const person = await signIn(graph, email);
  if (!person) throw new Error(`${email} was verified and cannot sign in`);
  return person;
}

async function isPending({ graph }: Person): Promise<boolean> {
  const { me } = await graph.ask<{ me: { account: { status: string } } }>('{ me { account { status } } }');
  return me.account.status === 'PENDING';
}

/** The mail of an interrupted start may lie there already, and its link ended when the new one was made: the new one is on its way. */
async function followNewestLink(graph: GraphClient, mail: string, email: string): Promise<void> {
  const deadline = performance.now() + LINK_WITHIN_MS;
  for (;;) {
    const token = await mailedToken(mail, email, 'Confirm your address');
    try {
      await graph.act('verifyEmail', 'EmailVerified', { token }, 'userId');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}

/** Begins a session; null when the password is not the demo one, or nobody has this address. */
async function signIn(graph: GraphClient, email: string): Promise<Person | null> {
  const { signIn: answer } = await graph.ask<{ signIn: { accessToken?: string; user?: { id: string } } }>(
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken user { id } } } }',
    { input: { email, password: DEMO_PASSPHRASE, tokenDelivery: 'BODY' } },
  );
  return answer.accessToken && answer.user ? { id: answer.user.id, graph: graph.as(answer.accessToken) } : null;
}

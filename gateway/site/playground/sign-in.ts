import COMPLETE_MFA from '../../../schema/operations/home/second-factor.graphql?raw';
import SIGN_IN from '../../../schema/operations/home/sign-in.graphql?raw';
import SIGN_OUT from '../../../schema/operations/home/sign-out.graphql?raw';
import { rememberSignIn, session } from './browser.ts';

/** What came of an attempt to sign in, in words for the form. */
export type SignInOutcome =
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'challenge'; readonly challengeToken: string }
  | { readonly kind: 'refused'; readonly message: string };

interface Answer {
  readonly __typename?: string;
  readonly accessToken?: string;
  readonly challengeToken?: string;
  readonly message?: string;
}

/** First step: e-mail and password. The refresh token arrives as a cookie, never in the body. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  const answer = await ask(SIGN_IN, 'signIn', { email, password, tokenDelivery: 'COOKIE' });
  return outcomeOf(answer, email);
}

/** Second step, when the account asks for it: a code from the authenticator, or a recovery code. */
export async function completeMfa(challengeToken: string, code: string, email: string): Promise<SignInOutcome> {
  const answer = await ask(COMPLETE_MFA, 'completeMfaSignIn', { challengeToken, code });
  return outcomeOf(answer, email);
}

/** Ends the session at the server and forgets the token here; forgets it even when the server cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await ask(SIGN_OUT, 'signOut', undefined, await session.freshToken());
  } finally {
    session.forget();
    rememberSignIn(null);
  }
}

function outcomeOf(answer: Answer, email: string): SignInOutcome {
  if (answer.accessToken !== undefined) {
    session.accept(answer.accessToken);
    rememberSignIn(email);
    return { kind: 'signedIn' };
  }
  if (answer.challengeToken !== undefined) return { kind: 'challenge', challengeToken: answer.challengeToken };
  return { kind: 'refused', message: answer.message ?? 'The server gave no reason.' };
}

async function ask(query: string, field: string, input?: object, token?: string | null): Promise<Answer> {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      'apollo-require-preflight': 'true',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, ...(input && { variables: { input } }) }),
  });
  const body = (await response.json()) as { data?: Record<string, Answer | null>; errors?: { message: string }[] };
  return body.data?.[field] ?? { message: body.errors?.[0]?.message ?? `The server answered ${response.status}.` };
}

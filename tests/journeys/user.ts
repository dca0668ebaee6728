import { randomUUID } from 'node:crypto';
import { createClient, type Client } from 'graphql-ws';
import { generate } from 'otplib';
import WebSocket from 'ws';
import { GraphClient } from '#platform/story/graph-client';
import { mailedToken } from '#platform/story/mailbox';
import type { BlackBox } from './black-box.ts';

export const PASSWORD = 'a long walk along the quiet river';

/** How a refresh went: the new tokens, or the status of the refusal. */
export interface Refreshed {
  readonly status: number;
  readonly accessToken?: string;
  readonly cookie?: string;
}

/** Somebody who uses the product from outside. */
export class User {
  accessToken = '';
  cookie = '';
  readonly email = `user-${randomUUID()}@journey.test`;

  constructor(readonly box: BlackBox) {}

  get graph(): GraphClient {
    return new GraphClient(this.box.url, this.accessToken || undefined);
  }

  async registerAndVerify(displayName: string): Promise<void> {
    await this.graph.act(
      'registerUser',
      'RegistrationAccepted',
      { email: this.email, password: PASSWORD, displayName },
      'email',
    );
    const token = await mailedToken(this.box.mail, this.email, 'Confirm your address');
    await this.graph.act('verifyEmail', 'EmailVerified', { token }, 'userId');
  }

  /** Signs in as a browser does; with `secret`, through the second factor too. */
  async signIn(secret?: string): Promise<void> {
    const first = await this.post(
      'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { accessToken } ... on SecondFactorRequired { challengeToken } ... on Refusal { code } } }',
      { input: { email: this.email, password: PASSWORD, tokenDelivery: 'COOKIE' } },
    );
    let answer = first.data.signIn as { __typename: string; accessToken?: string; challengeToken?: string };
    let cookies = first.cookies;
    if (answer.__typename === 'SecondFactorRequired' && secret) {
      const second = await this.post(
        'mutation ($input: CompleteMfaSignInInput!) { completeMfaSignIn(input: $input) { __typename ... on SignedIn { accessToken } ... on Refusal { code } } }',
        { input: { challengeToken: answer.challengeToken, code: await codeOf(secret, 30) } },
      );
      answer = second.data.completeMfaSignIn as typeof answer;
      cookies = second.cookies;
    }
    if (!answer.accessToken) throw new Error(`no session: ${JSON.stringify(answer)}`);
    this.accessToken = answer.accessToken;
    this.cookie = cookieIn(cookies)!;
  }

  /** `POST /auth/refresh` with a cookie, as the browser sends it. */
  async refresh(cookie = this.cookie): Promise<Refreshed> {
    const answer = await fetch(`${this.box.url}/auth/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
    });
    const body = (await answer.json()) as { accessToken?: string };
    return { status: answer.status, ...body, cookie: cookieIn(answer.headers.getSetCookie()) };
  }

  socket(onClosed: (event: { code: number; reason: string }) => void = () => undefined): Client {
    return createClient({
      url: `${this.box.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${this.accessToken}` },
      on: { closed: (event) => onClosed(event as { code: number; reason: string }) },
    });
  }

  private async post(query: string, variables: object) {
    const answer = await fetch(`${this.box.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data: Record<string, unknown>; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return { data, cookies: answer.headers.getSetCookie() };
  }
}

/** The authenticator's code now, or `aheadSeconds` later: a code works once per step of 30 s, and the next step's is accepted already. */
export function codeOf(secret: string, aheadSeconds = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + aheadSeconds });
}

function cookieIn(cookies: readonly string[]): string | undefined {
  return cookies.find((one) => one.startsWith('refresh='))?.split(';', 1)[0];
}

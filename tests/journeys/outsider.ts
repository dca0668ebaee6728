import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import { eventually } from '#chassis/testing/eventually';

export interface Heard {
  readonly status: number;
  readonly type: string;
  readonly cookies: readonly string[];
  readonly text: string;
  readonly ms: number;
}

export interface Answer extends Heard {
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
  };
  /** The code of the first error. */
  readonly code: string | undefined;
}

/** What a mutation that answers a union said. */
export interface Said {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** Somebody who sends whatever he likes. */
export class Outsider {
  constructor(
    readonly url: string,
    readonly token = '',
  ) {}

  as(token: string): Outsider {
    return new Outsider(this.url, token);
  }

  async send(path: string, init: RequestInit = {}): Promise<Heard> {
    const since = performance.now();
    const response = await fetch(`${this.url}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      cookies: response.headers.getSetCookie(),
      text,
      ms: performance.now() - since,
    };
  }

  async post(
    body: NonNullable<RequestInit['body']>,
    headers: Record<string, string> = {},
    path = '/graphql',
  ): Promise<Answer> {
    const type = { 'content-type': 'application/json' };
    const authorization = this.token ? { authorization: `Bearer ${this.token}` } : {};
    return answerOf(
      await this.send(path, { method: 'POST', headers: { ...type, ...authorization, ...headers }, body }),
    );
  }

  ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(JSON.stringify({ query, variables }), headers);
  }

  /** @throws when it is not answered by its union */
  async act(name: string, input: object, fields = ''): Promise<Said> {
    const { body, text } = await this.try(name, input, fields);
    const said = body.data?.[name] as Said | null | undefined;
    if (!said) throw new Error(`${name}: ${text}`);
    return said;
  }

  try(name: string, input: object, fields = ''): Promise<Answer> {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${fields} ... on Refusal { code message } } }`;
    return this.ask(query, { input });
  }
}

export function answerOf(heard: Heard): Answer {
  const body = JSON.parse(heard.text) as Answer['body'];
  const code = body.errors?.[0]?.extensions['code'] as string | undefined;
  return { ...heard, body, code };
}

/** A WebSocket that speaks the protocol no better than it is told to. */
export class RawSocket {
  readonly heard: { type?: string; id?: string; payload?: unknown }[] = [];
  closed: number | undefined;
  /** The status with which the upgrade was refused. */
  refused: number | undefined;
  private readonly socket: WebSocket;

  constructor(url: string, options: ClientOptions = {}, protocol = 'graphql-transport-ws', path = '/graphql') {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, protocol, options);
    this.socket.on('message', (text) => this.heard.push(JSON.parse(String(text)) as object));
    this.socket.on('close', (code) => (this.closed = code));
    this.socket.on('error', () => undefined);
    this.socket.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode;
      response.resume();
      this.socket.terminate();
    });
  }

  async opened(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
    return this;
  }

  /** Through connection_init, up to the acknowledgement. */
  async signedIn(token: string): Promise<this> {
    await this.opened();
    this.send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} });
    await eventually(() => {
      if (this.heard[0]?.type !== 'connection_ack') throw new Error(`not acknowledged: ${this.closed}`);
    });
    return this;
  }

  send(message: object | string | Buffer): void {
    const raw = typeof message === 'string' || Buffer.isBuffer(message);
    this.socket.send(raw ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The code of the error that ended operation `id`. */
  async errorOf(id: string): Promise<unknown> {
    return eventually(() => {
      const message = this.heard.find((one) => one.id === id && one.type === 'error');
      if (!message) throw new Error(`no error for ${id}: ${JSON.stringify(this.heard)}`);
      return (message.payload as { extensions: { code: string } }[])[0]?.extensions.code;
    });
  }

  async closedWith(withinMs = 5_000): Promise<number> {
    return eventually(() => {
      if (this.closed === undefined) throw new Error('still open');
      return this.closed;
    }, withinMs);
  }

  end(): void {
    this.socket.terminate();
  }
}

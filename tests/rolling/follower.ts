import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

interface News {
  readonly data?: { readonly news: { readonly text: string } } | null;
  readonly errors?: unknown;
  readonly extensions?: { readonly position?: string };
}

/** A client as apps have it: graphql-ws, which comes back by itself after a pause of its own choosing, and says what it heard last. */
export class Follower {
  readonly heard: string[] = [];
  readonly closes: { readonly code: number; readonly at: number }[] = [];
  readonly faults: unknown[] = [];
  position: string | undefined;
  isConnected = false;
  readonly #client: Client;

  constructor(url: string, token: string, query: string) {
    this.#client = createClient({
      url,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 20,
      shouldRetry: () => true,
      on: {
        connected: () => (this.isConnected = true),
        closed: (event) => {
          this.isConnected = false;
          this.closes.push({ code: (event as { code: number }).code, at: performance.now() });
        },
      },
    });
    // sent again as it is then whenever the client comes back
    const extensions: { positions: true; after?: string } = { positions: true };
    this.#client.subscribe<News['data'] & object>(
      { query, extensions },
      {
        next: (result) => {
          const { data, errors, extensions: more } = result as News;
          if (errors !== undefined) this.faults.push(errors);
          if (data) this.heard.push(data.news.text);
          if (more?.position !== undefined) extensions.after = this.position = more.position;
        },
        error: (fault) => this.faults.push(fault),
        complete: () => this.faults.push('completed'),
      },
    );
  }

  leave(): void {
    this.faults.length = 0;
    this.#client.terminate();
    void this.#client.dispose();
  }
}

import type { Opened } from './opened.ts';
import { until } from './until.ts';

export interface Heard {
  readonly id?: string;
  readonly event?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into JSON of any shape
  readonly data?: any;
  readonly retry?: number;
}

export interface ReaderOptions {
  readonly token?: string;
  readonly variables?: object;
  readonly extensions?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST';
  /** Besides what a GET asks. */
  readonly search?: Readonly<Record<string, string>>;
}

/** A reader of server-sent events that looks at everything, also at what no library shows. */
export class Reader {
  readonly events: Heard[] = [];
  /** The text that has not become an event. */
  rest = '';
  /** All text that came. */
  text = '';
  over = false;
  private readonly hanging = new AbortController();

  private constructor(readonly response: Response) {}

  static async open(at: Opened, query: string, options: ReaderOptions = {}): Promise<Reader> {
    const { token, variables, extensions, method = 'POST', search = {} } = options;
    const headers = {
      accept: 'text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...options.headers,
    };
    const url = new URL('/graphql', at.door.url);
    const asked = { query, ...(variables && { variables }), ...(extensions && { extensions }) };
    if (method === 'GET')
      for (const [name, value] of Object.entries({ ...asked, ...search }))
        url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    const hanging = new AbortController();
    const init = { method, headers, signal: hanging.signal };
    const reader = new Reader(await fetch(url, method === 'POST' ? { ...init, body: JSON.stringify(asked) } : init));
    reader.hanging.signal.addEventListener('abort', () => hanging.abort());
    readers.push(reader);
    void reader.listen();
    return reader;
  }

  of(event: string): Heard[] {
    return this.events.filter((one) => one.event === event);
  }

  async first(event = 'next'): Promise<Heard> {
    await until(() => this.of(event).length > 0);
    return this.of(event)[0]!;
  }

  async ended(withinMs?: number): Promise<void> {
    await until(() => this.over, withinMs);
  }

  hangUp(): void {
    this.hanging.abort();
  }

  private async listen(): Promise<void> {
    try {
      for await (const bytes of this.response.body!.pipeThrough(new TextDecoderStream())) {
        this.text += bytes;
        this.rest += bytes;
        const blocks = this.rest.split('\n\n');
        this.rest = blocks.pop()!;
        for (const block of blocks) {
          const event = eventIn(block);
          if (Object.keys(event).length > 0) this.events.push(event);
        }
      }
    } catch {
      // hung up, or cut off: either way nothing more comes
    } finally {
      this.over = true;
    }
  }
}

function eventIn(block: string): Heard {
  const fields = block.split('\n').flatMap((line): [string, unknown][] => {
    const at = line.indexOf(':');
    if (at <= 0) return [];
    const [name, value] = [line.slice(0, at), line.slice(at + 1).trim()];
    if (name === 'data') return [[name, value === '' ? undefined : JSON.parse(value)]];
    return [[name, name === 'retry' ? Number(value) : value]];
  });
  return Object.fromEntries(fields);
}

const readers: Reader[] = [];

export function hangUpReaders(): void {
  for (const reader of readers.splice(0)) reader.hangUp();
}

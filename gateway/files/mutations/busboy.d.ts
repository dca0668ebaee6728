/** What we use of busboy, which brings no types of its own. */
declare module 'busboy' {
  import type { IncomingHttpHeaders } from 'node:http';
  import type { Readable, Writable } from 'node:stream';

  interface Limits {
    readonly fieldNameSize?: number;
    readonly fieldSize?: number;
    readonly fields?: number;
    readonly fileSize?: number;
    readonly files?: number;
    readonly parts?: number;
    readonly headerPairs?: number;
  }

  interface Parser extends Writable {
    on(event: 'file', listener: (name: string, stream: Readable, about: { filename?: string }) => void): this;
    on(event: 'field', listener: (name: string, value: string, about: { valueTruncated: boolean }) => void): this;
    on(event: 'partsLimit' | 'filesLimit' | 'fieldsLimit' | 'close', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }

  /** Throws when the headers announce no form that it can read. */
  export default function busboy(options: {
    headers: IncomingHttpHeaders;
    limits?: Limits;
    defParamCharset?: string;
  }): Parser;
}

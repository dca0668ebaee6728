import { Agent, request } from 'node:http';

export interface Load {
  readonly url: string;
  readonly bodies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly ms: number;
}

export interface Loaded {
  /** How long each operation took. */
  readonly timesMs: readonly number[];
  readonly elapsedMs: number;
}

/** So many clients that each wait for their answer before they ask again. Throws on any answer that is not a whole one. */
export async function load({ url, bodies, headers, connections, ms }: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const timesMs: number[] = [];
  const until = performance.now() + ms;
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const began = performance.now();
        await post(url, bodies[next++ % bodies.length]!, headers, agent);
        timesMs.push(performance.now() - began);
      }
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  agent.destroy();
  return { timesMs, elapsedMs };
}

export function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  agent?: Agent,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, {
      method: 'POST',
      ...(agent && { agent }),
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
    });
    asking.on('error', reject);
    asking.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = Buffer.concat(chunks);
        const whole = response.statusCode === 200 && !answer.includes('"errors"');
        if (whole) resolve(answer);
        else reject(new Error(`${response.statusCode}: ${answer.toString().slice(0, 500)}`));
      });
    });
    asking.end(body);
  });
}

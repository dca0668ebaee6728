import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphql } from 'graphql';
import { schemaOf, SOURCES } from './subgraphs.ts';

/** The subgraphs as a process of their own. Answers are remembered by the request's body: what is measured is the gateway. */
const counted = { fetches: 0, bytes: 0 };

async function listen(source: (typeof SOURCES)[number]): Promise<Server> {
  const schema = schemaOf(source);
  const answers = new Map<string, Buffer>();
  const answerTo = async (body: string): Promise<Buffer> => {
    const known = answers.get(body);
    if (known) return known;
    const { query, variables, operationName } = JSON.parse(body) as Record<string, string> & { variables?: object };
    const result = await graphql({
      schema,
      source: query!,
      variableValues: variables as Record<string, unknown>,
      operationName: operationName ?? null,
    });
    const bytes = Buffer.from(JSON.stringify(result));
    answers.set(body, bytes);
    return bytes;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      counted.fetches++;
      counted.bytes += body.length;
      void answerTo(body.toString()).then((bytes) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes),
      );
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const ports: Record<string, number> = {};
for (const source of SOURCES) ports[source.name] = ((await listen(source)).address() as AddressInfo).port;
process.send?.({ ports });
process.on('message', () => process.send?.({ ...counted }));
process.on('disconnect', () => process.exit(0));

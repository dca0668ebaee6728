import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphql } from 'graphql';
import { schemas } from './subgraphs.ts';

/** The subgraphs as a process of their own. Answers are remembered by the request's body: what is measured is the gateway. */
const ports: Record<string, number> = {};
for (const [name, schema] of schemas()) {
  const answers = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer(Buffer.concat(chunks).toString()));
    const answer = async (body: string): Promise<void> => {
      let bytes = answers.get(body);
      if (bytes === undefined) {
        const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
        bytes = Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })));
        answers.set(body, bytes);
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ports[name] = (server.address() as AddressInfo).port;
}
process.send?.(ports);
process.on('disconnect', () => process.exit(0));

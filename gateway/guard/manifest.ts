import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bareHash } from './persisted-query.ts';

const Apollo = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});
/** What graphql-codegen's client preset writes: hash -> text. */
const Codegen = z.record(z.string(), z.string());

/**
 * The documents of a manifest that a client's build wrote: Apollo's persisted-query manifest, or codegen's persisted-documents.json, whose
 * hashes may carry `sha256:`. Throws when it is neither, or when a hash is not the one of its text: clients would ask in vain.
 */
export function manifestTexts(file: string, json: string): string[] {
  const manifest: unknown = JSON.parse(json);
  const apollo = Apollo.safeParse(manifest);
  const codegen = Codegen.safeParse(manifest);
  const entries = apollo.success
    ? apollo.data.operations.map(({ id, body }) => [id, body] as const)
    : codegen.success
      ? Object.entries(codegen.data)
      : undefined;
  if (!entries) throw new Error(`${file} is no manifest of persisted queries (Apollo's or codegen's)`);
  for (const [id, text] of entries)
    if (bareHash(id) !== createHash('sha256').update(text).digest('hex'))
      throw new Error(`${file}: ${id.slice(0, 80)} is not the SHA-256 of its document`);
  return entries.map(([, text]) => text);
}

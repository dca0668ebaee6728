import { GraphQLError, GraphQLScalarType } from 'graphql';
import { isHandedTo, type HandedFile } from '#chassis/files/reference';
import type { Scope } from '#chassis/mount/scope';
import { endpointOf } from './endpoint-of.ts';

const SDL = `
  scalar Upload
  scalar Anything
  input FaceInput { file: Upload! @tag(name: "upload-avatar") note: String }
  input AttachmentInput { file: Upload! more: [Upload!] }
  type Got { name: String size: Int type: String sha256: String width: Int height: Int proven: Boolean }
  type Mutation {
    setFace(input: FaceInput!): [Got!] @authenticated
    attach(input: AttachmentInput!): [Got!] @authenticated
    refuseFace(input: FaceInput!): String @authenticated
    breakFace(input: FaceInput!): String @authenticated
    vip(input: FaceInput!): String @requiresScopes(scopes: [["vip"]])
    anything(value: Anything): String @authenticated
    bare(file: Upload!): String @authenticated
  }
  type Query { fileStandings(ids: [ID!]!, viewerId: ID, permissions: [String!]!): [Standing!]! @inaccessible ping: String }
  type Standing @inaccessible { id: ID! kept: Boolean! readable: Boolean! }
`;

/** A subgraph that owns files: each user's face, and attachments that only their owner may read. */
export function filesSubgraph(keyOf: () => Buffer) {
  /** By id: what is kept and by whom. */
  const kept = new Map<string, HandedFile & { owner: string; face: boolean }>();
  const given: unknown[] = [];
  const open = { readers: new Set<string>(), down: false };

  const take = (files: readonly HandedFile[], scope: Scope, face: boolean) =>
    files.map((file) => {
      const owner = scope.caller.userId!;
      given.push(file);
      if (face) for (const [id, one] of kept) if (one.owner === owner && one.face) kept.delete(id);
      kept.set(file.id, { ...file, owner, face });
      const to = { userId: owner, purpose: face ? 'avatar' : 'attachment' };
      return { ...file, proven: isHandedTo(file, to, Date.now(), keyOf()) };
    });
  type Input = { input: { file: HandedFile; more?: HandedFile[] } };
  const resolvers = {
    Upload: new GraphQLScalarType({
      name: 'Upload',
      parseValue: (value) => {
        if (typeof value !== 'object') throw new GraphQLError('not a file that the gateway has handed over');
        return value;
      },
    }),
    Query: {
      ping: () => 'pong',
      fileStandings: (_: unknown, { ids, viewerId }: { ids: string[]; viewerId: string | null }) => {
        if (open.down) throw new Error('the database is down');
        return ids.map((id) => ({
          id,
          kept: kept.has(id),
          readable: viewerId !== null && (kept.get(id)?.owner === viewerId || open.readers.has(`${id} ${viewerId}`)),
        }));
      },
    },
    Mutation: {
      setFace: (_: unknown, { input }: Input, scope: Scope) => take([input.file], scope, true),
      attach: (_: unknown, { input }: Input, scope: Scope) => take([input.file, ...(input.more ?? [])], scope, false),
      refuseFace: (_: unknown, { input }: Input) => (given.push(input.file), 'not wanted'),
      breakFace: () => {
        throw new Error('broken');
      },
      vip: () => 'vip',
      anything: (_: unknown, { value }: { value: unknown }) => JSON.stringify(value),
      bare: () => 'bare',
    },
  };
  return { name: 'works', ...endpointOf(SDL, resolvers), kept, given, open };
}

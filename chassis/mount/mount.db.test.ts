import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IsEmail } from 'class-validator';
import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { EventContract } from '#kernel/event';
import { newId } from '#kernel/id';
import { refusal, type Refusal } from '#kernel/refusal';
import { NotFound } from '#chassis/graphql/refusal.type';
import { resultUnion } from '#chassis/graphql/result';
import { mountForTest, type TestMount } from '#chassis/testing/mounted';
import { forgetNonces, statementsMigration } from './machinery.ts';
import type { Scope } from './scope.ts';
import type { Subgraph } from './subgraph.ts';

const noteKept: EventContract<{ text: string }> = {
  producer: 'notes',
  type: 'note.kept',
  version: 1,
  aggregate: 'note',
  when: 'A note was kept.',
  body: { parse: (value) => value as { text: string } },
};

@Directive('@key(fields: "id")')
@ObjectType('Note', { description: 'A note.' })
class NoteType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field({ description: 'Its text.' })
  text!: string;
}

@InputType({ description: 'A new note.' })
class KeepNoteInput {
  @Field({ description: 'The text.' })
  text!: string;

  @IsEmail()
  @Field({ description: 'Whose.' })
  owner!: string;
}

const KeepNoteResult = resultUnion('KeepNoteResult', [NoteType, NotFound]);

@Resolver()
class NoteResolver {
  @Query(() => NoteType, { nullable: true, description: 'One note.' })
  async note(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() scope: Scope,
  ): Promise<NoteType | null> {
    return scope.loader(noteById).load(id);
  }

  @Mutation(() => KeepNoteResult, { nullable: true, description: 'Keeps a note.' })
  async keepNote(
    @Arg('input', { description: 'It.' }) input: KeepNoteInput,
    @Ctx() scope: Scope,
  ): Promise<NoteType | Refusal> {
    return scope.transact(async (tx) => {
      const note = { id: newId(), text: input.text };
      await tx.sql('insert into note (id, text) values (?, ?)', [note.id, note.text]);
      await tx.tell(noteKept, note.id, { text: note.text });
      if (input.text === 'refused') return refusal('NotFound', 'no');
      if (input.text === 'kept') return tx.keep(refusal('NotFound', 'no'));
      if (input.text === 'fault') throw new Error('secret detail');
      return note;
    });
  }
}

const noteById = {
  name: 'noteById',
  async load(scope: Scope, ids: readonly string[]) {
    const rows = (await scope.em
      .getConnection()
      .execute('select id, text from note where id = any(?::uuid[])', [`{${ids.join()}}`])) as NoteType[];
    return ids.map((id) =>
      Object.assign(
        new NoteType(),
        rows.find((row) => row.id === id),
      ),
    );
  },
};

const notes: Subgraph = {
  name: 'notes',
  entities: [],
  migrations: [statementsMigration('0001-note', ['create table note (id uuid primary key, text text not null)'])],
  resolvers: [NoteResolver],
  references: { Note: (reference: { id: string }, scope: Scope) => scope.loader(noteById).load(reference.id) },
  access: {
    Note: { id: 'open', text: 'open' },
    Query: { note: 'open' },
    Mutation: { keepNote: 'signedIn' },
    NotFound: { code: 'open', message: 'open' },
  },
  publishes: [noteKept],
  reactions: [],
  live: [],
  jobs: [],
  open: async () => ({}),
};

const KEEP =
  'mutation ($text: String!, $owner: String! = "a@b.test") { keepNote(input: { text: $text, owner: $owner }) { __typename ... on Note { id text } ... on Refusal { code } } }';

describe('a mounted subgraph', () => {
  let mount: TestMount<unknown>;
  beforeAll(async () => {
    mount = await mountForTest(notes);
  });
  afterAll(() => mount.stop());

  const count = async (table: string) =>
    (await mount.mounted.database.roadPool.query(`select count(*)::int as n from ${table}`)).rows[0].n;
  const me = { userId: newId() };

  test('writes the row and its event in one transaction, numbered per aggregate', async () => {
    const result = await mount.graphql(KEEP, { text: 'hello' }, me);
    expect(result).toMatchObject({ data: { keepNote: { __typename: 'Note', text: 'hello' } } });
    expect(await count('note')).toBe(1);
    expect(await count('outbox where sequence = 1')).toBe(1);
  });

  test('leaves nothing behind when the action refuses, unless it keeps', async () => {
    const before = await count('note');
    expect(await mount.graphql(KEEP, { text: 'refused' }, me)).toMatchObject({
      data: { keepNote: { __typename: 'NotFound', code: 'NOT_FOUND' } },
    });
    expect(await count('note')).toBe(before);
    await mount.graphql(KEEP, { text: 'kept' }, me);
    expect(await count('note')).toBe(before + 1);
  });

  test('tells nothing of a fault but logs it', async () => {
    const result = await mount.graphql(KEEP, { text: 'fault' }, me);
    expect(JSON.stringify(result)).not.toContain('secret detail');
    expect(result.errors?.[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(mount.complaints.join()).toContain('secret detail');
  });

  test('refuses an anonymous caller and lists the fields of bad input', async () => {
    expect((await mount.graphql(KEEP, { text: 'x' })).errors?.[0]).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
    const bad = await mount.graphql(KEEP, { text: 'x', owner: 'nobody' }, me);
    expect(bad.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', fields: [{ field: 'owner' }] } });
  });

  test('refuses the replay of a sealed mutation', async () => {
    const sealed = { ...me, nonce: newId() };
    await mount.graphql(KEEP, { text: 'once' }, sealed);
    expect((await mount.graphql(KEEP, { text: 'once' }, sealed)).errors?.[0]).toMatchObject({
      extensions: { code: 'REPLAYED_CALL' },
    });
    expect(await count("note where text = 'once'")).toBe(1);
  });

  test('forgets nonces that protect nothing any more, and keeps the others', async () => {
    const pool = mount.mounted.database.roadPool;
    await pool.query("insert into spent_nonce values ('old', now() - interval '6 minutes'), ('new', now())");
    await forgetNonces(pool).run({});
    expect(await count("spent_nonce where nonce in ('old', 'new')")).toBe(1);
  });

  test('answers fifty references with one statement', async () => {
    const { rows } = await mount.mounted.database.roadPool.query(
      'insert into note select gen_random_uuid(), g::text from generate_series(1, 50) g returning id',
    );
    mount.statements.length = 0;
    const result = await mount.graphql(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Note { id text } } }',
      { r: rows.map(({ id }: { id: string }) => ({ __typename: 'Note', id })) },
      me,
    );
    expect(result.data?._entities).toHaveLength(50);
    expect(mount.statements).toHaveLength(1);
  });

  test('refuses to mount when a field has no access rule', async () => {
    await expect(mountForTest({ ...notes, access: { ...notes.access, Note: { id: 'open' } } })).rejects.toThrow(
      'Note.text has no access rule',
    );
  });
});

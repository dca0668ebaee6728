import 'reflect-metadata';
import { Arg, Ctx, Directive, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { EventContract } from '#kernel/event';
import { newId } from '#kernel/id';
import { reaction } from '#chassis/events/reaction';
import { statementsMigration } from '#chassis/mount/machinery';
import type { Scope } from '#chassis/mount/scope';
import type { Subgraph } from '#chassis/mount/subgraph';

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

@Resolver()
class NoteResolver {
  @Query(() => [NoteType], { nullable: true, description: 'Notes with this text.' })
  async notes(@Arg('text', { description: 'It.' }) text: string, @Ctx() scope: Scope): Promise<NoteType[]> {
    const found: NoteType[] = await scope.em
      .getConnection()
      .execute('select id, text from note where text = ?', [text]);
    return found.map((row) => Object.assign(new NoteType(), row));
  }

  @Query(() => String, { nullable: true, description: 'Fails, and its fault holds what was written.' })
  async broken(@Arg('text', { description: 'It.' }) text: string, @Ctx() scope: Scope): Promise<string> {
    await scope.em.getConnection().execute('select ?::integer', [text]);
    return text;
  }

  @Mutation(() => NoteType, { nullable: true, description: 'Keeps a note.' })
  async keepNote(@Arg('text', { description: 'It.' }) text: string, @Ctx() scope: Scope): Promise<NoteType> {
    return scope.transact(async (tx) => {
      const note = Object.assign(new NoteType(), { id: newId(), text });
      await tx.sql('insert into note (id, text) values (?, ?)', [note.id, note.text]);
      await tx.tell(noteKept, note.id, { text });
      await tx.enqueue('count-note', { text });
      return note;
    });
  }
}

/** A subgraph that touches everything a trace runs through: statements, a transaction, an event and its reaction, a job. */
export const notes: Subgraph = {
  name: 'notes',
  entities: [],
  migrations: [
    statementsMigration('0001-note', [
      'create table note (id uuid primary key, text text not null, seen int default 0)',
    ]),
  ],
  resolvers: [NoteResolver],
  references: {},
  access: {
    Note: { id: 'open', text: 'open' },
    Query: { notes: 'open', broken: 'open' },
    Mutation: { keepNote: 'open' },
  },
  publishes: [noteKept],
  reactions: [
    reaction('see-note-when-kept', noteKept, (scope, event) =>
      scope.transact(async (tx) => {
        await tx.sql('update note set seen = seen + 1 where id = ?', [event.aggregateId]);
      }),
    ),
  ],
  live: [],
  jobs: [
    {
      task: 'count-note',
      run: async (scope, payload) => {
        if ('$trace' in payload) throw new Error('a job is not told of traces');
        await scope.em.getConnection().execute('select count(*) from note where text = ?', [payload['text']]);
      },
    },
  ],
  open: async () => ({}),
};

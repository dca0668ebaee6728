import { isRefusal, refusal, type Refusal } from '#kernel/refusal';
import type { Sql } from './transact.ts';

/** Who asks for what under which key; `body` is everything that the client sent besides the key, as JSON. */
export interface Question {
  readonly actorId: string;
  readonly key: string;
  /** The mutation: one key means one act. */
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type KeyReused = Refusal<'IdempotencyKeyReused'> & { readonly differs: readonly string[] };

/**
 * Runs `work` for the first question under a key and remembers its answer (a JSON object) in the same transaction; the same question again
 * gets the original answer, another body under the key is refused with the fields that differ. A parallel twin waits for the first one's
 * commit. A refusal remembers nothing: after its cause is mended the same key works.
 */
export async function answerOnce<Answer extends object>(
  sql: Sql,
  question: Question,
  work: () => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const asked = { ...question.body, '(operation)': question.operation };
  const id = [question.actorId, question.key];
  const fresh = await sql(
    'insert into answered (actor_id, key, body) values (?, ?, ?::jsonb) on conflict do nothing returning key',
    [...id, JSON.stringify(asked)],
  );
  if (fresh.length === 0) return originalAnswer<Answer>(sql, id, asked);
  const answer = await work();
  if (isRefusal(answer)) await sql('delete from answered where actor_id = ? and key = ?', id);
  else
    await sql('update answered set answer = ?::jsonb where actor_id = ? and key = ?', [JSON.stringify(answer), ...id]);
  return answer;
}

async function originalAnswer<Answer>(sql: Sql, id: string[], asked: object): Promise<Answer | KeyReused> {
  const [known] = await sql<{ body: Record<string, unknown>; answer: Answer }>(
    'select body, answer from answered where actor_id = ? and key = ?',
    id,
  );
  const differs = differingFields(known!.body, JSON.parse(JSON.stringify(asked)) as Record<string, unknown>);
  return differs.length === 0 ? known!.answer : keyReused(differs);
}

export function keyReused(differs: readonly string[]): KeyReused {
  const named = differs.includes('(operation)') ? 'another operation' : `another ${differs.join(', ')}`;
  return refusal('IdempotencyKeyReused', `This idempotency key was already used with ${named}.`, { differs });
}

/** The top-level fields in which two JSON objects differ, in alphabetical order. */
function differingFields(one: Record<string, unknown>, other: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => canonical(one[name]) !== canonical(other[name])).sort();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

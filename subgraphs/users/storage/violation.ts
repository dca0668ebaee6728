import { UniqueConstraintViolationException } from '@mikro-orm/core';

/** Whether `fault` is PostgreSQL's refusal of a second row under the unique constraint or index of this name. */
export function isDuplicateOf(fault: unknown, constraint: string): boolean {
  return fault instanceof UniqueConstraintViolationException && fault.message.includes(`"${constraint}"`);
}

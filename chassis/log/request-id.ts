import { newId } from '#kernel/id';

/** The id that a trusted proxy gave, when it is one that may stand in a log and a header; a new one otherwise. */
export function requestIdOf(inbound: string | readonly string[] | undefined): string {
  return typeof inbound === 'string' && /^[\w-]{8,64}$/.test(inbound) ? inbound : newId();
}

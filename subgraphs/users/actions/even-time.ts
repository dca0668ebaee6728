import { isRefusal } from '#kernel/refusal';

/**
 * Holds an answer back to the next multiple of `ms` since it was asked for, so that its time does not tell which way it came about, not
 * even when a busy machine takes longer than `ms`. `hold` says which answers: by default the refusals.
 */
export async function inEvenTime<T>(
  ms: number,
  work: () => Promise<T>,
  hold: (answer: T) => boolean = isRefusal,
): Promise<T> {
  const startedAt = performance.now();
  const answer = await work();
  if (ms > 0 && hold(answer)) {
    const left = ms - ((performance.now() - startedAt) % ms);
    await new Promise((resolve) => setTimeout(resolve, left));
  }
  return answer;
}

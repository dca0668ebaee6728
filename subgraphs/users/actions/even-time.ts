import { isRefusal } from '#kernel/refusal';

/**
 * Holds an answer back until `ms` have passed since it was asked for, so that its time does not tell which way it came about.
 * `hold` says which answers: by default the refusals.
 */
export async function inEvenTime<T>(
  ms: number,
  work: () => Promise<T>,
  hold: (answer: T) => boolean = isRefusal,
): Promise<T> {
  const startedAt = performance.now();
  const answer = await work();
  const left = ms - (performance.now() - startedAt);
  if (hold(answer) && left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  return answer;
}

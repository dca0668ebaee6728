import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until the assertion holds; after `withinMs` its last failure is the test's. */
export async function eventually<T>(assertion: () => Promise<T> | T, withinMs = 25_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (failure) {
      if (performance.now() > deadline) throw failure;
      await pause(20);
    }
  }
}

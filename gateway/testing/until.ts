/** Polls until the condition holds; fails loudly at the deadline. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 25_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`still not true after ${withinMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/** Fails with `fault` when everything else of `values` has ended, so that none of their rejections is left unhandled. */
export async function allOf(values: readonly unknown[], fault: unknown): Promise<never> {
  await Promise.allSettled(values);
  throw fault;
}

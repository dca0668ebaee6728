import { jest } from '@jest/globals';

/** Watches every interval that is begun from now on, until all mocks are restored. */
export function intervals() {
  const left = new Set<unknown>();
  const watch = { begun: 0, left: () => [...left] };
  const begin = globalThis.setInterval;
  const end = globalThis.clearInterval;
  jest.spyOn(globalThis, 'setInterval').mockImplementation(((...given: Parameters<typeof setInterval>) => {
    const interval = begin(...given);
    left.add(interval);
    watch.begun++;
    return interval;
  }) as typeof setInterval);
  jest.spyOn(globalThis, 'clearInterval').mockImplementation((interval) => {
    left.delete(interval);
    end(interval);
  });
  return watch;
}

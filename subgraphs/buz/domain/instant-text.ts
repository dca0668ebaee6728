let lastMs = Number.NaN;
let lastText = '';

/** ISO 8601 in UTC with milliseconds. A batch happens at one instant, which is written thousands of times: the last text is kept. */
export function instantText(instant: Date): string {
  const ms = instant.getTime();
  if (ms !== lastMs) {
    lastText = instant.toISOString();
    lastMs = ms;
  }
  return lastText;
}

const started = performance.now();

/** A fault whose message is all that a person needs. */
export function told(message) {
  return Object.assign(new Error(message), { told: true });
}

/** One line of progress, with the seconds since the command was given. */
export function progress(line) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  process.stderr.write(`${seconds} s  ${line}\n`);
}

/** One line for each long step of the start-up, with the seconds since this process began. Never a secret. */
export function progress(line: string): void {
  process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
}

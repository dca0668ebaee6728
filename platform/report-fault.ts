import { BadSettings } from '#chassis/settings/settings';
import { BootstrapRefused } from '#chassis/storage/bootstrap';
import { scrub } from '#chassis/log/redact';
import { PlainFault } from './plain-fault.ts';

/** What a person sees when the start fails: the sentence for what he can repair, the stack for what only we can. */
export function reportFault(error: unknown): void {
  const plain = error instanceof PlainFault || error instanceof BadSettings || error instanceof BootstrapRefused;
  const text = plain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  // The printed SQL holds verifiers on purpose; nothing else here may look like a secret.
  process.stderr.write(`\n${error instanceof BootstrapRefused ? text : scrub(text)}\n\n`);
  process.exitCode = 1;
}

import os from 'node:os';

const MB = 1024 * 1024;
const LEAST_MB = 128;
const MOST_MB = 1024;

/** The memory of this machine, or what the container may have of it, in bytes. */
function memory(): number {
  const constrained = process.constrainedMemory(); // 0 or enormous when nothing constrains it
  return constrained > 0 ? Math.min(constrained, os.totalmem()) : os.totalmem();
}

/**
 * `shared_buffers` of a PostgreSQL that has the machine not for itself: a sixteenth of the memory, at least 128 MB (the server's default) and at
 * most 1 GB. A quarter is the rule for a machine of its own (PostgreSQL 18, 19.4). Tables that are changed all over, as the boards are, make
 * writers wait for pages when they do not fit.
 */
export function sharedBuffers(bytes = memory()): string {
  return `${Math.min(Math.max(Math.floor(bytes / 16 / MB), LEAST_MB), MOST_MB)}MB`;
}

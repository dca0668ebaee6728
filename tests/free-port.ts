import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range out of which systems give ports to outgoing connections (32768 and up, as a rule), above what is usually served. */
const [LOWEST, HIGHEST] = [12_000, 31_000];

/**
 * The first of `count` ports of the loopback in a row that are free. A port that the system hands out by itself may be given to any outgoing
 * connection before its server listens: a product with some dozens of connections meets that every few starts.
 */
export async function freePort(count = 10): Promise<number> {
  for (;;) {
    const first = randomInt(LOWEST, HIGHEST);
    const ports = Array.from({ length: count }, (_, at) => first + at);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

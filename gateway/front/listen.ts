import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The port that it listens on; rejects when it cannot. */
export function listen(
  server: Server,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Lets nobody in any more, and those who are in go: first the connections that do not end by themselves (`letGo`), then every request as it is
 * answered. Who is still there after `withinMs` is cut off.
 */
export async function leave(server: Server, letGo: () => Promise<void>, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50); // answered after `close` and kept alive
  try {
    await letGo();
    await within(withinMs, closed);
  } finally {
    clearInterval(idle);
    server.closeAllConnections();
    await closed;
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

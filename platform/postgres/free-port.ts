import net from 'node:net';

/** A port of the loopback that was free a moment ago, and that nobody has other plans for. */
export async function freePort(isTaken: (port: number) => boolean = () => false): Promise<number> {
  for (;;) {
    const port = await anyPort();
    if (!isTaken(port)) return port;
  }
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

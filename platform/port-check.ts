import { once } from 'node:events';
import net from 'node:net';
import { PlainFault } from './plain-fault.ts';

/** Fails with what to do while nothing has been started yet: a taken port should not cost a start of PostgreSQL. */
export async function checkPort(port: number, host: string): Promise<void> {
  const server = net.createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new PlainFault(
        `Port ${port} is taken by another program. Stop that one, or choose another: PORT=${port + 1} npm start`,
      );
    }
    if (code === 'EACCES')
      throw new PlainFault(`We may not listen on port ${port}: choose one above 1023, PORT=4000 for instance.`);
    if (code === 'EADDRNOTAVAIL') throw new PlainFault(`HOST=${host} is not an address of this machine.`);
    throw new PlainFault(`We cannot listen on ${host}:${port}: ${message}`);
  }
}

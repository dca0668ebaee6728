import net, { type AddressInfo, type Socket } from 'node:net';

/** What stands in front of gateways that replace each other: new connections go to the one of now, open ones stay where they are. */
export class Balancer {
  readonly #sockets = new Set<Socket>();
  #to = 0;
  readonly #server = net.createServer((near) => {
    const far = net.connect(this.#to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => this.#sockets.delete(one));
      one.pipe(other);
    }
  });

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async open(to: number): Promise<void> {
    this.#to = to;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  direct(to: number): void {
    this.#to = to;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }
}

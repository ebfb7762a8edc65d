import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A connection to a server that a test can break: a TCP proxy on the loopback. */
export interface Cable {
  /** The server's address, with the proxy's port. */
  readonly url: string;
  /** From now on nothing passes, without notice, as with a pulled cable. New connections are accepted and left open. */
  freeze(): void;
  /** Ends all connections and refuses new ones, as when the server is down. */
  cut(): void;
  /** After `cut`: the server is up again, at the same address; whatever was frozen is no more. */
  mend(): Promise<void>;
  close(): void;
}

export async function layCable(url: string): Promise<Cable> {
  const address = new URL(url);
  const target = { host: address.hostname, port: Number(address.port) };
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let server: Server | undefined;

  async function listen(port: number): Promise<number> {
    const opened = createServer((inner) => {
      sockets.add(inner);
      inner.on('error', () => {});
      if (isFrozen) return;
      const outer = connect(target);
      sockets.add(outer);
      outer.on('error', () => inner.destroy());
      inner.pipe(outer).pipe(inner);
      inner.on('close', () => outer.destroy());
      outer.on('close', () => inner.destroy());
    });
    opened.listen(port, '127.0.0.1');
    await once(opened, 'listening');
    server = opened;
    return (opened.address() as AddressInfo).port;
  }

  function cut(): void {
    server?.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }

  address.port = String(await listen(0));
  return {
    url: address.href,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    cut,
    async mend() {
      isFrozen = false;
      await listen(Number(address.port));
    },
    close: cut,
  };
}

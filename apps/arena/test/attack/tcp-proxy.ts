import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A proxy in front of a server, through which a test takes that server away as a network does: connections stay open and say nothing. */
export interface TcpProxy {
  readonly port: number;
  freeze(): void;
  /** Cuts the connections that hung, as a network does that is back. */
  thaw(): void;
  close(): void;
}

export async function startProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const add = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    if (isFrozen) socket.pause();
  };
  const server = createServer((client) => {
    add(client);
    if (isFrozen) return;
    const upstream = connect(target, "127.0.0.1");
    add(upstream);
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

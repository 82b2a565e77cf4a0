import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A server that says back what it hears, and closes when it is closed to. */
export async function anEcho() {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    target: { host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}

/** A client that keeps what it hears. */
export async function aClient(port: number) {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  const heard: Buffer[] = [];
  let error: NodeJS.ErrnoException | undefined;
  socket.on("data", (chunk) => heard.push(chunk)).on("error", (cause) => (error = cause));
  await once(socket, "connect");
  const size = () => heard.reduce((sum, { length }) => sum + length, 0);
  return {
    socket,
    chunks: () => heard.length,
    text: () => Buffer.concat(heard).toString(),
    size,
    /** Resolves when so many bytes have been heard. */
    async hears(bytes: number) {
      while (size() < bytes) await once(socket, "data");
    },
    /** Resolves when the connection is over. @returns how it broke, where it did. */
    async isOver() {
      if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
      return error?.code;
    },
  };
}

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the product and PostgreSQL, and is what a network and a server can be. */
export interface DatabaseProxy {
  /** The address of the database by way of this proxy. */
  readonly url: string;
  /** Every answer comes this much later. */
  delay(ms: number): void;
  /** As when the server stops: all connections break, new ones are refused. */
  stop(): Promise<void>;
  /** As when it is back. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy before the database at `databaseUrl`. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let delayMs = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // Broken connections are what this is for.
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    return socket;
  };
  const forward = (incoming: Socket) => {
    const client = keep(incoming);
    const server = keep(connect(Number(target.port), target.hostname));
    client.pipe(server);
    // Timers of the same length end in order, so the chunks stay in theirs.
    server.on('data', (chunk) => void setTimeout(() => client.writable && client.write(chunk), delayMs));
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  };
  const listen = async (port: number): Promise<Server> => {
    const server = createServer(forward).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
  const { port } = address;
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    delay: (ms) => {
      delayMs = ms;
    },
    stop,
    start: async () => {
      server = await listen(port);
    },
    close: stop,
  };
}

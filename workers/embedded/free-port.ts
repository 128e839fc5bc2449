import { createServer } from 'node:net';

/**
 * A TCP port on 127.0.0.1 that nothing listens on at this moment. Another process may take it before it is used; ports that
 * must stay the same across starts come from the settings instead.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No free TCP port found on 127.0.0.1.'));
        else resolve(address.port);
      });
    });
  });
}

/**
 * Refuses a port that something listens on already: a server that cannot have it fails late, and a stranger there could be
 * taken for ours.
 *
 * @throws Error that names the port and the setting that changes it.
 */
export function assertPortFree(port: number, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause) =>
      reject(
        new Error(`Port ${port} on 127.0.0.1 cannot be used (${cause.message}): stop what uses it, or set ${setting}.`),
      ),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

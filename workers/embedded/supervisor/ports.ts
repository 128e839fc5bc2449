import { createServer } from 'node:net';
import { StartFault } from './faults';

/** A port that is going to be used, and the setting that changes it. */
export interface WantedPort {
  use: string;
  setting: string;
  host: string;
  port: number;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Checks that every port can be opened, before anything is started.
 *
 * @throws StartFault that names the first port that cannot, and its setting
 */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const [index, { use, setting, host, port }] of wanted.entries()) {
    const earlier = wanted.slice(0, index).find((other) => other.port === port);
    if (earlier !== undefined) {
      throw new StartFault(`${setting} and ${earlier.setting} are both ${port}: set one of them to another port.`);
    }
    if (!(await isFree(host, port))) {
      throw new StartFault(
        `Port ${port} on ${host} (${use}) is in use: stop the program that uses it, or set ${setting} to another port.`,
      );
    }
  }
}

import { connect } from 'node:net';
import { Client } from 'pg';
import type { Config } from '../../../config';
import { oneLine, StartFault } from './faults';

// A server that does not answer within five seconds is down or elsewhere, and a start should say so soon.
const CONNECT_MS = 5_000;

/** Host, port and database of a URL, without its password. */
export function databasePlace(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

async function checkDatabase(setting: string, url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  // A connection that breaks while it is closed is reported here, too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    throw new StartFault(
      `${setting} (${databasePlace(url)}) cannot be used: ${oneLine(error)}; correct it, or unset it to use the embedded PostgreSQL.`,
    );
  } finally {
    // After a failed connect there is nothing to close.
    await client.end().catch(() => undefined);
  }
}

function checkTcp(address: string): Promise<void> {
  const at = address.lastIndexOf(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)), timeout: CONNECT_MS });
    const fail = (reason: string) => {
      socket.destroy();
      const advice = 'correct it, or unset it to use the local Temporal server';
      reject(new StartFault(`TEMPORAL_ADDRESS (${address}) cannot be reached: ${reason}; ${advice}.`));
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => fail(`no answer within ${CONNECT_MS / 1000} s`));
    socket.once('error', (error) => fail(oneLine(error)));
  });
}

/**
 * Checks that every server that the settings name can be reached, before anything is started.
 *
 * @throws StartFault that names the setting and the reason
 */
export async function checkExternal({ databaseUrl, databaseOwnerUrl, temporal }: Config): Promise<void> {
  if (databaseUrl === undefined && databaseOwnerUrl !== undefined) {
    throw new StartFault(
      'DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither for the embedded PostgreSQL.',
    );
  }
  if (databaseOwnerUrl !== undefined) await checkDatabase('DATABASE_OWNER_URL', databaseOwnerUrl);
  if (databaseUrl !== undefined) await checkDatabase('DATABASE_URL', databaseUrl);
  if (temporal.address !== undefined) await checkTcp(temporal.address);
}

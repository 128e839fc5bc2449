import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Config } from '../config';

/** The settings of the Temporal server, with the address that is really used (an embedded server's, or the configured one). */
export type TemporalConfig = Pick<Config['temporal'], 'namespace' | 'apiKey'> & { address: string };

/** A connection, the client on it, and how to close both. */
export interface TemporalClients {
  connection: Connection;
  client: Client;
  close(): Promise<void>;
}

/**
 * Connects to the Temporal server.
 *
 * @throws Error that names the address when the server does not answer within ten seconds.
 */
export async function connectTemporal(config: TemporalConfig): Promise<TemporalClients> {
  const connection = await Connection.connect(connectionOptions(config)).catch((cause: unknown) => {
    throw new Error(`No Temporal server answers at ${config.address}.`, { cause });
  });
  const client = new Client({ connection, namespace: config.namespace });
  return { connection, client, close: () => connection.close() };
}

/**
 * Address, TLS, API key and headers as the Temporal tools read them (TEMPORAL_TLS, TEMPORAL_PROFILE and the profile file). The
 * file is left alone for a server on this machine: it describes the user's cluster, not ours.
 */
export function connectionOptions({ address, apiKey }: TemporalConfig): Omit<ConnectionOptions, 'interceptors'> {
  const isLocal = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):/.test(address);
  const { tls, apiKey: profileKey, metadata } = loadClientConnectConfig({ disableFile: isLocal }).connectionOptions;
  const key = apiKey ?? profileKey;
  return {
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(metadata === undefined ? {} : { metadata }),
    // An API key is only ever sent encrypted.
    ...(key === undefined ? {} : { apiKey: key, tls: tls ?? true }),
  };
}

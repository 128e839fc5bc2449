import { NativeConnection } from '@temporalio/worker';
import { type TemporalConfig, connectionOptions } from '../clients/temporal';

/**
 * The connection that workers need. Apart from `connectTemporal`, because loading the worker's native library takes a third of
 * a second that the API and the command line should not pay.
 *
 * @throws Error that names the address when the server does not answer.
 */
export async function connectTemporalNative(config: TemporalConfig): Promise<NativeConnection> {
  const { address, tls, apiKey, metadata } = connectionOptions(config);
  return NativeConnection.connect({
    address: address ?? config.address,
    ...(tls === undefined || tls === null ? {} : { tls }),
    ...(typeof apiKey === 'string' ? { apiKey } : {}),
    ...(metadata === undefined ? {} : { metadata }),
  }).catch((cause: unknown) => {
    throw new Error(`No Temporal server answers at ${config.address}.`, { cause });
  });
}

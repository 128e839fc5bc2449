import { loadConfig } from '../../config';
import { dataPlaces } from '../../workers/embedded/supervisor/orphans';
import { type ApiClient, createApiClient, findKey } from '../http';
import { type Output, type OutputStream, createOutput } from '../output';

/** What a command that speaks to the API works with. */
export interface CommandContext {
  readonly client: ApiClient;
  readonly out: Output;
}

/** Opens the context of one command line; `json` is its `--json`. */
export type OpenContext = (options: { readonly json?: boolean }) => CommandContext;

/** The context of this process: address and key from the environment, else of the local installation. */
export function contextOpener(
  dataFolder: string,
  streams: { readonly stdout: OutputStream; readonly stderr: OutputStream },
): OpenContext {
  return ({ json = false }) => {
    const { cli, api } = loadConfig();
    const url = cli.apiUrl ?? `http://${api.host.includes(':') ? `[${api.host}]` : api.host}:${api.port}`;
    const key = findKey(cli.apiKey, dataPlaces(dataFolder).cliKey);
    return { client: createApiClient({ url, key }), out: createOutput(json, streams) };
  };
}

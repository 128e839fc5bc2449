import { connectTemporal, connectionOptions } from '../../clients/temporal';
import { freePort } from '../../workers/embedded/free-port';

describe('connectionOptions', () => {
  it('sends an API key only over TLS', () => {
    const config = { address: 'cluster.example:7233', namespace: 'n', apiKey: 'secret' };
    expect(connectionOptions(config)).toMatchObject({ address: 'cluster.example:7233', apiKey: 'secret', tls: true });
  });

  it('talks to a server on this machine in plain text', () => {
    const options = connectionOptions({ address: '127.0.0.1:4402', namespace: 'n', apiKey: undefined });
    expect(options).toEqual({ address: '127.0.0.1:4402' });
  });
});

describe('connectTemporal', () => {
  it('names the address where nobody answers', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    await expect(connectTemporal({ address, namespace: 'n', apiKey: undefined })).rejects.toThrow(
      `No Temporal server answers at ${address}.`,
    );
  });
});

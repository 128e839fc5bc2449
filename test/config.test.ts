import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, loadConfig, requireServers, variableNames } from '../config';

const example = readFileSync(join(__dirname, '..', '.env.example'), 'utf8');
const assignments = Object.fromEntries(
  [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

describe('the settings', () => {
  it('are listed in .env.example, all of them and no others', () => {
    expect(Object.keys(assignments).sort()).toEqual([...variableNames].sort());
  });

  it('have in .env.example the values that they have when unset', () => {
    expect(loadConfig(assignments)).toEqual(loadConfig({}));
  });

  it('are refused together, each by its name and what was expected', () => {
    const load = () => loadConfig({ DATABASE_URL: 'mysql://host/book', TEMPORAL_ADDRESS: 'somewhere', API_PORT: '0' });

    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/DATABASE_URL="mysql.*TEMPORAL_ADDRESS="somewhere".*API_PORT="0"/);
  });

  it('name the credentials that live delivery lacks', () => {
    expect(() => loadConfig({ DELIVERY: 'live', SENDGRID_API_KEY: 'key' })).toThrow(
      /SENDGRID_FROM: needed because DELIVERY=live.*TWILIO_FROM/,
    );
  });

  it('hold the sends that each provider takes in a second', () => {
    expect(loadConfig({ SENDS_PER_SECOND: 'email=50, sms=0.5' }).sendsPerSecond).toEqual({ email: 50, sms: 0.5 });
    for (const wrong of ['email', 'email=0', 'email=fast', 'pigeon=1', 'sms=1e3']) {
      expect(() => loadConfig({ SENDS_PER_SECOND: wrong })).toThrow(
        /SENDS_PER_SECOND=.*expected a list such as email=50/,
      );
    }
  });

  it('must name the servers of a process that starts none', () => {
    const DATABASE_URL = 'postgresql://host/book';

    expect(() => requireServers(loadConfig({}))).toThrow('DATABASE_URL is not set');
    expect(() => requireServers(loadConfig({ DATABASE_URL }))).toThrow('TEMPORAL_ADDRESS is not set');
    expect(requireServers(loadConfig({ DATABASE_URL, TEMPORAL_ADDRESS: 'host:7233' }))).toMatchObject({
      databaseUrl: DATABASE_URL,
      temporal: { address: 'host:7233' },
    });
  });
});

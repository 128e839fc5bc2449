import { generateKeyPairSync } from 'node:crypto';
import { checkProviders } from '../../../cli/doctor/machine';
import { ConfigError, loadConfig } from '../../../config';

const live = {
  DELIVERY: 'live',
  SENDGRID_API_KEY: 'key',
  SENDGRID_FROM: 'credit@example.com',
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM: '+15005550006',
};
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const webhooks = {
  PUBLIC_BASE_URL: 'https://dunwell.example.com',
  SENDGRID_WEBHOOK_PUBLIC_KEY: key,
  SENDGRID_INBOUND_PUBLIC_KEY: key,
  SENDGRID_REPLY_TO: 'replies@in.example.com',
  LINK_SIGNING_KEY: 'k'.repeat(32),
};
const statuses = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(checkProviders(loadConfig(env)).map(({ name, status }) => [name, status]));

it('is content with an installation whose messages stay in the outbox, but for its public address', () => {
  expect(statuses({})).toEqual({ Providers: 'ok', 'Public address': 'warn', Webhooks: 'ok' });
});

it('warns of live delivery whose receipts and answers nobody can verify, and of an address that is not encrypted', () => {
  expect(statuses({ ...live, PUBLIC_BASE_URL: 'http://dunwell.example.com' })).toMatchObject({
    'Public address': 'warn',
    Webhooks: 'warn',
  });
  expect(statuses({ ...live, ...webhooks })).toEqual({ Providers: 'ok', 'Public address': 'ok', Webhooks: 'ok' });
  const [, , check] = checkProviders(loadConfig({ ...live, ...webhooks, SENDGRID_INBOUND_PUBLIC_KEY: '' }));
  expect(check?.found).toContain('SENDGRID_INBOUND_PUBLIC_KEY');
});

it('refuses a verification key that is none, and a reply address that cannot carry an id', () => {
  expect(() => loadConfig({ SENDGRID_WEBHOOK_PUBLIC_KEY: 'key' })).toThrow(ConfigError);
  expect(() => loadConfig({ SENDGRID_REPLY_TO: 'a+b@example.com' })).toThrow(/without \+/);
});

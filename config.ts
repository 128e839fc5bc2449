import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65535).default(fallback);

const optionalText = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value === '' ? undefined : value));

const databaseUrl = optionalText.refine(
  (value) => value === undefined || (URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)),
  { message: 'expected a URL such as postgresql://user:password@host:5432/database' },
);

const httpUrl = optionalText.refine((value) => value === undefined || /^https?:\/\//.test(value), {
  message: 'expected a URL that begins with http:// or https://',
});

const phoneNumber = optionalText.refine((value) => value === undefined || /^\+[1-9]\d{6,14}$/.test(value), {
  message: 'expected a number such as +15005550006',
});

// DER of an elliptic-curve public key on P-256, 91 bytes, as SendGrid's console shows it.
const publicKey = optionalText.refine((value) => value === undefined || /^[A-Za-z0-9+/]{121,122}={1,2}$/.test(value), {
  message: "expected SendGrid's verification key, 124 characters of base64",
});

// Those whose provider counts; a letter is printed and handed over by people.
const limitedChannels = ['email', 'sms', 'whatsapp', 'voice'] as const;

/** `email=50, sms=10`: sends per second, by channel. */
const sendRates = z
  .string()
  .default('')
  .transform((list, context) => {
    const rates: Partial<Record<(typeof limitedChannels)[number], number>> = {};
    for (const entry of list.split(',').map((part) => part.trim())) {
      if (entry === '') continue;
      const [name, rate = ''] = entry.split('=').map((part) => part.trim());
      const channel = limitedChannels.find((known) => known === name);
      if (channel === undefined || !/^\d{1,4}(\.\d{1,2})?$/.test(rate) || Number(rate) === 0) {
        const message = `expected a list such as email=50,sms=0.5 with the channels ${limitedChannels.join(', ')}`;
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
      rates[channel] = Number(rate);
    }
    return rates;
  });

const variables = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_OWNER_URL: databaseUrl,
  TEMPORAL_ADDRESS: optionalText.refine((value) => value === undefined || /^[^\s:/]+:\d+$/.test(value), {
    message: 'expected host:port, for example 127.0.0.1:7233',
  }),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected lower-case letters, digits, dots and hyphens')
    .default('dunwell'),
  TEMPORAL_API_KEY: optionalText,
  TEMPORAL_CLI_PATH: optionalText,
  DUNWELL_DATA_DIR: z.string().min(1).default('.data'),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port(4400),
  POSTGRES_PORT: port(4401),
  TEMPORAL_PORT: port(4402),
  TEMPORAL_UI_PORT: port(4403),
  DELIVERY: z.enum(['outbox', 'live']).default('outbox'),
  DELIVERY_ALLOWLIST: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    ),
  SENDS_PER_SECOND: sendRates,
  SENDGRID_API_KEY: optionalText,
  SENDGRID_BASE_URL: httpUrl,
  SENDGRID_FROM: optionalText,
  SENDGRID_REPLY_TO: optionalText.refine((value) => value === undefined || /^[^\s@+]+@[^\s@]+$/.test(value), {
    message: 'expected an address without +, such as replies@in.example.com',
  }),
  SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey,
  SENDGRID_INBOUND_PUBLIC_KEY: publicKey,
  TWILIO_ACCOUNT_SID: optionalText,
  TWILIO_AUTH_TOKEN: optionalText,
  TWILIO_BASE_URL: httpUrl,
  TWILIO_FROM: optionalText,
  TWILIO_WHATSAPP_FROM: phoneNumber,
  TWILIO_VOICE_FROM: phoneNumber,
  PUBLIC_BASE_URL: httpUrl,
  LINK_SIGNING_KEY: optionalText.refine((value) => value === undefined || value.length >= 32, {
    message: 'expected at least 32 characters that nobody can guess, such as those of: openssl rand -hex 32',
  }),
  PAYMENT_LINK: httpUrl,
  VIRUS_SCANNER: optionalText,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  DUNWELL_API_URL: httpUrl,
  DUNWELL_API_KEY: optionalText,
});

/** Every environment variable that the product reads, by name: `.env.example` lists the same ones. */
export const variableNames = Object.keys(variables.shape);

/** A setting that cannot be used. The message names every bad variable, what was found and what is expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function liveDeliveryProblems(env: z.infer<typeof variables>): string[] {
  if (env.DELIVERY !== 'live') return [];
  const needed = [
    'SENDGRID_API_KEY',
    'SENDGRID_FROM',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_FROM',
  ] as const;
  return needed.filter((name) => env[name] === undefined).map((name) => `${name}: needed because DELIVERY=live`);
}

/**
 * Reads the settings from the environment once, checks all of them and freezes the result.
 *
 * @throws ConfigError that names every variable at fault.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}=${JSON.stringify(env[name])}: ${issue.message}`;
    });
    throw new ConfigError(`Settings that cannot be used: ${lines.join('; ')}`);
  }
  const value = parsed.data;
  const problems = liveDeliveryProblems(value);
  if (problems.length > 0) throw new ConfigError(`Settings that cannot be used: ${problems.join('; ')}`);
  return Object.freeze({
    databaseUrl: value.DATABASE_URL,
    databaseOwnerUrl: value.DATABASE_OWNER_URL,
    dataDir: value.DUNWELL_DATA_DIR,
    logLevel: value.LOG_LEVEL,
    postgresPort: value.POSTGRES_PORT,
    temporal: Object.freeze({
      address: value.TEMPORAL_ADDRESS,
      namespace: value.TEMPORAL_NAMESPACE,
      apiKey: value.TEMPORAL_API_KEY,
      cliPath: value.TEMPORAL_CLI_PATH,
      port: value.TEMPORAL_PORT,
      uiPort: value.TEMPORAL_UI_PORT,
    }),
    api: Object.freeze({ host: value.API_HOST, port: value.API_PORT, publicBaseUrl: value.PUBLIC_BASE_URL }),
    delivery: Object.freeze({ mode: value.DELIVERY, allowlist: value.DELIVERY_ALLOWLIST }),
    sendsPerSecond: Object.freeze(value.SENDS_PER_SECOND),
    paymentLink: value.PAYMENT_LINK,
    virusScanner: value.VIRUS_SCANNER,
    linkKey: value.LINK_SIGNING_KEY,
    sendgrid: Object.freeze({
      apiKey: value.SENDGRID_API_KEY,
      baseUrl: value.SENDGRID_BASE_URL,
      from: value.SENDGRID_FROM,
      replyTo: value.SENDGRID_REPLY_TO,
      eventKey: value.SENDGRID_WEBHOOK_PUBLIC_KEY,
      inboundKey: value.SENDGRID_INBOUND_PUBLIC_KEY,
    }),
    twilio: Object.freeze({
      accountSid: value.TWILIO_ACCOUNT_SID,
      authToken: value.TWILIO_AUTH_TOKEN,
      baseUrl: value.TWILIO_BASE_URL,
      from: value.TWILIO_FROM,
      whatsAppFrom: value.TWILIO_WHATSAPP_FROM,
      voiceFrom: value.TWILIO_VOICE_FROM,
    }),
    cli: Object.freeze({ apiUrl: value.DUNWELL_API_URL, apiKey: value.DUNWELL_API_KEY }),
  });
}

/** All settings, checked and frozen. */
export type Config = ReturnType<typeof loadConfig>;

/** The servers that a process of its own needs by address: `npm start` tells them, a container sets the variables. */
export function requireServers({ databaseUrl, temporal }: Config) {
  if (databaseUrl === undefined)
    throw new ConfigError('DATABASE_URL is not set: this process starts no PostgreSQL of its own.');
  const { address } = temporal;
  if (address === undefined)
    throw new ConfigError('TEMPORAL_ADDRESS is not set: this process starts no Temporal of its own.');
  return { databaseUrl, temporal: { ...temporal, address } };
}

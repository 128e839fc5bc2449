import pc from 'picocolors';
import { type Config, ConfigError, loadConfig } from '../../config';
import { type Check, fault, ok, warn } from '../doctor/check';
import { checkDatabase } from '../doctor/database';
import { checkMachine, checkProviders } from '../doctor/machine';
import { checkTemporal } from '../doctor/temporal';
import type { Boot, ExitCode } from '../boot-context';
import { liveAddresses } from './live-addresses';

const NOT_RUNNING = 'Run npm start.';

function readSettings(): { config: Config } | { check: Check } {
  try {
    return { config: loadConfig() };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      check: fault(
        'Settings',
        error.message,
        'Correct them in the environment or in .env; .env.example explains each.',
      ),
    };
  }
}

async function allChecks({ dataFolder }: Boot, config: Config): Promise<Check[]> {
  const live = liveAddresses(dataFolder);
  const databaseUrl = config.databaseUrl ?? live.databaseUrl;
  const address = config.temporal.address ?? live.temporalAddress;
  const running = live.apiUrl;
  return [
    ok('Settings', 'all can be used'),
    ...(await checkMachine(dataFolder, config)),
    running === undefined
      ? warn('Installation', `none runs on ${dataFolder}`, NOT_RUNNING)
      : ok('Installation', `runs, API at ${running}`),
    ...(databaseUrl === undefined
      ? [warn('PostgreSQL', 'the embedded server is not running', NOT_RUNNING)]
      : await checkDatabase(databaseUrl)),
    ...(address === undefined
      ? [warn('Temporal', 'the local server is not running', NOT_RUNNING)]
      : await checkTemporal({ ...config.temporal, address })),
    ...checkProviders(config),
  ];
}

const marks = { ok: pc.green('ok   '), warn: pc.yellow('warn '), fault: pc.red('fault') } as const;

function textOf(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, status, found, advice }) => {
      const line = `${marks[status]}  ${name.padEnd(width)}  ${found}`;
      return advice === undefined ? `${line}\n` : `${line}\n${' '.repeat(width + 9)}→ ${advice}\n`;
    })
    .join('');
}

/**
 * `dunwell doctor`: checks every part without changing anything; needs no running installation.
 *
 * @returns 1 when there is a fault, else 0
 */
export async function doctor(boot: Boot, json: boolean): Promise<ExitCode> {
  const settings = readSettings();
  const checks = 'config' in settings ? await allChecks(boot, settings.config) : [settings.check];
  process.stdout.write(json ? `${JSON.stringify({ checks }, null, 2)}\n` : textOf(checks));
  return checks.some(({ status }) => status === 'fault') ? 1 : 0;
}

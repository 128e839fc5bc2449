import { accessSync, constants, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Config } from '../../config';
import { dataPlaces } from '../../workers/embedded/supervisor/orphans';
import { attempt, type Check, fault, ok, warn } from './check';

const MEGABYTE = 1024 * 1024;
// PostgreSQL stops when it cannot write its log; a book of 10,000 invoices needs a few hundred megabytes.
const DISK_FAULT_MB = 200;
const DISK_WARN_MB = 1024;

function checkNode(): Check {
  // The entry file has refused older versions already.
  return ok('Node', process.versions.node);
}

async function checkDisk(dataFolder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dataFolder);
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  const found = `${freeMb} MB free at ${dataFolder}`;
  if (freeMb < DISK_FAULT_MB) return fault('Disk', found, `Make room: below ${DISK_FAULT_MB} MB the database stops.`);
  if (freeMb < DISK_WARN_MB) return warn('Disk', found, `Make room: at least ${DISK_WARN_MB} MB should be free.`);
  return ok('Disk', found);
}

function checkDataFolder(dataFolder: string): Check {
  accessSync(dataFolder, constants.W_OK);
  return ok('Data folder', dataFolder);
}

function checkKey(dataFolder: string, { cli }: Config): Check {
  const name = 'API key';
  if (cli.apiKey !== undefined) return ok(name, 'DUNWELL_API_KEY');
  const file = dataPlaces(dataFolder).cliKey;
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined)
    return warn(
      name,
      `no ${file}`,
      'Set DUNWELL_API_KEY to a key; the first start on an empty database writes the file.',
    );
  if ((stat.mode & 0o077) !== 0) return warn(name, `${file} can be read by others`, `Run: chmod 600 ${file}`);
  return ok(name, file);
}

/** Node, disk, data folder and the key of the command line. */
export async function checkMachine(dataFolder: string, config: Config): Promise<Check[]> {
  const folderAdvice = 'Set DUNWELL_DATA_DIR to a folder that this user may write, or start once with npm start.';
  return [
    checkNode(),
    await attempt('Data folder', folderAdvice, () => checkDataFolder(dataFolder)),
    await attempt('Disk', folderAdvice, () => checkDisk(dataFolder)),
    await attempt('API key', folderAdvice, () => checkKey(dataFolder, config)),
  ];
}

/** Whether messages leave this machine, and whether what they need is set. The credentials themselves are checked by the settings. */
export function checkProviders(config: Config): Check[] {
  const { delivery, api } = config;
  const mode =
    delivery.mode === 'outbox'
      ? ok('Providers', 'DELIVERY=outbox: messages stay in the outbox, nothing leaves this machine')
      : ok(
          'Providers',
          `DELIVERY=live, ${delivery.allowlist.length === 0 ? 'to every recipient' : `to ${delivery.allowlist.length} allowed recipients`}; credentials are set`,
        );
  return [mode, checkPublicAddress(api.publicBaseUrl), checkWebhooks(config)];
}

function checkPublicAddress(url: string | undefined): Check {
  const advice =
    'Set PUBLIC_BASE_URL to the address under which this installation is reached from outside: receipts, payment links and unsubscribe need it.';
  if (url === undefined) return warn('Public address', 'PUBLIC_BASE_URL is not set', advice);
  if (new URL(url).protocol === 'https:') return ok('Public address', url);
  return warn(
    'Public address',
    `${url} is not encrypted`,
    'Set PUBLIC_BASE_URL to an address that begins with https://.',
  );
}

/** Whether receipts and answers come back: without their keys webhooks are refused, and every sent message stays "sent". */
function checkWebhooks({ delivery, sendgrid, twilio, api, linkKey }: Config): Check {
  const name = 'Webhooks';
  if (delivery.mode === 'outbox') return ok(name, 'none are expected: nothing leaves this machine');
  const missing = [
    ...(sendgrid.eventKey === undefined ? ['SENDGRID_WEBHOOK_PUBLIC_KEY: receipts of mails'] : []),
    ...(sendgrid.replyTo === undefined ? ['SENDGRID_REPLY_TO: answers to mails'] : []),
    ...(sendgrid.replyTo !== undefined && sendgrid.inboundKey === undefined
      ? ['SENDGRID_INBOUND_PUBLIC_KEY: answers to mails']
      : []),
    ...(twilio.authToken === undefined || api.publicBaseUrl === undefined
      ? ['PUBLIC_BASE_URL: receipts of and answers to SMS']
      : []),
    ...(linkKey === undefined ? ['LINK_SIGNING_KEY: links to unsubscribe in mails'] : []),
  ];
  if (missing.length === 0) return ok(name, 'receipts and answers are verified');
  return warn(
    name,
    `not set: ${missing.join('; ')}`,
    'Set them as docs/webhooks.md says, or nobody learns what came of a message.',
  );
}

import Table from 'cli-table3';
import { dataPlaces } from '../../workers/embedded/supervisor/orphans';
import type { Installation } from '../../workers/embedded/supervisor/start';
import type { NextContact } from '../../services/first-start';
import { explain, reasonOf } from '../../services/queries/explain';

/** What the table at the end of a start is made of. */
export interface UpTableInput {
  installation: Pick<Installation, 'databaseUrl' | 'temporalAddress' | 'temporalUiUrl' | 'apiUrl'>;
  /** The administrator's key on the first start: shown here and never again. */
  firstKey: string | undefined;
  next: NextContact | undefined;
  dataFolder: string;
  now: Date;
  /** From the start of the process to this table. */
  readyAfterMs: number;
}

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

function distance(from: Date, to: Date): string {
  const minutes = Math.round((to.getTime() - from.getTime()) / 60_000);
  if (minutes <= 0) return 'now';
  if (minutes < MINUTES_PER_HOUR) return `in ${minutes} min`;
  if (minutes < MINUTES_PER_DAY) return `in ${Math.round(minutes / MINUTES_PER_HOUR)} h`;
  return `in ${Math.round(minutes / MINUTES_PER_DAY)} days`;
}

/** When the next contact is due and why, in one line. */
export function nextContactText(next: NextContact | undefined, now: Date): string {
  if (next === undefined) return 'none is planned yet';
  const at = `${next.at.toISOString().slice(0, 16).replace('T', ' ')} UTC (${distance(now, next.at)})`;
  const reason = reasonOf(next.reason);
  const why = reason === null ? 'no reason was recorded' : explain(reason, 'en', 'UTC');
  const channel = next.channel === null ? '' : ` by ${next.channel}`;
  return `${at}: ${next.step}${channel}, because: ${why}`;
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}

/** The table of addresses that ends a start. */
export function upTable({ installation, firstKey, next, dataFolder, now, readyAfterMs }: UpTableInput): string {
  const { apiUrl, databaseUrl, temporalAddress, temporalUiUrl } = installation;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ['API', apiUrl],
    ['API docs', `${apiUrl}/docs`],
    ['Temporal', temporalAddress],
    ...(temporalUiUrl === undefined ? [] : [['Temporal UI', temporalUiUrl]]),
    ['PostgreSQL', withoutPassword(databaseUrl)],
    ...(firstKey === undefined ? [] : [['API key (shown once)', firstKey]]),
    ['Next contact', nextContactText(next, now)],
  );
  const keyNote =
    firstKey === undefined ? '' : `The dunwell command finds the key in ${dataPlaces(dataFolder).cliKey}.\n`;
  return `\n${table.toString()}\n${keyNote}Ready after ${(readyAfterMs / 1000).toFixed(1)} s. Ctrl+C stops everything; npm start continues where it was.\n`;
}

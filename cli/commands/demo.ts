import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Boot, ExitCode } from '../boot-context';
import type { OutputStreams } from '../output';
import { parseLimit } from './lists';

/** What `dunwell demo` was asked. */
export interface DemoOptions {
  readonly days: number;
  readonly from?: string;
  readonly limit: number;
  /** `sample`: the sample book; `one-debtor`: five invoices of one debtor, whose messages share and wait. */
  readonly book: 'sample' | 'one-debtor';
  readonly policy: string;
  readonly lang: 'en' | 'zh-CN';
  readonly json?: boolean;
}

// A year is the longest that the made-up behaviour of debtors is meant for.
const DAYS_AT_MOST = 366;

function parseDays(text: string): number {
  const days = parseLimit(text);
  if (days <= DAYS_AT_MOST) return days;
  throw new InvalidArgumentError(`Expected at most ${DAYS_AT_MOST} days.`);
}

/** `dunwell demo`: the sample book through some weeks, told as it happens; needs no running installation and touches none. */
export function registerDemo(
  program: Command,
  boot: Boot,
  end: (code: ExitCode) => void,
  streams: OutputStreams = process,
): void {
  program
    .command('demo')
    .description('live through some weeks with a sample book in under a minute, on servers of its own')
    .option('--days <n>', 'how many days', parseDays, 40)
    .option('--from <date>', 'first day (default: today)')
    .option('--limit <n>', 'only the first n of the 72 invoices of the sample book', parseLimit, 72)
    .addOption(
      new Option('--book <book>', 'the sample book, or five invoices of one debtor in two languages')
        .choices(['sample', 'one-debtor'])
        .default('sample'),
    )
    .option('--policy <name>', 'policy of all cases', 'standard')
    .addOption(
      new Option('--lang <language>', 'language of the story; messages are in that of each debtor')
        .choices(['en', 'zh-CN'])
        .default('en'),
    )
    .option('--json', 'one JSON document on stdout')
    .action(async (options: DemoOptions) => {
      // Loaded only here: the server side takes a second to load, and other commands need none of it.
      const { demo } = await import('./demo-run.js');
      end(await demo(boot, options, streams));
    });
}

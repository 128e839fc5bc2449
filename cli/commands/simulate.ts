import { type Command, Option } from 'commander';
import { importPresetNames } from '../../domain/import/mapping';
import type { Boot, ExitCode } from '../boot-context';
import type { OutputStreams } from '../output';
import { bookSize, positiveNumber, wholeNumber } from './numbers';
import type { BookOptions } from './simulate-book';

/** What `dunwell simulate` was asked. */
export interface SimulateOptions extends BookOptions {
  readonly policy: string;
  readonly engine: 'planner' | 'temporal';
  readonly compare?: boolean;
  readonly people: 'noAnswer' | 'absent';
  readonly json?: boolean;
}

/** `dunwell simulate`: a book through its whole life in virtual time; needs no running installation and touches none. */
export function registerSimulate(
  program: Command,
  boot: Boot,
  end: (code: ExitCode) => void,
  streams: OutputStreams = process,
): void {
  program
    .command('simulate')
    .description('run a book through its whole life in virtual time; nothing is sent, nothing is kept')
    .argument('[file.csv]', 'CSV file, UTF-8 or GB18030; or --generate')
    .option('--generate <n>', 'make up a book of n invoices instead of reading one', bookSize)
    .option('--seed <n>', 'with --generate: the same number, the same book', wholeNumber, 1)
    .option('--map <preset|file>', `how to read the columns: ${importPresetNames.join(', ')} or a file`, 'dunwell')
    .option('--currency <code>', 'currency of rows that name none')
    .option('--policy <name>', 'policy of all cases', 'standard')
    .addOption(
      new Option('--engine <engine>', 'planner: in this process; temporal: on a server and database of its own')
        .choices(['planner', 'temporal'])
        .default('planner'),
    )
    .option('--compare', 'run both engines and show where they differ; exit code 1 when they do')
    .addOption(
      new Option('--payments <mode>', 'actual: on their dates in the file; none: nobody ever pays')
        .choices(['actual', 'none'])
        .default('actual'),
    )
    .addOption(
      new Option('--people <mode>', 'noAnswer: tasks end at once without an answer; absent: nobody does anything')
        .choices(['noAnswer', 'absent'])
        .default('noAnswer'),
    )
    .option('--limit <n>', 'only the first n invoices', positiveNumber)
    .option('--until <date>', 'end at the beginning of this day (default: 400 days after the last due date)')
    .option('--zone <zone>', 'time zone of the creditor, and of debtors of whom the file says nothing', 'Asia/Shanghai')
    .option('--lang <language>', 'language of debtors of whom the file says nothing', 'en')
    .option('--json', 'one JSON document on stdout')
    .action(async (file: string | undefined, options: SimulateOptions) => {
      // Loaded only here: the server side takes a second to load, and other commands need none of it.
      const { simulate } = await import('./simulate-run.js');
      end(await simulate(boot, file, options, streams));
    });
}

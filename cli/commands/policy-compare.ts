import { type Command, Option } from 'commander';
import { importPresetNames } from '../../domain/import/mapping';
import { type ComparisonLanguage, comparisonLanguages } from '../../services/what-if/texts';
import type { ExitCode } from '../boot-context';
import type { Output } from '../output';
import { bookSize, positiveNumber, wholeNumber } from './numbers';
import type { BookOptions } from './simulate-book';

/** What `dunwell policy compare` was asked. */
export interface CompareOptions extends BookOptions {
  readonly book?: string;
  readonly people: 'noAnswer' | 'absent';
  readonly prices?: string;
  readonly out?: string;
  readonly lang: ComparisonLanguage;
  readonly json?: boolean;
}

/** What the command is added to, and what it works with. */
export interface CompareCommand {
  /** The group `dunwell policy`. */
  readonly policy: Command;
  end(code: ExitCode): void;
  output(options: { readonly json?: boolean }): Output;
}

/** `dunwell policy compare`: what two policies would have done with the same book; needs no running installation. */
export function registerPolicyCompare({ policy, end, output }: CompareCommand): void {
  policy
    .command('compare')
    .description(
      'what two policies would have done with the same book: contacts, tasks, days, offers, letters and cost',
    )
    .argument('<a>', 'name, or path of a folder or file')
    .argument('<b>', 'name, or path of a folder or file')
    .option('--book <file.csv>', 'CSV file, UTF-8 or GB18030; or --generate')
    .option('--generate <n>', 'make up a book of n invoices instead of reading one', bookSize)
    .option('--seed <n>', 'with --generate: the same number, the same book', wholeNumber, 1)
    .option('--map <preset|file>', `how to read the columns: ${importPresetNames.join(', ')} or a file`, 'dunwell')
    .option('--currency <code>', 'currency of rows that name none')
    .addOption(
      new Option('--payments <mode>', 'actual: on their dates in the book; none: nobody ever pays')
        .choices(['actual', 'none'])
        .default('actual'),
    )
    .addOption(
      new Option('--people <mode>', 'noAnswer: tasks end at once without an answer; absent: nobody does anything')
        .choices(['noAnswer', 'absent'])
        .default('noAnswer'),
    )
    .option('--limit <n>', 'only the first n invoices', positiveNumber)
    .option(
      '--until <date>',
      'end at the beginning of this day (default: a year after the last due date of each debtor)',
    )
    .option('--zone <zone>', 'time zone of the creditor, and of debtors of whom the book says nothing', 'Asia/Shanghai')
    .option('--prices <file>', 'what a message and a task cost (default: policies/prices.yaml)')
    .option('--out <folder>', 'write comparison.json and the picture comparison.svg there')
    .addOption(new Option('--lang <language>', 'language of texts').choices([...comparisonLanguages]).default('en'))
    .option('--json', 'one JSON document on stdout')
    .action(async (a: string, b: string, options: CompareOptions) => {
      // Loaded only here: other commands need none of it.
      const { comparePolicies } = await import('./policy-compare-run.js');
      end(await comparePolicies({ a, b }, options, output(options)));
    });
}

import { InvalidArgumentError, Option } from 'commander';
import type { OpenContext } from './context';
import { languageOption, type PolicyCommands } from './policy-commands';

function versionNumber(text: string): number {
  const version = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(version) && version > 0) return version;
  throw new InvalidArgumentError('Expected the number of a version, such as 2.');
}

/** What `dunwell policy preview` was asked. */
export interface PreviewOptions {
  readonly people: 'noAnswer' | 'absent';
  readonly lang: 'en' | 'zh-CN';
  readonly json?: boolean;
}

/** What `dunwell policy migrate` was asked. */
export interface MigrateOptions {
  readonly to: number;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly lang: 'en' | 'zh-CN';
  readonly json?: boolean;
}

/** What concerns running cases speaks to the API: `dunwell policy preview` and `dunwell policy migrate`. */
export function registerPolicyCases({ policy, end }: PolicyCommands, open: OpenContext): void {
  policy
    .command('preview')
    .description('show what happens to a running case from now on when nobody pays and no message arrives')
    .argument('<case>', 'invoice number, invoice id or case id')
    .addOption(
      new Option('--people <mode>', 'noAnswer: tasks end at once without an answer; absent: nobody acts')
        .choices(['noAnswer', 'absent'])
        .default('noAnswer'),
    )
    .addOption(languageOption())
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: PreviewOptions) => {
      const { previewRunningCase } = await import('./policy-preview.js');
      end(await previewRunningCase(open(options), id, options));
    });
  policy
    .command('migrate')
    .description(
      'move running cases to another version of their policy; lists old and new next steps before anything moves',
    )
    .argument('<pack>', 'name of the policy')
    .requiredOption('--to <version>', 'version to move to', versionNumber)
    .option('--dry-run', 'only list them')
    .option('--reason <text>', 'why; needed unless it is a dry run')
    .addOption(languageOption())
    .option('--json', 'one JSON document on stdout')
    .action(async (pack: string, options: MigrateOptions) => {
      const { migratePolicy } = await import('./policy-migrate.js');
      end(await migratePolicy(open(options), pack, options));
    });
}

import type { Command } from 'commander';
import type { Language } from '../../services/queries/explain';
import type { Boot, ExitCode } from '../boot-context';
import { createOutput, type OutputStreams } from '../output';
import type { OpenContext } from './context';
import { languageOption, type PolicyCommands } from './policy-commands';
import { registerPolicyCases } from './policy-cases';
import { registerPolicyCompare } from './policy-compare';
import { registerPolicyTimeline } from './policy-timeline';

/** What every command about policies is asked. */
interface Asked {
  readonly lang: Language;
  readonly json?: boolean;
}

// The files with the work are loaded only when asked for: the parts behind them take a while to load.
function registerReading({ policy, boot, end, output }: PolicyCommands): void {
  policy
    .command('list')
    .description('list the policies with version and content hash')
    .addOption(languageOption())
    .option('--json', 'one JSON document on stdout')
    .action(async (options: Asked) => {
      const { listPolicies } = await import('./policy-list.js');
      end(await listPolicies(boot, options.lang, output(options)));
    });
  policy
    .command('check')
    .description(
      'check a policy: every fault with file and line, path, value and what was expected; exit code 1 on a fault',
    )
    .argument('<path...>', 'files, folders of packs, or names')
    .addOption(languageOption())
    .option('--json', 'one JSON document on stdout')
    .action(async (paths: string[], options: Asked) => {
      const { checkPolicies } = await import('./policy-list.js');
      end(await checkPolicies(boot, paths, options.lang, output(options)));
    });
  policy
    .command('show')
    .description('show the ladder of a policy as a table, and as a picture with --svg')
    .argument('<pack>', 'name, or path of a folder or file')
    .addOption(languageOption())
    .option('--svg <file>', 'write the picture there, too')
    .option('--json', 'one JSON document on stdout')
    .action(async (pack: string, options: Asked & { svg?: string }) => {
      const { showPolicy } = await import('./policy-show.js');
      end(await showPolicy(boot, pack, options, output(options)));
    });
  policy
    .command('diff')
    .description('show how two policies differ, by step and value')
    .argument('<a>', 'name, or path of a folder or file')
    .argument('<b>', 'name, or path of a folder or file')
    .addOption(languageOption())
    .option('--json', 'one JSON document on stdout')
    .action(async (a: string, b: string, options: Asked) => {
      const { diffPolicies } = await import('./policy-diff.js');
      end(await diffPolicies(boot, a, b, options.lang, output(options)));
    });
  policy
    .command('schema')
    .description('print the JSON Schema of the policy document, for editors')
    .action(async () => {
      const { policyJsonSchema } = await import('../../domain/policy/json-schema.js');
      output({ json: true }).result(policyJsonSchema(), () => undefined);
    });
}

/** `dunwell policy …`: all but what concerns running cases works without a running installation. */
export function registerPolicy(
  program: Command,
  boot: Boot,
  end: (code: ExitCode) => void,
  open: OpenContext,
  streams: OutputStreams = process,
): void {
  const policy = program
    .command('policy')
    .description('read, check, compare and show policies; move cases to a version');
  const output = ({ json = false }: { readonly json?: boolean }) => createOutput(json, streams);
  const commands: PolicyCommands = { policy, boot, end, output };
  registerReading(commands);
  registerPolicyTimeline(commands);
  registerPolicyCompare(commands);
  registerPolicyCases(commands, open);
}

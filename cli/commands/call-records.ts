import type { Command } from 'commander';
import { commandAnswer } from '../../api/command-answers';
import { consentKinds } from '../../services/commands/record-consent';
import type { OpenContext } from './context';

interface ConsentOptions {
  json?: boolean;
  to: string;
  how: string;
  withdrawn?: boolean;
}

interface RecordingOptions {
  json?: boolean;
  noticeGiven?: boolean;
}

/** `dunwell consent` and `dunwell recording`: what a number may be used for, and where the recording of a call lies. */
export function registerCallRecords(program: Command, open: OpenContext): void {
  program
    .command('consent')
    .description('record that a number may be called by a synthetic voice, or its calls recorded; or no longer')
    .argument('<debtor>', 'debtor number or id')
    .argument('<number>', 'phone number')
    .requiredOption('--to <kind>', consentKinds.join(' or '))
    .requiredOption('--how <text>', 'how and when it was said')
    .option('--withdrawn', 'it was taken back')
    .option('--json', 'one JSON document on stdout')
    .action(async (debtor: string, address: string, options: ConsentOptions) => {
      const { client, out } = open(options);
      const { to: consent, how, withdrawn } = options;
      const body = { address, consent, given: withdrawn !== true, how };
      const answer = await client.post(`/v1/debtors/${encodeURIComponent(debtor)}/consents`, commandAnswer, body);
      out.result(answer, () =>
        out.line(`${address}: consent to ${consent} is recorded as ${withdrawn === true ? 'withdrawn' : 'given'}.`),
      );
    });
  program
    .command('recording')
    .description('keep where the recording of a call lies; the policy must allow it')
    .argument('<task>', 'task id of the call')
    .argument('<reference>', 'where it lies, such as an id of the telephone system')
    .option('--notice-given', 'whoever was called heard first that it is recorded')
    .option('--json', 'one JSON document on stdout')
    .action(async (task: string, reference: string, options: RecordingOptions) => {
      const { client, out } = open(options);
      const body = { reference, noticeGiven: options.noticeGiven === true };
      const answer = await client.post(`/v1/tasks/${encodeURIComponent(task)}/recording`, commandAnswer, body);
      out.result(answer, () => out.line(`The recording of task ${task} is ${reference}.`));
    });
}

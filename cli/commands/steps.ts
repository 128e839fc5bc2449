import type { Command } from 'commander';
import { stepCommandAnswer } from '../../api/command-answers';
import type { OpenContext } from './context';

interface StepOptions {
  json?: boolean;
  step?: string;
  reason: string;
}

/** Adds what both commands take, and what they do: a command of the API under `path`. */
function register(command: Command, open: OpenContext, path: string, done: (step: string) => string): void {
  command
    .argument('<case>', 'case id, invoice id or invoice number')
    .requiredOption('--reason <text>', 'why')
    .option('--step <id>', 'only if this step comes next')
    .option('--json', 'one JSON document on stdout')
    .action(async (key: string, options: StepOptions) => {
      const { client, out } = open(options);
      const { reason, step } = options;
      const url = `/v1/cases/${encodeURIComponent(key)}/${path}`;
      const answer = await client.post(url, stepCommandAnswer, { reason, step });
      out.result(answer, () => out.line(done(answer.step)));
    });
}

/** `dunwell send-now` and `dunwell skip`: the next step of a case now, or never. */
export function registerSteps(program: Command, open: OpenContext): void {
  const sendNow = program.command('send-now');
  sendNow.description('send the next message of a case now where the gate permits it; else say why not and when');
  register(sendNow, open, 'send-now', (step) => `${step} is taken now.`);
  const skip = program.command('skip').description('skip the next step of a case for good');
  register(skip, open, 'skip', (step) => `${step} is recorded as skipped.`);
}

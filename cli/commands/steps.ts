import type { Command } from 'commander';
import { stepCommandAnswer } from '../../api/command-answers';
import type { OpenContext } from './context';

interface StepOptions {
  json?: boolean;
  step?: string;
  reason: string;
}

const commands = [
  {
    name: 'send-now',
    description: 'send the next message of a case now where the gate permits it; else say why not and when',
    done: (step: string) => `${step} is taken now.`,
    path: 'send-now',
  },
  {
    name: 'skip',
    description: 'skip the next step of a case for good',
    done: (step: string) => `${step} is recorded as skipped.`,
    path: 'skip',
  },
] as const;

/** `dunwell send-now` and `dunwell skip`: the next step of a case now, or never. */
export function registerSteps(program: Command, open: OpenContext): void {
  for (const { name, description, done, path } of commands) {
    program
      .command(name)
      .description(description)
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
}

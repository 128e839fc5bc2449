import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { enrolmentStartedAnswer, enrolmentStateAnswer, reachabilityAnswer } from '../../api/command-answers';
import type { ApiClient } from '../http';
import type { Output } from '../output';
import type { OpenContext } from './context';

// Counting looks at every due invoice, so it is asked for about once a second.
const POLL_MS = 1_000;

/** Shows which part of the overdue debtors can be reached through what (K1). */
export async function showReachability(client: ApiClient, out: Output): Promise<void> {
  const { overdue, channels, unreachable } = await client.get('/v1/reachability', reachabilityAnswer);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const parts = channels.map(({ channel, share, debtors }) => `${channel} ${percent(share)} (${debtors})`);
  const none = `unreachable ${percent(unreachable.share)} (${unreachable.debtors})`;
  out.note(`Overdue debtors: ${overdue.debtors}. Reachable by ${[...parts, none].join(', ')}.`);
}

async function waitForEnrolment(client: ApiClient, out: Output) {
  const progress = out.progress('Enrolled');
  // Counted once: while the sweep works, an invoice may be counted as waiting and as enrolled.
  let total: number | undefined;
  try {
    for (;;) {
      const state = await client.get('/v1/enrolments', enrolmentStateAnswer);
      total ??= state.enrolled + state.eligible;
      progress.update(state.started, Math.max(total, state.started));
      if (!state.running) return state;
      await setTimeout(POLL_MS);
    }
  } finally {
    progress.end();
  }
}

/** `dunwell enrol`: starts the enrolment sweep and waits for its end. */
export function registerEnrol(program: Command, open: OpenContext): void {
  program
    .command('enrol')
    .description('open a case for every invoice that needs one, now instead of at the next scheduled time')
    .option('--no-wait', 'do not wait until it is done')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { json?: boolean; wait: boolean }) => {
      const { client, out } = open(options);
      await showReachability(client, out);
      const { started } = await client.post('/v1/enrolments', enrolmentStartedAnswer, {});
      if (!started) out.note('An enrolment was running already; this is that one.');
      if (!options.wait) return out.result({ started }, () => out.line('Enrolment has been asked for.'));
      const state = await waitForEnrolment(client, out);
      return out.result({ ...state, joined: !started }, () => {
        out.line(`${state.enrolled} invoices have a case, ${state.started} cases run.`);
        if (state.failure !== null) out.line(out.colors.red(`It ended early: ${state.failure}`));
      });
    });
}

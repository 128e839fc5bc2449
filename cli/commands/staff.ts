import type { Command } from 'commander';
import {
  commandAnswer,
  holdCommandAnswer,
  promiseCommandAnswer,
  releaseCommandAnswer,
} from '../../api/command-answers';
import type { Output } from '../output';
import type { OpenContext } from './context';

interface StaffOptions {
  json?: boolean;
  reason: string;
  amount?: string;
  currency?: string;
  method?: string;
  saidBy?: string;
  scope?: string;
  kind?: string;
  from: string;
  until?: string;
  hold?: string;
  role?: string;
  note?: string;
  refuse?: boolean;
}

const casePath = (id: string, rest: string) => `/v1/cases/${encodeURIComponent(id)}/${rest}`;

/** Says what was done, and whether the case knows it already. */
function done(out: Output, answer: { readonly applied: boolean }, sentence: string): void {
  out.result(answer, () =>
    out.line(
      `${sentence} ${answer.applied ? 'The case has taken note.' : 'It is committed; the case will take note shortly.'}`,
    ),
  );
}

function registerPromise(program: Command, open: OpenContext): void {
  program
    .command('promise')
    .description(
      'record that the debtor promised to pay on a date; nothing is sent until then and its grace have passed',
    )
    .argument('<case>', 'invoice number, invoice id or case id')
    .argument('<date>', 'promised date (YYYY-MM-DD)')
    .requiredOption('--reason <text>', 'what was said')
    .option('--amount <amount>', 'promised amount; the whole balance without it')
    .option('--currency <code>', 'currency of the amount')
    .option('--method <code>', 'how it was given: phone, email, letter …')
    .option('--said-by <name>', 'who promised')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, promisedFor: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const { reason, amount, currency, method, saidBy } = options;
      const body = { promisedFor, reason, amount, currency, method, saidBy };
      const answer = await client.post(casePath(id, 'promises'), promiseCommandAnswer, body);
      done(out, answer, `The promise for ${promisedFor} is recorded; nothing is sent before ${answer.holdUntil}.`);
    });
}

function registerCall(program: Command, open: OpenContext): void {
  program
    .command('call')
    .description('record what came of a task: a call, a visit, a review')
    .argument('<task>', 'id of the task (dunwell tasks)')
    .argument('<outcome>', 'reached, noAnswer, promised, disputed, refused or done')
    .option('--note <text>', 'what was said')
    .option('--json', 'one JSON document on stdout')
    .action(async (task: string, outcome: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const body = { outcome, note: options.note };
      const answer = await client.post(`/v1/tasks/${encodeURIComponent(task)}/outcome`, commandAnswer, body);
      done(out, answer, `The task is closed: ${outcome}.`);
    });
}

function registerHold(program: Command, open: OpenContext): void {
  program
    .command('hold')
    .description('pause an invoice, a part of it, or all of its debtor')
    .argument('<case>', 'invoice number, invoice id or case id')
    .requiredOption('--from <date>', 'first day that is held (YYYY-MM-DD); may be past')
    .requiredOption('--reason <text>', 'why')
    .option('--until <date>', 'first day that is free again; until released without it')
    .option('--kind <kind>', 'manual, dispute, complaint, legal …')
    .option('--scope <scope>', 'invoice or debtor')
    .option('--amount <amount>', 'hold only this part of the invoice')
    .option('--currency <code>', 'currency of the part')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const { from, until, reason, kind, scope, amount, currency } = options;
      const body = { from, until, reason, kind, scope, amount, currency };
      const answer = await client.post(casePath(id, 'holds'), holdCommandAnswer, body);
      done(out, answer, `Hold ${answer.holdId} is placed from ${from}${until === undefined ? '' : ` until ${until}`}.`);
    });
}

function registerRelease(program: Command, open: OpenContext): void {
  program
    .command('release')
    .description('release the holds on a case that people placed, or one of them')
    .argument('<case>', 'invoice number, invoice id or case id')
    .requiredOption('--reason <text>', 'why')
    .option('--hold <id>', 'only this hold')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const { hold, reason } = options;
      const path = hold === undefined ? casePath(id, 'release') : `/v1/holds/${encodeURIComponent(hold)}/release`;
      const answer = await client.post(path, releaseCommandAnswer, { reason });
      const released = answer.releasedHoldIds.length;
      done(
        out,
        answer,
        released === 0 ? 'There was nothing to release.' : `Released: ${answer.releasedHoldIds.join(', ')}.`,
      );
    });
}

function registerEscalate(program: Command, open: OpenContext): void {
  program
    .command('escalate')
    .description('hand a case to a role above')
    .argument('<case>', 'invoice number, invoice id or case id')
    .requiredOption('--reason <text>', 'why')
    .option('--role <role>', 'who takes over', 'manager')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const { role, reason } = options;
      const answer = await client.post(casePath(id, 'escalation'), commandAnswer, { role, reason });
      done(out, answer, `The case is handed to the ${role ?? 'manager'}.`);
    });
}

function registerCancel(program: Command, open: OpenContext): void {
  program
    .command('cancel')
    .description('end a case for good: nobody collects the invoice any more')
    .argument('<case>', 'invoice number, invoice id or case id')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const answer = await client.post(casePath(id, 'cancellation'), commandAnswer, { reason: options.reason });
      done(out, answer, 'The case is cancelled.');
    });
}

function registerApprove(program: Command, open: OpenContext): void {
  program
    .command('approve')
    .description('approve a step that waits for it, or refuse it')
    .argument('<approval>', 'id of the approval')
    .requiredOption('--reason <text>', 'why')
    .option('--refuse', 'refuse it')
    .option('--json', 'one JSON document on stdout')
    .action(async (approval: string, options: StaffOptions) => {
      const { client, out } = open(options);
      const decision = options.refuse === true ? 'refused' : 'approved';
      const path = `/v1/approvals/${encodeURIComponent(approval)}/decision`;
      const answer = await client.post(path, commandAnswer, { decision, reason: options.reason });
      done(out, answer, `The step is ${decision}.`);
    });
}

/** What staff do about a case: promise, call, hold, release, escalate, cancel, approve. */
export function registerStaffCommands(program: Command, open: OpenContext): void {
  registerPromise(program, open);
  registerCall(program, open);
  registerHold(program, open);
  registerRelease(program, open);
  registerEscalate(program, open);
  registerCancel(program, open);
  registerApprove(program, open);
}

import type { Command } from 'commander';
import { recordedPaymentAnswer } from '../../api/command-answers';
import type { OpenContext } from './context';

interface PayOptions {
  json?: boolean;
  invoice: string[];
  debtor?: string;
  currency: string;
  date: string;
  reference: string;
  payer?: string;
}

const collect = (value: string, before: string[]) => [...before, value];

/** `dunwell pay`: records a payment. */
export function registerPay(program: Command, open: OpenContext): void {
  program
    .command('pay')
    .description('record a payment: on the invoices it names, then on what is due longest')
    .argument('<amount>', 'decimal amount such as 1234.50')
    .requiredOption('--currency <code>', 'currency of the amount, such as EUR')
    .requiredOption('--date <date>', 'value date (YYYY-MM-DD)')
    .requiredOption('--reference <text>', 'your name for this payment; the same one is booked once')
    .option('--invoice <number>', 'invoice that the payer named; may be repeated', collect, [])
    .option('--debtor <number>', 'debtor who paid; not needed with --invoice')
    .option('--payer <name>', 'who sent the money')
    .option('--json', 'one JSON document on stdout')
    .action(async (amount: string, options: PayOptions) => {
      const { client, out } = open(options);
      const { currency, date, reference, invoice, debtor, payer } = options;
      const body = { amount, currency, valueDate: date, reference, invoices: invoice, debtor, payer };
      const answer = await client.post('/v1/payments', recordedPaymentAnswer, body);
      out.result(answer, () => {
        const known = answer.created ? '' : ' (it had been recorded before)';
        out.line(`Payment ${reference} is booked${known}.`);
        out.table(
          [{ title: 'On' }, { title: `Amount ${answer.currency}`, amount: true }],
          [...answer.allocations.map((part) => [part.invoice, part.amount]), ['credit on account', answer.onAccount]],
        );
        out.line(answer.applied ? 'Its cases have taken note.' : 'Its cases will take note shortly.');
      });
    });
}

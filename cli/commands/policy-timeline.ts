import { Option } from 'commander';
import { riskScore } from './numbers';
import { languageOption, type PolicyCommands } from './policy-commands';

/** What `dunwell policy timeline` was asked. */
export interface TimelineOptions {
  readonly due: string;
  readonly invoiceDate?: string;
  readonly amount: string;
  readonly currency: string;
  readonly grade?: string;
  readonly motive?: string;
  readonly ordering?: string;
  readonly relationship?: string;
  readonly riskScore?: number;
  readonly receivable?: string;
  readonly orderCompleted?: string;
  readonly dispatched?: string;
  readonly zone: string;
  readonly people: 'noAnswer' | 'absent';
  readonly lang: 'en' | 'zh-CN';
  readonly json?: boolean;
}

/** `dunwell policy timeline`: one invoice that nobody pays, through the real planner. */
export function registerPolicyTimeline({ policy, boot, end, output }: PolicyCommands): void {
  policy
    .command('timeline')
    .description('show what happens to an invoice that nobody pays and for which no message arrives, in order')
    .argument('<pack>', 'name, or path of a folder or file')
    .requiredOption('--due <date>', 'due date (YYYY-MM-DD)')
    .option('--invoice-date <date>', 'date of the invoice (default: 30 days before the due date)')
    .requiredOption('--amount <amount>', 'amount, such as 80000 or 80000.00')
    .requiredOption('--currency <code>', 'its currency')
    .addOption(new Option('--grade <grade>', 'grade of the debtor').choices(['A', 'B', 'C']))
    .addOption(new Option('--motive <motive>', 'why it does not pay').choices(['negligent', 'pressured', 'malicious']))
    .addOption(new Option('--ordering <answer>', 'whether it still orders').choices(['yes', 'no']))
    .addOption(new Option('--relationship <kind>', 'relationship').choices(['longTerm', 'important', 'standard']))
    .option('--risk-score <0-100>', 'risk of the debtor before anything is due, from 0 to 100', riskScore)
    .addOption(
      new Option('--receivable <kind>', 'what is owed').choices(['standard', 'prepayment', 'shipment', 'retention']),
    )
    .option('--order-completed <date>', 'when the order was completed')
    .option('--dispatched <date>', 'when the invoice was dispatched')
    .option('--zone <zone>', 'time zone of creditor and debtor', 'Asia/Shanghai')
    .addOption(
      new Option(
        '--people <mode>',
        'noAnswer: tasks end at once without an answer, approvals are granted; absent: nobody acts',
      )
        .choices(['noAnswer', 'absent'])
        .default('noAnswer'),
    )
    .addOption(languageOption())
    .option('--json', 'one JSON document on stdout')
    .action(async (pack: string, options: TimelineOptions) => {
      const { showTimeline } = await import('./policy-timeline-run.js');
      end(await showTimeline(boot, pack, options, output(options)));
    });
}

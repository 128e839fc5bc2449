import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { contactLogAnswer } from '../../api/contact-log-answer';
import { contactLogCsv } from '../../services/queries/contact-log';
import type { OpenContext } from './context';

interface LogOptions {
  json?: boolean;
  debtor?: boolean;
  csv?: string;
}

/** `dunwell contacts`: every communication about a case or with a debtor, with the evidence of each. */
export function registerContactLog(program: Command, open: OpenContext): void {
  program
    .command('contacts')
    .description('show or export every communication about a case, with its evidence')
    .argument('<case>', 'case id, invoice id or invoice number; with --debtor, a debtor')
    .option('--debtor', 'all communications with a debtor')
    .option('--csv <file>', 'write them to a CSV file')
    .option('--json', 'one JSON document on stdout')
    .action(async (key: string, options: LogOptions) => {
      const { client, out } = open(options);
      const of = options.debtor === true ? 'debtors' : 'cases';
      const { items } = await client.get(`/v1/${of}/${encodeURIComponent(key)}/contact-log`, contactLogAnswer);
      if (options.csv !== undefined) writeFileSync(options.csv, contactLogCsv(items));
      out.result({ items }, () => {
        if (options.csv !== undefined) return out.line(`${items.length} communications written to ${options.csv}.`);
        if (items.length === 0) return out.line('There was no communication yet.');
        const columns = ['When (UTC)', 'Way', 'Channel', 'Invoices', 'Result', 'By', 'Evidence'];
        return out.table(
          columns.map((title) => ({ title })),
          items.map((item) => [
            item.at.slice(0, 16).replace('T', ' '),
            item.direction,
            item.channel,
            item.invoices.join(' '),
            item.result ?? '–',
            item.by,
            item.evidence?.hash.slice(0, 12) ?? 'none',
          ]),
        );
      });
    });
}
